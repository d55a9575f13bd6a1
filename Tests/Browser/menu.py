"""The Help menu as a person meets it: by role and by label, in Polish."""

import re
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from gateway import until


class Menu:
    """The menu of one page. Every step waits for what a person would wait for."""

    def __init__(self, page: Page):
        self.page = page
        self.button = page.get_by_role("button", name="Pomoc", exact=True)
        self.dialog = page.locator("help-menu").locator("dialog.panel")
        self.form = page.locator("pomoc-new-ticket")
        self.topic = self.form.get_by_label("Komentarz")
        self.message = self.form.get_by_label("Szczegółowy komunikat")
        self.send = self.form.get_by_role("button", name="Wyślij wiadomość")
        self.rows = page.locator("pomoc-history-table").get_by_role("row").filter(has=page.get_by_role("button"))
        self.ticket = page.locator("pomoc-ticket")
        self.answer = self.ticket.get_by_label("Twoja odpowiedź")
        self.notification = page.locator("pomoc-notification")
        self.reply = self.notification.get_by_label("Twoja odpowiedź")

    def title(self, text):
        return self.dialog.get_by_role("heading", name=text, level=2)

    def open(self):
        self.button.click()
        expect(self.title(re.compile("Pomoc|Nowe|Historia|Apel"))).to_be_visible()
        return self

    def back(self):
        self.dialog.get_by_role("button", name="Wróć").click()

    def new_ticket(self):
        self.dialog.get_by_role("button", name="Nowe powiadomienie").click()
        expect(self.title("Nowe powiadomienie")).to_be_visible()
        return self

    def history(self):
        self.dialog.get_by_role("button", name=re.compile("^Historia powiadomień")).click()
        expect(self.title("Historia powiadomień")).to_be_visible()
        expect(self.page.locator("pomoc-history-table")).to_have_attribute("aria-busy", "false")
        return self

    def fill(self, topic, message="Po odświeżeniu rezerwacja wraca na stare miejsce."):
        self.topic.fill(topic)
        self.message.fill(message)
        return self

    @contextmanager
    def choosing_file(self, within):
        """The paper clip opens the system's file dialog."""
        with self.page.expect_file_chooser() as chooser:
            within.get_by_role("button", name="Dołącz plik").click()
        yield chooser.value

    def attach(self, file, within=None):
        with self.choosing_file(within or self.form) as chooser:
            chooser.set_files([file])
        expect((within or self.form).get_by_text(file["name"])).to_be_visible()
        return self

    def sent_number(self):
        """The number the confirmation shows."""
        heading = self.form.get_by_role("heading", name=re.compile(r"^Apel \d+$"))
        expect(heading).to_be_visible()
        return int(heading.inner_text().split()[-1])

    def search(self, date=None, topic=None, kind=None, status=None):
        filters = self.dialog.locator("pomoc-history-filters")
        if date is not None:
            filters.get_by_label("Data").fill(date)
        if topic is not None:
            filters.get_by_label("Temat").select_option(topic)
        if kind is not None:
            filters.get_by_label("Rodzaj").select_option(label=kind)
        if status is not None:
            filters.get_by_label("Status").select_option(label=status)
        filters.get_by_role("button", name="Szukaj").click()
        expect(self.page.locator("pomoc-history-table")).to_have_attribute("aria-busy", "false")

    def open_ticket(self, number):
        self.dialog.get_by_role("button", name=f"Podgląd, apel {number}").click()
        expect(self.title(f"Apel {number}")).to_be_visible()
        expect(self.ticket.locator("pomoc-message").first).to_be_visible()
        return self

    def open_notification(self, number):
        self.dialog.get_by_role("button", name=f"Podgląd, apel {number}").click()
        expect(self.title(f"Apel {number}")).to_be_visible()
        expect(self.notification.locator("pomoc-message")).to_be_visible()
        return self


class PopUp:
    """The notification in the middle of the window of one page."""

    def __init__(self, page: Page):
        self.page = page
        self.dialog = page.get_by_role("alertdialog")
        self.topic = self.dialog.get_by_role("heading", level=2)
        self.number = self.dialog.locator("#pomoc-popup-number")
        self.count = self.dialog.locator(".popup-count")
        self.view = self.dialog.get_by_role("button", name="Podgląd", exact=True)
        self.later = self.dialog.get_by_role("button", name="Przypomnij później", exact=True)
        self.delete = self.dialog.get_by_role("button", name="Usuń", exact=True)
        self.choices = self.dialog.locator("pomoc-reminder")
        self.back = self.dialog.get_by_role("button", name="Wróć do powiadomienia")
        self.notice = self.dialog.get_by_role("alert")
        self.toast = page.locator("pomoc-toast")
        self.undo = self.toast.get_by_role("button", name="Cofnij")
        self.button = page.locator("help-menu button[part=button]")
        self.badge = self.button.locator(".button-badge")

    def listening(self):
        """As soon as the menu knows what is due."""
        asked = "performance.getEntriesByType('resource').some(({ name }) => name.includes('/v1/notifications?due'))"
        until(lambda: self.page.evaluate(asked))
        return self

    def is_held_back(self, count):
        """There is one, it could come up, and does not."""
        expect(self.badge).to_have_text(str(count))
        expect(self.page.locator("pomoc-popup")).to_have_count(1)
        assert self.dialog.is_hidden()

    def is_awake(self):
        """For a moment after it has come up, nothing in it can be pressed."""
        expect(self.dialog.locator(".popup-actions:not([inert]), .popup-later:not([inert])")).not_to_have_count(0)

    def preset(self, name):
        return self.choices.get_by_role("button", name=name)

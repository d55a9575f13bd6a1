"""
Takes the README's pictures, in Polish, from a running suite with the demo's data.

    python screens.py FOLDER        with POMOC_URL and CHROMIUM as in conftest.py
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from gateway import BASE, Caller, until
from menu import Menu, PopUp
from samples import picture

RECEPTION = "reception@baltyk.example"
TOPIC = "Podwójna rezerwacja pokoju 204"
CONVERSATION = [
    (
        "agent",
        "Dzień dobry, pani Katarzyno.\nWidzimy obie rezerwacje. Druga wpadła, zanim kanał dostał nową dostępność. "
        "Proszę przenieść gościa do pokoju 207: ta sama klasa, wolny do piątku.",
    ),
    ("user", "Dziękuję, przeniesione. Czy to się może powtórzyć w weekend?"),
    (
        "agent",
        "Odświeżyliśmy połączenie z kanałem i sprawdziliśmy dostępność do końca miesiąca. "
        "Teraz wszystko się zgadza.",
    ),
]
NOTICES = [
    (
        "Nowość: karta meldunkowa w telefonie gościa",
        "Gość wypełnia ją przed przyjazdem. Instrukcja jest w FAQ.",
        "deleted",
    ),
    (
        "Szkolenie dla recepcji: planer w 30 minut",
        "W czwartek o 10:00, online. Prosimy o odpowiedź, ile osób weźmie udział.",
        "postponed",
    ),
]
BREAK = (
    "Planowana przerwa techniczna",
    "Dzień dobry,\nw nocy między 2:00 a 3:00 system będzie niedostępny przez około 20 minut.\n\n"
    "Planer można wcześniej wydrukować. Rezerwacje z kanałów sprzedaży zostaną pobrane zaraz po przerwie. "
    "Prosimy o odpowiedź, jeśli ta godzina koliduje z pracą recepcji.",
)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--lang=pl"],
            env={**os.environ, "LANGUAGE": "pl"},
        )
        take = Camera(browser, folder)
        send_notices()
        take.popup()
        number = take.new_ticket()
        hold_conversation(number)
        take.desktop(number)
        take.phone(number)
        take.dark(number)
        browser.close()


def hold_conversation(number):
    user, agent = Caller.user_of_demo(RECEPTION), Caller.agent_of_demo()
    for side, text in CONVERSATION:
        (agent if side == "agent" else user).answer(number, text)
    answers = sum(side == "agent" for side, _ in CONVERSATION)
    until(lambda: len(user.notifications_about(number)) == answers)


def send_notices():
    user, agent = Caller.user_of_demo(RECEPTION), Caller.agent_of_demo()
    for topic, text, status in NOTICES:
        number = agent.notify({"user_id": user.user["id"]}, topic, text)["number"]
        if status == "deleted":
            user.delete_notification(number)
        else:
            user.postpone_notification(number, "tomorrow_morning")


class Camera:
    def __init__(self, browser, folder):
        self.browser, self.folder = browser, folder

    def arrive(self, width=1440, height=900, dark=False):
        """The host page, and what is due over it."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=2,
            locale="pl-PL",
            timezone_id="Europe/Warsaw",
            reduced_motion="reduce",
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.goto(f"{BASE}/?lang=pl&as={RECEPTION}")
        return page

    def visit(self, **options):
        Caller.user_of_demo(RECEPTION).read_all_due()
        return Menu(self.arrive(**options)).open()

    def shoot(self, menu, name):
        menu.page.mouse.move(0, 0)
        menu.page.screenshot(path=self.folder / f"{name}.png")
        print(self.folder / f"{name}.png")

    def new_ticket(self):
        menu = self.visit()
        menu.new_ticket().fill(
            TOPIC,
            "Dwie rezerwacje z różnych kanałów trafiły na ten sam pokój.\n"
            "Gość przyjeżdża jutro o 15:00. Zrzut ekranu w załączniku.",
        )
        menu.form.get_by_role("radio", name="Wysoka").check(force=True)
        screenshot = picture("planer-204.png")
        screenshot["buffer"] = host_page(menu)
        menu.attach(screenshot)
        expect(menu.form.get_by_text("Szkic zapisany")).to_be_visible()
        self.shoot(menu, "new-ticket")
        menu.send.click()
        number = menu.sent_number()
        self.shoot(menu, "sent")
        return number

    def popup(self):
        user, agent = Caller.user_of_demo(RECEPTION), Caller.agent_of_demo()
        user.read_all_due()
        number = agent.notify({"user_id": user.user["id"]}, *BREAK)["number"]
        for name, options in {"popup": {}, "phone-popup": {"width": 360, "height": 740}}.items():
            page = self.arrive(**options)
            popup = PopUp(page)
            expect(popup.topic).to_have_text(BREAK[0])
            expect(page.locator(".bar").first).to_be_visible()
            self.shoot(Menu(page), name)
        popup.view.click()
        menu = self.visit()
        menu.history().open_notification(number)
        self.shoot(menu, "notification")

    def desktop(self, number):
        menu = self.visit()
        expect(menu.dialog.get_by_text(f"Apel {number}")).to_be_visible()
        self.shoot(menu, "menu")
        menu.history()
        self.shoot(menu, "history")
        self.open(menu, number)
        self.shoot(menu, "ticket")

    def phone(self, number):
        menu = self.visit(width=360, height=740)
        expect(menu.dialog.get_by_text(f"Apel {number}")).to_be_visible()
        self.shoot(menu, "phone-menu")
        menu.history()
        self.shoot(menu, "phone-history")
        self.open(menu, number)
        self.shoot(menu, "phone-ticket")

    def dark(self, number):
        menu = self.visit(dark=True)
        menu.history()
        self.shoot(menu, "dark-history")
        self.open(menu, number)
        self.shoot(menu, "dark-ticket")

    @staticmethod
    def open(menu, number):
        menu.open_ticket(number)
        expect(menu.ticket.locator(".attachment-picture img")).to_be_visible()


def host_page(menu):
    """A picture of the planner, as the receptionist would attach it."""
    page = menu.page.context.new_page()
    page.goto(f"{BASE}/?lang=pl&as={RECEPTION}")
    expect(page.locator(".bar").first).to_be_visible()
    image = page.screenshot()
    page.close()
    return image


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Notifications in the menu: found, opened, answered, put off, deleted, restored; live; and the manager's choice."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from conftest import RECEPTION
from gateway import Caller, until
from menu import Menu, PopUp
from samples import picture
from test_access import check, tab_to

OWNER = "owner@baltyk.example"
STRANGER = "reception@tatry.example"


@pytest.fixture(scope="session")
def owner():
    return Caller.user_of_demo(OWNER)


@pytest.fixture
def read_one(receptionist, agent, topic):
    """A notification that the receptionist has read."""
    return receptionist.read_notification(send(agent, receptionist, topic))


@pytest.fixture
def opened(menu, read_one):
    return menu.history().open_notification(read_one["number"])


def send(agent, user, topic, text="Przerwa od 2:00: https://example.com/przerwa?co=1.", **more):
    """The number of a new notification to one user."""
    agent.notify({"user_id": user.user["id"]}, topic, text, **more)
    return until(lambda: next((entry["number"] for entry in user.history(topic=topic, kind="notification")), None))


# History


def test_the_history_shows_both_kinds_and_filters_them(menu, receptionist, read_one, topic):
    ticket = receptionist.open_ticket(topic)["number"]
    menu.history()

    menu.search(topic=topic)
    expect(menu.rows).to_have_count(2)
    expect(menu.rows.filter(has_text=str(ticket)).get_by_text("Zgłoszenie", exact=True)).to_have_count(1)
    expect(menu.rows.filter(has_text=str(read_one["number"])).get_by_text("Powiadomienie", exact=True)).to_have_count(1)

    menu.search(kind="Powiadomienia")
    expect(menu.rows).to_have_count(1)
    expect(menu.rows).to_contain_text(["Przeczytane"])
    menu.search(kind="Zgłoszenia")
    expect(menu.rows).to_have_count(1)
    expect(menu.rows).to_contain_text(["Nowe"])


def test_a_kind_narrows_the_statuses_to_its_own(menu):
    menu.history()
    filters = menu.dialog.locator("pomoc-history-filters")
    status = filters.get_by_label("Status")
    expect(status.locator("optgroup")).to_have_count(2)
    status.select_option(label="Zamknięte")

    filters.get_by_label("Rodzaj").select_option(label="Powiadomienia")

    expect(status).to_have_value("")
    expect(status.locator("option")).to_have_text(
        ["Wszystkie statusy", "Nieprzeczytane", "Odłożone", "Przeczytane", "Usunięte"]
    )
    filters.get_by_label("Rodzaj").select_option(label="Wszystkie")
    expect(status.locator("option")).to_have_count(10)


def test_a_deleted_notification_is_found_opened_and_restored(menu, receptionist, read_one):
    receptionist.delete_notification(read_one["number"])
    menu.history().search(status="Usunięte")
    row = menu.rows.filter(has_text=str(read_one["number"]))
    expect(row).to_contain_text("Usunięte")

    menu.open_notification(read_one["number"])
    expect(menu.reply).to_be_hidden()
    menu.notification.get_by_role("button", name="Przywróć").click()

    expect(menu.notification.get_by_role("button", name="Usuń")).to_be_focused()
    expect(menu.reply).to_be_visible()
    assert receptionist.notification(read_one["number"])["status"] == "read"
    menu.back()
    expect(row).to_have_count(0)


def test_the_home_view_shows_the_latest_notification_and_opens_it(visit, receptionist, read_one, topic):
    menu = Menu(visit()).open()

    menu.dialog.get_by_role("button", name=topic).click()

    expect(menu.title(f"Apel {read_one['number']}")).to_be_visible()
    expect(menu.notification.get_by_text("Przerwa od 2:00")).to_be_visible()


# The notification


def test_opening_marks_it_read_and_shows_all_of_it(calm, receptionist, agent, topic):
    calm.history()
    number = send(agent, receptionist, topic)

    calm.open_notification(number)

    view = calm.notification
    expect(view.get_by_role("heading", name=topic)).to_be_visible()
    link = view.get_by_role("link", name="https://example.com/przerwa?co=1")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    expect(view.locator("pomoc-status")).to_have_text("Przeczytane")
    assert receptionist.notification(number)["status"] == "read"


def test_deleting_is_undone_in_place(opened, receptionist, read_one):
    view = opened.notification
    view.get_by_role("button", name="Usuń").click()

    expect(view.get_by_text("Powiadomienie usunięte.")).to_be_visible()
    expect(view.get_by_role("button", name="Cofnij")).to_be_focused()
    assert receptionist.notification(read_one["number"])["status"] == "deleted"
    opened.page.keyboard.press("Enter")

    expect(view.get_by_role("button", name="Usuń")).to_be_focused()
    assert receptionist.notification(read_one["number"])["status"] == "read"


def test_what_another_tab_does_is_seen_here(opened, receptionist, read_one):
    opened.reply.fill("Zaczęta odpowiedź.")

    receptionist.delete_notification(read_one["number"])

    expect(opened.notification.get_by_role("button", name="Przywróć")).to_be_focused()
    expect(opened.notification.get_by_text("Twój tekst czeka.")).to_be_visible()
    opened.page.keyboard.press("Enter")
    expect(opened.reply).to_have_value("Zaczęta odpowiedź.")


def test_a_postponed_one_says_until_when_and_can_be_taken_back(opened, receptionist, read_one):
    view = opened.notification
    later = view.get_by_role("button", name="Przypomnij później")
    later.click()
    view.get_by_role("button", name=re.compile("Za godzinę")).click()

    expect(view.locator("pomoc-status")).to_have_text("Odłożone")
    expect(later).to_be_focused()
    expect(view.locator("dl").get_by_text(re.compile(r"(dzisiaj|jutro) o \d"))).to_be_visible()
    assert receptionist.notification(read_one["number"])["remind_at"]
    view.get_by_role("button", name="Anuluj przypomnienie").click()

    expect(view.locator("pomoc-status")).to_have_text("Przeczytane")
    assert receptionist.notification(read_one["number"])["remind_at"] is None


def test_an_answer_with_one_file_makes_a_linked_ticket(opened, receptionist, read_one, topic):
    opened.reply.fill("Czy drukarka w recepcji będzie działać?")
    opened.attach(picture("drukarka.png"), within=opened.notification)

    opened.notification.get_by_role("button", name="Wyślij odpowiedź").click()

    message = opened.ticket.locator("pomoc-message")
    expect(message).to_contain_text("Czy drukarka w recepcji będzie działać?")
    expect(message.get_by_role("button", name="Powiększ drukarka.png").locator("img")).to_be_visible()
    number = receptionist.notification(read_one["number"])["ticket_number"]
    assert receptionist.ticket(number)["topic"] == topic
    expect(opened.dialog.get_by_role("status")).to_contain_text(f"Odpowiedź wysłana. Powstało zgłoszenie {number}.")
    expect(opened.title(f"Apel {number}")).to_be_visible()
    opened.back()
    expect(opened.notification.get_by_role("button", name="Otwórz zgłoszenie")).to_be_visible()
    expect(opened.reply).to_be_hidden()


def test_a_second_file_is_refused_and_the_first_one_stays(opened, receptionist, read_one):
    opened.reply.fill("Dwa zrzuty.")
    with opened.choosing_file(opened.notification) as chooser:
        chooser.set_files([picture("pierwszy.png")])
    expect(opened.notification.get_by_text("pierwszy.png")).to_be_visible()

    opened.notification.locator("input[type=file]").set_input_files([picture("drugi.png")])

    expect(opened.notification.get_by_text("Można dołączyć tylko jeden plik. Został „pierwszy.png”.")).to_be_visible()
    opened.notification.get_by_role("button", name="Wyślij odpowiedź").click()
    expect(opened.ticket.locator("pomoc-message")).to_be_visible()
    number = receptionist.notification(read_one["number"])["ticket_number"]
    assert receptionist.ticket(number)["messages"][0]["attachment"]["name"] == "pierwszy.png"


@pytest.mark.requests_fail
def test_an_answer_that_fails_is_kept_and_sent_once(opened, receptionist, read_one, topic):
    path = f"**/v1/notifications/{read_one['number']}/ticket"
    opened.page.route(path, lambda route: route.abort("connectionfailed"))
    opened.reply.fill("Odpowiedź bez połączenia.")
    opened.notification.get_by_role("button", name="Wyślij odpowiedź").click()
    expect(opened.notification.get_by_text("Treść została w formularzu.")).to_be_visible()

    opened.back()
    opened.page.unroute(path)
    opened.open_notification(read_one["number"])
    expect(opened.reply).to_have_value("Odpowiedź bez połączenia.")
    opened.notification.get_by_role("button", name="Wyślij odpowiedź").click()

    expect(opened.ticket.locator("pomoc-message")).to_contain_text("Odpowiedź bez połączenia.")
    assert len([entry for entry in receptionist.history(topic=topic) if entry["kind"] == "ticket"]) == 1


def test_a_notification_about_a_ticket_leads_to_the_ticket(menu, receptionist, agent, topic):
    ticket = receptionist.open_ticket(topic)["number"]
    agent.answer(ticket, "Gotowe.")
    number = about(receptionist, ticket)
    receptionist.read_notification(number)
    menu.history().open_notification(number)
    expect(menu.reply).to_be_hidden()

    menu.notification.get_by_role("button", name="Otwórz zgłoszenie").click()

    expect(menu.title(f"Apel {ticket}")).to_be_visible()
    expect(menu.ticket.locator("pomoc-message")).to_have_count(2)
    menu.back()
    expect(menu.notification.get_by_role("button", name="Otwórz zgłoszenie")).to_be_focused()


@pytest.mark.requests_fail
def test_another_hotel_sees_nothing_of_it(visit, read_one, topic):
    stranger = Caller.user_of_demo(STRANGER)
    assert not stranger.history(topic=topic)
    with pytest.raises(AssertionError, match="404"):
        stranger.notification(read_one["number"])
    menu = Menu(visit(STRANGER)).open().history()
    expect(menu.rows.filter(has_text=topic)).to_have_count(0)

    menu.page.locator("pomoc-history").evaluate(
        """(view, number) => view.dispatchEvent(
          new CustomEvent("pomoc-go", { detail: { to: "notification", number }, bubbles: true }))""",
        read_one["number"],
    )

    expect(menu.notification.get_by_text("Nie ma takiego powiadomienia")).to_be_visible()
    expect(menu.notification.get_by_text(topic)).to_have_count(0)
    menu.notification.get_by_role("button", name="Otwórz historię").click()
    expect(menu.title("Historia powiadomień")).to_be_visible()


# Live


def test_an_answer_of_support_appears_in_the_open_ticket_by_itself(menu, receptionist, agent, topic):
    number = receptionist.open_ticket(topic)["number"]
    menu.history().open_ticket(number)
    menu.answer.fill("Właśnie piszę.")

    agent.answer(number, "Odpowiedź na żywo.")

    answer = menu.ticket.locator("pomoc-message").last
    expect(answer).to_contain_text("Odpowiedź na żywo.")
    expect(answer).to_be_in_viewport()
    expect(menu.answer).to_be_focused()
    expect(menu.answer).to_have_value("Właśnie piszę.")


def test_what_is_new_comes_into_the_history_and_leaves_focus_and_filters_alone(calm, receptionist, agent, topic):
    older, newer = receptionist.open_ticket(topic)["number"], receptionist.open_ticket(topic)["number"]
    calm.history().search(topic=topic)
    expect(calm.rows.first).to_contain_text(str(newer))
    preview = calm.dialog.get_by_role("button", name=f"Podgląd, apel {older}")
    preview.focus()

    agent.answer(older, "Odpowiedź na żywo.")

    expect(calm.rows.filter(has_text=str(older)).get_by_text("Nowa odpowiedź")).to_be_visible()
    expect(calm.rows.filter(has_text=str(newer))).to_have_count(1)
    expect(calm.rows.filter(has_not_text=topic)).to_have_count(0)
    expect(preview).to_be_focused()


def test_somebody_who_reads_further_up_is_not_moved(menu, receptionist, agent, topic):
    number = receptionist.open_ticket(topic, "Pierwsza linia.\n" * 40)["number"]
    receptionist.answer(number, "Druga wiadomość.")
    menu.history().open_ticket(number)
    first = menu.ticket.locator("pomoc-message header").first
    expect(first).not_to_be_in_viewport()
    first.scroll_into_view_if_needed()

    agent.answer(number, "Na samym dole.")

    news = menu.ticket.get_by_role("button", name="Nowa wiadomość")
    expect(news).to_be_visible()
    expect(first).to_be_in_viewport()
    news.click()
    expect(menu.ticket.get_by_text("Na samym dole.")).to_be_in_viewport()
    expect(news).to_be_hidden()


def test_rows_that_come_in_above_do_not_move_what_is_read(calm, receptionist, agent, topic):
    for index in range(6):
        receptionist.open_ticket(f"{topic} {index}")
    calm.page.set_viewport_size({"width": 1440, "height": 480})
    calm.history()
    row = calm.rows.nth(4)
    row.get_by_role("button").focus()
    name = row.get_by_role("button").get_attribute("aria-label")
    read = calm.dialog.get_by_role("button", name=name)
    before = read.bounding_box()

    send(agent, receptionist, topic)

    expect(calm.rows.filter(has_text="Przerwa od 2:00").first).to_contain_text(topic)
    expect(read).to_be_focused()
    assert read.bounding_box()["y"] == pytest.approx(before["y"], abs=2)


def test_a_closed_ticket_takes_the_focus_along_and_keeps_the_text(calm, receptionist, agent, topic):
    number = receptionist.open_ticket(topic)["number"]
    calm.history().open_ticket(number)
    calm.answer.fill("Jeszcze jedno.")

    agent.close(number)

    expect(calm.ticket.get_by_text("Twój tekst czeka")).to_be_visible()
    expect(calm.ticket.get_by_role("button", name="Otwórz ponownie")).to_be_focused()


# Settings


def test_only_a_manager_finds_the_settings(visit, receptionist):
    member = Menu(visit(RECEPTION)).open()
    expect(member.dialog.locator("pomoc-home [aria-busy=true]")).to_have_count(0)
    expect(member.dialog.get_by_role("button", name="Ustawienia powiadomień")).to_be_hidden()
    with pytest.raises(AssertionError, match="403"):
        receptionist.show_answers_to("account")

    manager = Menu(visit(OWNER)).open()

    expect(manager.dialog.get_by_role("button", name="Ustawienia powiadomień")).to_be_visible()


def test_the_managers_choice_decides_who_gets_the_answer(visit, owner, receptionist, agent, topic):
    number = receptionist.open_ticket(topic)["number"]
    with settings_restored(owner):
        menu = open_settings(visit)
        menu.dialog.get_by_label("wszystkim w hotelu").check()
        expect(menu.dialog.locator("pomoc-settings").get_by_text("Zapisano.")).to_be_visible()
        assert owner.account()["answer_audience"] == "account"
        agent.answer(number, "Dla wszystkich.")
        expect(PopUp(menu.page).dialog).to_contain_text(topic)
        owner.read_notification(about(owner, number))
        expect(PopUp(menu.page).dialog).to_be_hidden()
        menu.back()
        menu.history().search(topic=topic, kind="Powiadomienia")
        expect(menu.rows).to_have_count(1)

        owner.show_answers_to("author")
        agent.answer(number, "Tylko dla autora.")
        until(lambda: len(receptionist.notifications_about(number)) == 2)
        assert len(owner.notifications_about(number)) == 1


@pytest.mark.requests_fail
def test_a_choice_that_is_not_saved_goes_back(visit, owner):
    with settings_restored(owner):
        owner.show_answers_to("author")
        menu = open_settings(visit)
        problem = {"code": "unavailable", "status": 503}
        menu.page.route("**/v1/account", lambda route: route.fulfill(status=503, json=problem))

        menu.dialog.get_by_label("wszystkim w hotelu").click()

        expect(menu.dialog.get_by_text("Obowiązuje poprzednie ustawienie.")).to_be_visible()
        expect(menu.dialog.get_by_label("tylko autorowi zgłoszenia")).to_be_checked()
        expect(menu.dialog.get_by_label("tylko autorowi zgłoszenia")).to_be_focused()
        menu.page.unroute("**/v1/account")
        menu.dialog.get_by_role("button", name="Spróbuj ponownie").click()
        expect(menu.dialog.get_by_label("wszystkim w hotelu")).to_be_checked()
        expect(menu.dialog.locator("pomoc-settings").get_by_text("Zapisano.")).to_be_visible()


# For everybody


def test_a_notification_is_answered_by_keyboard_alone(visit, receptionist, read_one):
    page = visit()
    menu = Menu(page)
    keyboard = page.keyboard
    tab_to(page, "Pomoc")
    keyboard.press("Enter")
    tab_to(page, "Historia powiadomień")
    keyboard.press("Enter")
    tab_to(page, f"Podgląd, apel {read_one['number']}")
    keyboard.press("Enter")
    expect(menu.title(f"Apel {read_one['number']}")).to_be_visible()
    tab_to(page, "Usuń")
    keyboard.press("Enter")
    expect(menu.notification.get_by_role("button", name="Cofnij")).to_be_focused()
    keyboard.press("Enter")
    expect(menu.notification.get_by_role("button", name="Usuń")).to_be_focused()
    tab_to(page, "textarea message")
    keyboard.type("Napisane samą klawiaturą.")
    tab_to(page, "Wyślij odpowiedź")
    keyboard.press("Enter")

    expect(menu.ticket.locator("pomoc-message")).to_contain_text("Napisane samą klawiaturą.")
    assert receptionist.notification(read_one["number"])["ticket_number"]


@pytest.mark.parametrize("width, dark", [(360, False), (1440, True)], ids=["light-360", "dark-1440"])
def test_axe_finds_nothing_in_what_is_new(visit, receptionist, agent, owner, topic, width, dark):
    number = owner.read_notification(send(agent, owner, topic))["number"]
    deleted = owner.delete_notification(send(agent, owner, f"{topic} usunięte"))["number"]
    page = visit(OWNER, width=width, height=740, dark=dark)
    menu = Menu(page).open()
    expect(menu.dialog.get_by_role("button", name="Ustawienia powiadomień")).to_be_visible()
    check(page, "home")
    menu.dialog.get_by_role("button", name="Ustawienia powiadomień").click()
    expect(menu.dialog.get_by_label("tylko autorowi zgłoszenia")).to_be_visible()
    check(page, "settings")
    menu.back()
    menu.history()
    check(page, "history")
    menu.open_notification(number)
    check(page, "notification")
    menu.notification.get_by_role("button", name="Przypomnij później").click()
    expect(menu.notification.get_by_role("button", name=re.compile("Za godzinę"))).to_be_visible()
    check(page, "reminder")
    menu.back()
    menu.open_notification(deleted)
    check(page, "deleted notification")


# Helpers


def about(user, ticket):
    """The number of the notification about a ticket, once it is there."""
    return until(lambda: next(iter(user.notifications_about(ticket)), None))


def open_settings(visit):
    menu = Menu(visit(OWNER)).open()
    menu.dialog.get_by_role("button", name="Ustawienia powiadomień").click()
    expect(menu.title("Ustawienia powiadomień")).to_be_visible()
    expect(menu.dialog.get_by_label("tylko autorowi zgłoszenia")).to_be_visible()
    return menu


@contextmanager
def settings_restored(owner):
    before = owner.account()["answer_audience"]
    try:
        yield
    finally:
        owner.show_answers_to(before)

"""The pop-up in the middle of the window: its three buttons, and everybody's way to them."""

import re

import pytest
from playwright.sync_api import expect

from menu import Menu, PopUp
from test_access import check
from test_embedding import foreign_host  # A fixture.


def test_what_support_sends_pops_up_in_the_middle_of_the_window(popup, send, topic):
    number = send()

    expect(popup.topic).to_have_text(topic)
    expect(popup.number).to_have_text(f"Apel {number}")
    expect(popup.dialog.get_by_role("link", name="https://example.com/cennik?co=1")).to_have_attribute(
        "rel", re.compile("noopener")
    )
    expect(popup.button).to_have_accessible_name("Pomoc, 1 nowe powiadomienie")
    box, window = popup.dialog.bounding_box(), popup.page.viewport_size
    assert abs(box["x"] + box["width"] / 2 - window["width"] / 2) < 2
    assert abs(box["y"] + box["height"] / 2 - window["height"] / 2) < 2


def test_viewing_opens_the_panel_at_the_notification_and_marks_it_read(popup, send, receptionist):
    number = send()

    popup.view.click()

    menu = Menu(popup.page)
    expect(menu.title(f"Apel {number}")).to_be_visible()
    expect(menu.notification.get_by_text("jest nowy cennik")).to_be_visible()
    expect(popup.dialog).to_be_hidden()
    expect(popup.button).to_have_accessible_name("Pomoc")
    assert receptionist.notification(number)["status"] == "read"


def test_viewing_an_answer_opens_its_ticket(popup, receptionist, agent, topic):
    ticket = receptionist.open_ticket(topic)["number"]
    agent.answer(ticket, "Gotowe, proszę sprawdzić.")
    expect(popup.topic).to_contain_text(topic)

    popup.view.click()

    menu = Menu(popup.page)
    expect(menu.title(f"Apel {ticket}")).to_be_visible()
    expect(menu.ticket.locator("pomoc-message").last).to_contain_text("Gotowe, proszę sprawdzić.")


def test_a_reminder_says_the_hour_of_each_choice_and_comes_back_later(popup, send, receptionist):
    number = send()
    popup.later.click()
    expect(popup.preset(re.compile(r"^Za godzinę (dzisiaj|jutro) o \d"))).to_be_visible()
    expect(popup.preset(re.compile(r"^Gdy wsparcie zacznie pracę \S"))).to_be_visible()

    popup.preset(re.compile("^Jutro rano jutro o 8:00")).click()

    expect(popup.dialog).to_be_hidden()
    expect(popup.toast).to_contain_text("Przypomnimy jutro o 8:00.")
    expect(popup.button).to_have_accessible_name("Pomoc")
    assert receptionist.notification(number)["status"] == "postponed"


def test_an_own_time_is_checked_and_kept(popup, send, receptionist):
    number = send()
    popup.later.click()
    own = popup.choices.get_by_label("Własny termin")
    own.fill("2020-01-01T10:00")
    popup.preset("Ustaw").click()
    expect(popup.choices.get_by_text("Ta chwila już minęła.")).to_be_visible()
    expect(own).to_be_focused()

    own.fill(popup.page.evaluate("new Date(Date.now() + 20 * 86400e3).toISOString().slice(0, 10) + 'T09:30'"))
    popup.preset("Ustaw").click()

    expect(popup.toast).to_contain_text(re.compile(r"Przypomnimy \d+ \S+ o 9:30\."))
    assert receptionist.notification(number)["remind_at"].endswith(":30:00.000Z")


def test_deleting_is_undone_from_the_toast_and_it_comes_back(popup, send, receptionist):
    number = send()
    popup.delete.click()
    expect(popup.dialog).to_be_hidden()
    expect(popup.toast).to_contain_text("Powiadomienie usunięte")
    assert receptionist.notification(number)["status"] == "deleted"

    popup.undo.click()

    expect(popup.number).to_have_text(f"Apel {number}")
    expect(popup.toast).to_have_count(0)
    assert receptionist.notification(number)["status"] == "unread"


def test_the_toast_waits_for_the_pointer_and_goes_away_alone(popup, send):
    send()
    popup.page.clock.install()
    expect(popup.dialog).to_be_visible()
    popup.page.clock.fast_forward(1000)
    popup.delete.click()
    expect(popup.toast).to_be_visible()
    popup.undo.hover()
    popup.page.clock.fast_forward(20_000)
    expect(popup.toast).to_be_visible()

    popup.page.mouse.move(0, 0)
    popup.page.clock.fast_forward(11_000)

    expect(popup.toast).to_have_count(0)


@pytest.mark.requests_fail
def test_a_failed_answer_stays_says_so_and_can_be_tried_again(popup, send, receptionist):
    number = send()
    path = f"**/v1/notifications/{number}/deletion"
    popup.page.route(path, lambda route: route.abort("connectionfailed"))
    popup.delete.click()
    expect(popup.notice).to_contain_text("Brak połączenia")
    expect(popup.number).to_have_text(f"Apel {number}")
    assert receptionist.notification(number)["status"] == "unread"

    popup.page.unroute(path)
    popup.dialog.get_by_role("button", name="Spróbuj ponownie").click()

    expect(popup.dialog).to_be_hidden()
    assert receptionist.notification(number)["status"] == "deleted"


# For everybody


def test_it_works_in_a_foreign_page_under_its_strict_policy(visit, foreign_host, send, topic):
    popup = PopUp(visit(url=foreign_host))
    send()
    expect(popup.topic).to_have_text(topic)
    popup.later.click()
    popup.preset(re.compile("^Jutro rano")).click()

    expect(popup.toast).to_contain_text("Przypomnimy jutro o 8:00.")


@pytest.mark.parametrize("width, dark", [(360, False), (1440, True)], ids=["light-360", "dark-1440"])
def test_axe_finds_nothing_in_the_pop_up_its_choices_and_its_toast(visit, send, width, dark):
    popup = PopUp(visit(width=width, height=740, dark=dark))
    first, second = send("krótkie"), send("długie", "Bardzo długa treść. " * 400)
    expect(popup.number).to_have_text(f"Apel {first}")
    popup.is_awake()
    check(popup.page, "pop-up")
    popup.later.click()
    popup.is_awake()
    check(popup.page, "choices")
    popup.back.click()
    popup.delete.click()
    expect(popup.number).to_have_text(f"Apel {second}")
    expect(popup.toast).to_be_visible()
    popup.is_awake()
    check(popup.page, "toast beside a long one")
    popup.delete.click()
    expect(popup.dialog).to_be_hidden()
    check(popup.page, "toast alone")


@pytest.mark.parametrize(
    "lang, later, back", [("en", "Remind me later", "Back"), ("uk", "Нагадати пізніше", "Назад")], ids=["en", "uk"]
)
def test_the_pop_up_speaks_the_language_of_the_page(visit, send, lang, later, back):
    popup = PopUp(visit(lang=lang, width=360, height=740))
    send()
    popup.dialog.get_by_role("button", name=later).click()
    popup.is_awake()
    check(popup.page, f"choices in {lang}")
    popup.dialog.get_by_role("button", name=re.compile(f"^{back}")).click()
    expect(popup.dialog.get_by_role("button", name=later)).to_be_focused()

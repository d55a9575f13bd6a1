"""Finding an entry again: columns, filters, paging, and what stands there when there is nothing."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from gateway import Caller
from menu import Menu

OWNER = "owner@tatry.example"


@pytest.fixture(scope="session")
def owner_with_many_entries():
    """The owner of Hotel Tatry, who has more entries than fit on one page."""
    owner = Caller.user_of_demo(OWNER)
    for index in range(len(owner.history()), 23):
        owner.open_ticket(f"Pytanie {index}")
    return owner


def test_the_table_has_the_columns_of_the_guide(menu):
    menu.history()

    headers = menu.dialog.get_by_role("columnheader")

    expect(headers).to_have_text(["#", "Apel", "Temat", "Status", "Ostatnia aktualizacja", "Podgląd"])


def test_the_newest_change_comes_first_and_is_marked_when_unread(calm, receptionist, agent, topic):
    number = receptionist.open_ticket(topic)["number"]
    agent.answer(number, "Już sprawdzamy.")

    calm.history()

    expect(calm.rows.first).to_contain_text(topic)
    ticket = calm.rows.filter(has_text=str(number))
    expect(ticket.get_by_text("Nowa odpowiedź")).to_be_visible()
    calm.open_ticket(number)
    calm.back()
    expect(calm.rows.first).to_contain_text(topic)
    expect(ticket.get_by_text("Nowa odpowiedź")).to_be_hidden()


def test_topic_and_status_filter_what_is_shown_and_can_be_cleared(menu, receptionist, topic):
    number = receptionist.open_ticket(topic)["number"]
    receptionist.open_ticket(topic)
    receptionist.close(number)
    menu.history()

    menu.search(topic=topic)
    expect(menu.rows).to_have_count(2)
    menu.search(status="Zamknięte")
    expect(menu.rows).to_have_count(1)
    expect(menu.rows).to_contain_text(str(number))

    menu.dialog.get_by_role("button", name="Wyczyść filtry").first.click()
    expect(menu.rows).not_to_have_count(1)


def test_the_date_filter_shows_that_day_and_no_other(menu, receptionist, topic):
    receptionist.open_ticket(topic)
    today = datetime.now(ZoneInfo("Europe/Warsaw")).date()
    menu.history()

    menu.search(date=today.isoformat(), topic=topic)
    expect(menu.rows).to_have_count(1)
    menu.search(date=(today - timedelta(days=3650)).isoformat())

    expect(menu.dialog.get_by_text("Nic nie pasuje do filtrów")).to_be_visible()
    expect(menu.rows).to_have_count(0)
    menu.dialog.get_by_role("button", name="Wyczyść filtry").last.click()
    expect(menu.rows).not_to_have_count(0)


def test_more_entries_are_added_below_without_a_repeat(visit, owner_with_many_entries):
    menu = Menu(visit(OWNER)).open().history()
    expect(menu.rows).to_have_count(20)

    menu.dialog.get_by_role("button", name="Pokaż więcej").click()

    expect(menu.rows).to_have_count(min(len(owner_with_many_entries.history()), 40))
    numbers = menu.dialog.locator("td.cell-number [data-ref=number]").all_inner_texts()
    positions = menu.dialog.locator("td.cell-position [data-ref=position]").all_inner_texts()
    assert len(set(numbers)) == len(numbers)
    assert positions == [str(index + 1) for index in range(len(numbers))]


def test_an_empty_history_offers_to_write(menu):
    menu.page.route("**/v1/history*", lambda route: route.fulfill(json={"items": [], "next_cursor": None}))
    menu.history()

    menu.dialog.locator("pomoc-history").get_by_role("button", name="Nowe powiadomienie").click()

    expect(menu.title("Nowe powiadomienie")).to_be_visible()
    menu.back()
    expect(menu.dialog.get_by_text("Nie ma tu jeszcze zgłoszeń")).to_be_visible()


@pytest.mark.requests_fail
def test_a_failed_history_offers_to_try_again(menu):
    menu.page.route(
        "**/v1/history*", lambda route: route.fulfill(status=503, json={"code": "unavailable", "status": 503})
    )
    menu.history()
    expect(menu.dialog.get_by_text("Pomoc chwilowo nie działa").last).to_be_visible()

    menu.page.unroute("**/v1/history*")
    menu.dialog.locator("pomoc-history").get_by_role("button", name="Spróbuj ponownie").click()

    expect(menu.rows).not_to_have_count(0)
    expect(menu.dialog.locator("pomoc-history").get_by_text("Pomoc chwilowo nie działa")).to_have_count(0)


def test_the_menu_stands_where_it_was_left(menu, receptionist, topic):
    number = receptionist.open_ticket(topic)["number"]
    menu.history().open_ticket(number)

    menu.page.keyboard.press("Escape")
    expect(menu.dialog).to_be_hidden()
    menu.button.click()

    expect(menu.title(f"Apel {number}")).to_be_visible()

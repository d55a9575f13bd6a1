"""The opened ticket: answering with a file, closing and reopening, and the answer of support."""

import pytest
from playwright.sync_api import expect

from menu import Menu
from samples import picture


@pytest.fixture
def ticket(receptionist, topic):
    return receptionist.open_ticket(topic, "Pierwsza wiadomość")


@pytest.fixture
def opened(menu, ticket):
    """The menu with the ticket on the screen."""
    return menu.history().open_ticket(ticket["number"])


def test_an_answer_with_a_file_joins_the_conversation(opened, receptionist, ticket):
    opened.answer.fill("Dopisuję szczegóły: https://example.com/a?b=c.")
    opened.attach(picture("szczegol.png"), within=opened.ticket)

    opened.ticket.get_by_role("button", name="Wyślij odpowiedź").click()

    expect(opened.ticket.locator("pomoc-message")).to_have_count(2)
    last = opened.ticket.locator("pomoc-message").last
    expect(last.get_by_role("link", name="https://example.com/a?b=c")).to_have_attribute(
        "rel", "noopener noreferrer nofollow"
    )
    expect(last.get_by_role("button", name="Powiększ szczegol.png").locator("img")).to_be_visible()
    expect(last).to_be_in_viewport()
    expect(opened.answer).to_be_empty()
    messages = receptionist.ticket(ticket["number"])["messages"]
    assert [bool(message["attachment"]) for message in messages] == [False, True]


def test_the_answer_of_support_appears_after_a_refresh(opened, agent, ticket):
    agent.answer(ticket["number"], "Naprawione, proszę sprawdzić.\nDziękujemy!")

    opened.dialog.get_by_role("button", name="Odśwież").click()

    answer = opened.ticket.locator("pomoc-message").last
    expect(answer).to_contain_text("Naprawione, proszę sprawdzić.")
    expect(answer).to_contain_text("Wsparcie")
    expect(answer).to_be_in_viewport()
    expect(opened.dialog.get_by_role("status")).to_contain_text("Nowa wiadomość")


def test_a_ticket_is_closed_after_a_question_and_reopened(opened, receptionist, ticket):
    opened.ticket.get_by_role("button", name="Zamknij zgłoszenie").click()
    question = opened.page.locator("pomoc-confirm")
    question.get_by_role("button", name="Zostaw otwarte").click()
    expect(opened.ticket.get_by_role("button", name="Zamknij zgłoszenie")).to_be_focused()

    opened.ticket.get_by_role("button", name="Zamknij zgłoszenie").click()
    question.get_by_role("button", name="Zamknij zgłoszenie").click()

    expect(opened.ticket.get_by_text("Zgłoszenie jest zamknięte.")).to_be_visible()
    expect(opened.answer).to_be_hidden()
    assert receptionist.ticket(ticket["number"])["status"] == "closed"
    opened.ticket.get_by_role("button", name="Otwórz ponownie").click()
    expect(opened.answer).to_be_focused()
    assert receptionist.ticket(ticket["number"])["status"] != "closed"


@pytest.mark.requests_fail
def test_an_answer_to_a_ticket_closed_meanwhile_keeps_its_text(visit, agent, ticket):
    page = visit()
    page.route("**/v1/events*", lambda route: route.abort())
    page.reload()
    opened = Menu(page).open().history().open_ticket(ticket["number"])
    opened.answer.fill("Jeszcze jedno pytanie.")
    agent.close(ticket["number"])

    opened.ticket.get_by_role("button", name="Wyślij odpowiedź").click()

    expect(opened.ticket.get_by_text("Twój tekst czeka")).to_be_visible()
    opened.ticket.get_by_role("button", name="Otwórz ponownie").click()
    expect(opened.answer).to_have_value("Jeszcze jedno pytanie.")
    opened.ticket.get_by_role("button", name="Wyślij odpowiedź").click()
    expect(opened.ticket.locator("pomoc-message")).to_have_count(2)


def test_the_draft_of_an_answer_belongs_to_its_ticket(opened, receptionist, ticket, topic):
    other = receptionist.open_ticket(topic)["number"]
    opened.answer.fill("Tylko tutaj.")
    expect(opened.ticket.get_by_text("Szkic zapisany")).to_be_visible()
    opened.back()
    opened.dialog.get_by_role("button", name=f"Podgląd, apel {other}").click()
    expect(opened.title(f"Apel {other}")).to_be_visible()
    expect(opened.answer).to_be_empty()

    opened.back()
    opened.open_ticket(ticket["number"])

    expect(opened.answer).to_have_value("Tylko tutaj.")


@pytest.mark.requests_fail
def test_a_ticket_that_is_not_there_leads_back_to_the_history(menu, ticket):
    problem = {"code": "not_found", "status": 404}
    menu.page.route(f"**/v1/tickets/{ticket['number']}", lambda route: route.fulfill(status=404, json=problem))
    menu.history()
    menu.dialog.get_by_role("button", name=f"Podgląd, apel {ticket['number']}").click()
    expect(menu.dialog.get_by_text("Nie ma takiego zgłoszenia")).to_be_visible()

    menu.ticket.get_by_role("button", name="Otwórz historię").click()

    expect(menu.title("Historia powiadomień")).to_be_visible()


def test_markup_in_a_message_stays_text(menu, receptionist, topic):
    number = receptionist.open_ticket(topic, "<img src=x onerror=alert(1)> <b>grubo</b>")["number"]

    menu.history().open_ticket(number)

    expect(menu.ticket.get_by_text("<img src=x onerror=alert(1)> <b>grubo</b>")).to_be_visible()
    expect(menu.ticket.locator(".message-text img, .message-text b")).to_have_count(0)

"""Sending a ticket: once, whatever the network does, and without losing a word."""

import pytest
from playwright.sync_api import expect

from gateway import BASE
from samples import picture


def test_a_ticket_with_a_screenshot_is_found_in_the_history(menu, topic):
    menu.new_ticket().fill(topic).attach(picture())
    menu.form.get_by_role("radio", name="Wysoka").check(force=True)
    menu.send.click()
    number = menu.sent_number()

    menu.form.get_by_role("button", name="Otwórz w historii").click()

    expect(menu.title(f"Apel {number}")).to_be_visible()
    expect(menu.ticket.get_by_role("heading", name=topic)).to_be_visible()
    expect(menu.ticket.get_by_text("Wysoka")).to_be_visible()
    expect(menu.ticket.get_by_role("button", name="Powiększ planer.png").locator("img")).to_be_visible()
    menu.back()
    expect(menu.rows.filter(has_text=topic)).to_have_count(1)
    expect(menu.rows.filter(has_text=topic)).to_contain_text(str(number))


def test_missing_words_are_told_beside_the_fields(menu):
    menu.new_ticket()

    menu.send.click()

    expect(menu.topic).to_be_focused()
    expect(menu.topic).to_have_attribute("aria-invalid", "true")
    expect(menu.form.get_by_text("Wpisz temat")).to_be_visible()
    expect(menu.form.get_by_text("Opisz, co się dzieje")).to_be_visible()


def test_the_draft_with_its_file_survives_a_reload(menu, topic):
    menu.new_ticket().attach(picture("szkic.png"))
    expect(menu.form.get_by_text("Szkic zapisany")).to_be_visible()
    menu.fill(topic, "Tekst, którego nie wolno zgubić.")

    menu.page.reload()

    menu.open().new_ticket()
    expect(menu.topic).to_have_value(topic)
    expect(menu.message).to_have_value("Tekst, którego nie wolno zgubić.")
    expect(menu.form.get_by_text("szkic.png", exact=True)).to_be_visible()
    menu.form.get_by_role("button", name="Odrzuć szkic").click()
    menu.page.locator("pomoc-confirm").get_by_role("button", name="Odrzuć szkic").click()
    expect(menu.topic).to_be_empty()
    expect(menu.form.get_by_text("szkic.png")).to_have_count(0)


def test_a_draft_is_never_shown_to_another_person_of_the_same_computer(calm, topic):
    calm.new_ticket().fill(topic).attach(picture("tajne.png"))
    expect(calm.form.get_by_text("Szkic zapisany")).to_be_visible()
    for person in ["owner@baltyk.example", "reception@tatry.example"]:
        calm.page.goto(f"{BASE}/?as={person}")
        calm.open().new_ticket()
        expect(calm.topic).to_be_empty()
        expect(calm.message).to_be_empty()
        expect(calm.form.get_by_text("tajne.png")).to_have_count(0)

    calm.page.goto(f"{BASE}/?as=reception@baltyk.example")
    calm.open().new_ticket()
    expect(calm.topic).to_have_value(topic)


def test_changing_the_person_without_a_reload_leaves_nothing_of_the_first(calm, topic):
    calm.new_ticket().fill(topic)
    calm.page.keyboard.press("Escape")
    calm.page.get_by_label("Osoba").select_option("reception@tatry.example")
    expect(calm.form).to_have_count(0)

    calm.open().new_ticket()

    expect(calm.topic).to_be_empty()
    calm.back()
    expect(calm.dialog.get_by_text("Hotel Tatry")).to_be_visible()


@pytest.mark.requests_fail
def test_without_a_connection_the_text_stays_and_trying_again_makes_one_ticket(menu, receptionist, topic):
    menu.new_ticket().fill(topic).attach(picture())
    menu.page.context.set_offline(True)
    menu.send.click()
    expect(menu.form.get_by_text("Treść została w formularzu")).to_be_visible()
    expect(menu.message).not_to_be_empty()

    menu.page.context.set_offline(False)
    expect(menu.form.get_by_text("Połączenie wróciło")).to_be_visible()
    menu.form.get_by_role("button", name="Spróbuj ponownie").click()

    number = menu.sent_number()
    assert [entry["number"] for entry in receptionist.history(topic=topic)] == [number]


@pytest.mark.requests_fail
def test_an_answer_lost_on_the_way_does_not_make_a_second_ticket(menu, receptionist, topic):
    menu.new_ticket().fill(topic).attach(picture())

    def arrive_but_lose_the_answer(route):
        route.fetch()
        route.abort()

    menu.page.route("**/v1/tickets", arrive_but_lose_the_answer, times=1)
    menu.send.click()
    expect(menu.form.get_by_text("Treść została w formularzu")).to_be_visible()

    menu.form.get_by_role("button", name="Spróbuj ponownie").click()

    number = menu.sent_number()
    assert [entry["number"] for entry in receptionist.history(topic=topic)] == [number]


@pytest.mark.requests_fail
def test_a_changed_text_after_a_lost_answer_asks_what_to_do(menu, receptionist, topic):
    menu.new_ticket().fill(topic)

    def arrive_but_lose_the_answer(route):
        route.fetch()
        route.abort()

    menu.page.route("**/v1/tickets", arrive_but_lose_the_answer, times=1)
    menu.send.click()
    expect(menu.form.get_by_text("Treść została w formularzu")).to_be_visible()
    menu.message.fill("Inna treść niż za pierwszym razem.")
    menu.send.click()
    expect(menu.form.get_by_text("Ta wiadomość mogła już dotrzeć")).to_be_visible()
    assert len(receptionist.history(topic=topic)) == 1

    menu.form.get_by_role("button", name="Wyślij jako nową").click()

    menu.sent_number()
    assert len(receptionist.history(topic=topic)) == 2


def test_pressing_twice_makes_one_ticket(menu, receptionist, topic):
    menu.new_ticket().fill(topic).attach(picture())

    menu.send.dblclick()

    number = menu.sent_number()
    assert [entry["number"] for entry in receptionist.history(topic=topic)] == [number]


@pytest.mark.requests_fail
def test_sending_can_be_cancelled_and_sent_again(menu, receptionist, topic):
    menu.new_ticket().fill(topic).attach(picture())
    menu.page.route("**/v1/tickets", lambda route: None, times=1)
    menu.send.click()
    expect(menu.form.get_by_role("progressbar", name="Postęp wysyłania")).to_be_visible()

    menu.form.get_by_role("button", name="Anuluj").click()
    expect(menu.send).to_be_focused()
    menu.send.click()

    number = menu.sent_number()
    assert [entry["number"] for entry in receptionist.history(topic=topic)] == [number]


@pytest.mark.requests_fail
@pytest.mark.parametrize(
    "status, code, words",
    [(503, "unavailable", "Pomoc chwilowo nie działa"), (429, "rate_limited", "Odczekaj 1 sekundę")],
)
def test_a_refusal_that_will_pass_keeps_the_text_and_says_what_to_do(menu, topic, status, code, words):
    problem = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": ""}
    menu.new_ticket().fill(topic)
    menu.page.route(
        "**/v1/tickets", lambda route: route.fulfill(status=status, json=problem, headers={"Retry-After": "1"}), times=1
    )
    menu.send.click()
    expect(menu.form.get_by_text(words)).to_be_visible()
    expect(menu.message).not_to_be_empty()

    menu.form.get_by_role("button", name="Spróbuj ponownie").click()

    menu.sent_number()


def test_after_sending_another_can_be_written(menu, topic):
    menu.new_ticket().fill(topic)
    menu.send.click()
    menu.sent_number()

    menu.form.get_by_role("button", name="Napisz kolejną").click()

    expect(menu.topic).to_be_focused()
    expect(menu.topic).to_be_empty()
    expect(menu.message).to_be_empty()

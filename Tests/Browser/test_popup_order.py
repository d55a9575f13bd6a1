"""Several pop-ups: one after another, the same in all tabs, each only for whom it is."""

import re

from playwright.sync_api import expect

from conftest import RECEPTION
from gateway import BASE, Caller
from menu import Menu, PopUp

OWNER = "owner@baltyk.example"
STRANGER = "reception@tatry.example"


def test_several_come_one_after_another_oldest_first(popup, send, receptionist):
    first, second, third = send("1"), send("2"), send("3")
    expect(popup.number).to_have_text(f"Apel {first}")
    expect(popup.count).to_have_text("1 z 3")
    expect(popup.dialog).to_have_count(1)
    fourth = send("4")
    expect(popup.count).to_have_text("1 z 4")

    popup.delete.click()
    expect(popup.number).to_have_text(f"Apel {second}")
    expect(popup.count).to_have_text("2 z 4")
    popup.later.click()
    popup.preset(re.compile("^Za godzinę")).click()
    expect(popup.number).to_have_text(f"Apel {third}")
    popup.view.click()

    menu = Menu(popup.page)
    expect(menu.title(f"Apel {third}")).to_be_visible()
    expect(popup.dialog).to_be_hidden()
    menu.dialog.get_by_role("button", name="Zamknij pomoc").click()
    expect(popup.number).to_have_text(f"Apel {fourth}")
    assert [receptionist.notification(number)["status"] for number in (first, second, third, fourth)] == [
        "deleted", "postponed", "read", "unread",
    ]


def test_all_tabs_show_it_and_an_answer_in_one_takes_it_from_the_other(popup, send, receptionist):
    other = popup.page.context.new_page()
    other.goto(f"{BASE}/?lang=pl&as={RECEPTION}")
    other = PopUp(other)
    first, second = send("1"), send("2")
    for tab in (popup, other):
        expect(tab.number).to_have_text(f"Apel {first}")
        expect(tab.button).to_have_accessible_name("Pomoc, 2 nowe powiadomienia")

    popup.delete.click()

    expect(other.number).to_have_text(f"Apel {second}")
    expect(other.button).to_have_accessible_name("Pomoc, 1 nowe powiadomienie")
    receptionist.read_notification(second)
    for tab in (popup, other):
        expect(tab.dialog).to_be_hidden()
        expect(tab.button).to_have_accessible_name("Pomoc")


def test_a_tab_in_the_background_shows_it_when_it_comes_to_the_front(popup, send):
    show = """hidden => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    popup.page.evaluate(show, True)
    number = send()
    popup.is_held_back(1)

    popup.page.evaluate(show, False)

    expect(popup.number).to_have_text(f"Apel {number}")


def test_news_for_everyone_reach_two_hotels_and_a_users_own_only_that_user(visit, agent, receptionist, topic):
    stranger = Caller.user_of_demo(STRANGER)
    ours, theirs = PopUp(visit(RECEPTION)), PopUp(visit(STRANGER))
    agent.notify("everyone", topic, "Przerwa techniczna.")
    for tab in (ours, theirs):
        expect(tab.topic).to_have_text(topic)
        tab.view.click()
        expect(Menu(tab.page).notification.get_by_text("Przerwa techniczna.")).to_be_visible()

    agent.notify({"user_id": receptionist.user["id"]}, f"{topic} dla nas", "Tylko dla recepcji Bałtyku.")
    agent.notify({"user_id": stranger.user["id"]}, f"{topic} dla nich", "Tylko dla recepcji Tatr.")

    expect(ours.topic).to_have_text(f"{topic} dla nas")
    expect(theirs.topic).to_have_text(f"{topic} dla nich")
    for tab in (ours, theirs):
        expect(tab.button).to_have_accessible_name("Pomoc, 1 nowe powiadomienie")
    assert not stranger.history(topic=f"{topic} dla nas")


def test_the_badge_counts_to_99_and_moves_nothing(popup):
    before = popup.button.bounding_box()

    popup.page.locator("help-menu").evaluate("menu => menu.showDue(100)")

    expect(popup.badge).to_have_text("99+")
    expect(popup.button).to_have_accessible_name("Pomoc, 99+ nowych powiadomień")
    assert popup.button.bounding_box() == before


def test_another_person_at_the_same_desk_sees_nothing_of_the_former(visit, send):
    Caller.user_of_demo(OWNER).read_all_due()
    popup = PopUp(visit())
    send()
    expect(popup.dialog).to_be_visible()

    popup.page.evaluate(
        """([menu, select, owner]) => {
      document.querySelector(select).value = owner;
      document.querySelector(select).dispatchEvent(new Event("change"));
    }""",
        ["help-menu", "#person", OWNER],
    )

    expect(popup.dialog).to_have_count(0)
    expect(popup.button).to_have_accessible_name("Pomoc")

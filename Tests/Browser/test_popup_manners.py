"""The pop-up's manners: it waits for a pause, takes the focus and gives it back, and loses nothing by a slip."""

from playwright.sync_api import expect

from gateway import until
from menu import Menu
from test_access import tab_to


def test_escape_loses_nothing(popup, send, receptionist):
    number = send()
    expect(popup.dialog).to_be_visible()
    expect(popup.later).to_be_enabled()
    popup.later.focus()
    popup.page.mouse.click(5, 5)
    expect(popup.dialog).to_be_visible()

    popup.is_awake()
    popup.page.keyboard.press("Escape")
    expect(popup.choices).to_be_visible()
    popup.is_awake()
    popup.page.keyboard.press("Escape")

    expect(popup.choices).to_be_hidden()
    expect(popup.later).to_be_focused()
    assert receptionist.notification(number)["status"] == "unread"


def test_keys_pressed_by_habit_do_nothing(popup, send, receptionist):
    page = popup.page
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    number = send()
    expect(popup.topic).to_be_focused()

    for key in ("Enter", "Space", "Escape", "Tab", "Enter"):
        page.keyboard.press(key)

    expect(popup.topic).to_be_focused()
    expect(popup.choices).to_be_hidden()
    page.clock.run_for(500)
    page.keyboard.press("Escape")
    expect(popup.choices).to_be_visible()
    assert receptionist.notification(number)["status"] == "unread"


def test_it_waits_while_somebody_types_and_gives_the_caret_back(popup, send):
    page = popup.page
    page.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    note = page.locator("main > textarea")
    note.fill("Gość w pokoju 204 prosi o .")
    note.evaluate("note => note.setSelectionRange(26, 26)")
    page.keyboard.press("k")
    number = send()
    while not page.locator("pomoc-popup").count():
        page.keyboard.press("o")
    page.keyboard.press("c")
    assert popup.dialog.is_hidden()
    typed = note.input_value()

    expect(popup.number).to_have_text(f"Apel {number}")
    expect(note).not_to_be_focused()
    popup.delete.click()

    expect(note).to_be_focused()
    page.keyboard.press("!")
    expect(note).to_have_value(typed[:-1] + "!.")


def test_it_waits_while_the_pointer_is_held_down_or_a_character_is_composed(popup, send):
    page = popup.page
    page.mouse.move(700, 500)
    page.mouse.down()
    first = send("1")
    popup.is_held_back(1)
    page.mouse.up()
    expect(popup.number).to_have_text(f"Apel {first}")
    popup.delete.click()
    expect(popup.dialog).to_be_hidden()

    compose = "type => dispatchEvent(new CompositionEvent(type))"
    page.evaluate(compose, "compositionstart")
    second = send("2")
    popup.is_held_back(1)
    page.evaluate(compose, "compositionend")

    expect(popup.number).to_have_text(f"Apel {second}")


def test_a_menu_that_the_host_hides_does_not_block_its_page(popup, send):
    popup.page.locator("help-menu").evaluate("menu => { menu.hidden = true; }")
    number = send()
    popup.is_held_back(1)
    popup.page.get_by_role("button", name="Dzisiaj").click()

    popup.page.locator("help-menu").evaluate("menu => { menu.hidden = false; }")

    expect(popup.number).to_have_text(f"Apel {number}")


def test_it_comes_above_a_dialog_of_the_host_and_returns_the_focus_there(popup, send):
    page = popup.page
    page.evaluate(
        """() => {
      const dialog = document.body.appendChild(document.createElement("dialog"));
      const button = dialog.appendChild(document.createElement("button"));
      Object.assign(button, { id: "host-button", textContent: "Zapisz pobyt" });
      dialog.showModal();
    }"""
    )
    expect(page.locator("#host-button")).to_be_focused()
    send()

    popup.delete.click()

    expect(popup.dialog).to_be_hidden()
    expect(page.locator("#host-button")).to_be_focused()
    expect(popup.toast).to_contain_text("Jest w Historii powiadomień.")


def test_the_whole_way_is_walked_by_keyboard(popup, send, receptionist):
    first, second = send("pierwsze"), send("drugie")
    page, keyboard = popup.page, popup.page.keyboard
    expect(popup.number).to_have_text(f"Apel {first}")
    popup.is_awake()
    tab_to(page, "Usuń")
    keyboard.press("Enter")
    expect(popup.number).to_have_text(f"Apel {second}")
    expect(popup.topic).to_be_focused()
    expect(popup.dialog.get_by_role("status")).to_contain_text("Powiadomienie usunięte")
    popup.is_awake()
    keyboard.press("F8")
    expect(popup.undo).to_be_focused()
    keyboard.press("Enter")
    expect(popup.count).to_have_text("1 z 2")
    tab_to(page, "Przypomnij później")
    keyboard.press("Enter")
    expect(popup.choices).to_be_visible()
    popup.is_awake()
    tab_to(page, "Za godzinę")
    keyboard.press("Enter")
    expect(popup.number).to_have_text(f"Apel {first}")
    popup.is_awake()
    tab_to(page, "Podgląd")
    keyboard.press("Enter")

    expect(Menu(page).title(f"Apel {first}")).to_be_visible()
    assert receptionist.notification(first)["status"] == "read"
    assert receptionist.notification(second)["status"] == "postponed"


def test_the_open_panel_stays_below_and_gets_the_focus_back(popup, send):
    menu = Menu(popup.page).open().new_ticket()
    expect(menu.topic).to_be_focused()
    send()

    popup.delete.click()

    expect(popup.dialog).to_be_hidden()
    expect(menu.topic).to_be_focused()
    expect(popup.undo).to_be_visible()
    popup.undo.click()
    expect(popup.dialog).to_be_visible()


def test_what_the_panel_shows_is_read_and_does_not_pop_up(popup, receptionist, agent, topic, send):
    ticket = receptionist.open_ticket(topic)["number"]
    send("przed")
    popup.delete.click()
    expect(popup.dialog).to_be_hidden()
    Menu(popup.page).open().history().open_ticket(ticket)
    popup.page.evaluate("""() => {
      const open = HTMLDialogElement.prototype.showModal;
      window.opened = 0;
      HTMLDialogElement.prototype.showModal = function () { window.opened += 1; open.call(this); };
    }""")

    agent.answer(ticket, "Widać ją w rozmowie.")

    expect(Menu(popup.page).ticket.locator("pomoc-message").last).to_contain_text("Widać ją w rozmowie.")
    (about,) = until(lambda: receptionist.notifications_about(ticket))
    until(lambda: receptionist.notification(about)["status"] == "read")
    later = send("inne")
    expect(popup.number).to_have_text(f"Apel {later}")
    expect(popup.count).to_be_hidden()
    assert popup.page.evaluate("window.opened") == 1

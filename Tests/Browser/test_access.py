"""For everybody: keyboard, axe in light and dark, small screens, three languages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from gateway import until
from menu import Menu
from samples import picture

FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return `${element?.localName} ${element?.name ?? ""} ${element?.ariaLabel ?? element?.textContent ?? ""}`.trim();
}"""


def test_the_whole_way_is_walked_by_keyboard(visit, receptionist, topic):
    page = visit()
    menu = Menu(page)
    keyboard = page.keyboard

    tab_to(page, "Pomoc")
    keyboard.press("Enter")
    expect(menu.dialog).to_be_visible()
    tab_to(page, "Nowe powiadomienie", start_here=True)
    keyboard.press("Enter")
    expect(menu.topic).to_be_focused()
    keyboard.type(topic)
    keyboard.press("Tab")
    expect(menu.message).to_be_focused()
    keyboard.type("Napisane samą klawiaturą.")
    keyboard.press("Tab")
    keyboard.press("ArrowRight")
    expect(menu.form.get_by_role("radio", name="Wysoka")).to_be_checked()
    tab_to(page, "Wyślij wiadomość")
    keyboard.press("Enter")
    number = menu.sent_number()
    tab_to(page, "Otwórz w historii")
    keyboard.press("Enter")
    expect(menu.title(f"Apel {number}")).to_be_visible()
    keyboard.press("Escape")

    expect(menu.dialog).to_be_hidden()
    expect(menu.button).to_be_focused()
    assert receptionist.ticket(number)["importance"] == "high"


def test_going_back_returns_the_focus_to_where_it_was(menu, receptionist, topic):
    number = receptionist.open_ticket(topic)["number"]
    menu.history().open_ticket(number)

    menu.back()

    expect(menu.dialog.get_by_role("button", name=f"Podgląd, apel {number}")).to_be_focused()
    menu.back()
    expect(menu.dialog.get_by_role("button", name=re.compile("^Historia powiadomień"))).to_be_focused()


@pytest.mark.parametrize("width, dark", [(360, False), (1440, True)], ids=["light-360", "dark-1440"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, receptionist, agent, topic, width, dark):
    number = receptionist.open_ticket(topic)["number"]
    agent.answer(number, "Odpowiedź wsparcia.")
    until(lambda: receptionist.notifications_about(number))
    page = visit(width=width, height=740, dark=dark)
    menu = Menu(page)
    check(page, "host page")
    page.locator(".bar").first.click()
    expect(page.locator("#details")).to_be_visible()
    check(page, "reservation")
    page.keyboard.press("Escape")
    menu.open()
    expect(menu.dialog.get_by_role("button", name=topic)).to_be_visible()
    check(page, "home")
    menu.new_ticket().attach(picture())
    menu.send.click()
    expect(menu.form.get_by_text("Wpisz temat")).to_be_visible()
    check(page, "new ticket")
    menu.fill(topic, "Druga sprawa.").send.click()
    menu.sent_number()
    check(page, "sent")
    menu.back()
    menu.history()
    check(page, "history")
    menu.open_ticket(number)
    check(page, "ticket")
    menu.ticket.get_by_role("button", name="Zamknij zgłoszenie").click()
    check(page, "question")
    page.locator("pomoc-confirm").get_by_role("button", name="Zamknij zgłoszenie").click()
    expect(menu.ticket.get_by_text("Zgłoszenie jest zamknięte.")).to_be_visible()
    check(page, "closed ticket")


@pytest.mark.parametrize(
    "lang, help_, new, history",
    [
        ("en", "Help", "New message", "Message history"),
        ("uk", "Допомога", "Нове повідомлення", "Історія повідомлень"),
    ],
)
def test_the_menu_speaks_the_language_of_the_page(visit, lang, help_, new, history):
    page = visit(lang=lang, width=360, height=740)
    page.get_by_role("button", name=help_, exact=True).click()
    dialog = page.locator("help-menu").locator("dialog.panel")
    expect(dialog.get_by_role("button", name=new)).to_be_visible()
    dialog.get_by_role("button", name=new).click()
    no_sideways_scroll(page, f"new ticket in {lang}")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=help_, exact=True).click()
    dialog.locator("[data-ref=back]").click()
    dialog.get_by_role("button", name=re.compile(history)).click()
    expect(dialog.locator("pomoc-history-table")).to_have_attribute("aria-busy", "false")
    no_sideways_scroll(page, f"history in {lang}")


def test_the_three_languages_have_the_same_words(visit):
    page = visit()
    texts = page.evaluate(
        """async () => Object.fromEntries(await Promise.all(["pl", "en", "uk"].map(async (language) => {
      const { default: texts } = await import(`/lib/strings/${language}.js`);
      return [language, { texts, categories: new Intl.PluralRules(language).resolvedOptions().pluralCategories }];
    })))"""
    )
    polish = texts["pl"]["texts"]
    for language, content in texts.items():
        assert list(content["texts"]) == list(polish), language
        for key, text in content["texts"].items():
            forms = [text] if isinstance(text, str) else list(text.values())
            assert isinstance(text, str) == isinstance(polish[key], str), (language, key)
            assert isinstance(text, str) or set(content["categories"]) <= set(text), (language, key)
            model = [polish[key]] if isinstance(polish[key], str) else list(polish[key].values())
            assert all(forms) and {holes(form) for form in forms} == {holes(form) for form in model}, (language, key)


def holes(text):
    return tuple(sorted(set(re.findall(r"\{(\w+)\}", text))))


def check(page, view):
    results = Axe().run(page)
    assert results.violations_count == 0, f"{view}: {results.generate_report()}"
    no_sideways_scroll(page, view)


def no_sideways_scroll(page, view):
    wide = page.evaluate("""() => {
      const panel = document.querySelector("help-menu").shadowRoot;
      return [document.documentElement, ...panel.querySelectorAll("dialog, .scroll, form")]
        .filter((place) => place.checkVisibility() && place.scrollWidth > place.clientWidth + 1)
        .map((place) => `${place.localName}.${place.className}`);
    }""")
    assert not wide, f"{view}: {wide}"


def tab_to(page, words, start_here=False):
    """Presses Tab until the focus is on what bears these words."""
    for step in range(60):
        if not (step == 0 and start_here):
            page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"Tab never reached {words}")

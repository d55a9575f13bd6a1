"""The menu in a foreign page: another origin, a policy that allows only ours, tokens that expire, files that do not load."""

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from conftest import RECEPTION
from gateway import BASE, host_token
from menu import Menu
from samples import picture

POLICY = f"default-src 'none'; script-src {BASE}; style-src {BASE}; connect-src {BASE}; img-src {BASE} blob:; media-src blob:"


@pytest.fixture
def foreign_host():
    """A page of another origin that embeds the menu as a vendor would, with styles that do not belong to it."""
    page = f"""<!doctype html><html lang="pl"><title>Obcy</title>
      <script type="module" src="{BASE}/widget/help-menu.js"></script>
      <h1>Obca strona</h1><help-menu locale="pl" token="{host_token(RECEPTION)}"></help-menu></html>""".encode()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            if self.path == "/":
                self.wfile.write(page)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["FOREIGN_PORT"])), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_the_menu_works_in_a_foreign_page_under_its_strict_policy(visit, foreign_host, topic):
    menu = Menu(visit(url=foreign_host)).open()
    expect(menu.dialog.get_by_text("Hotel Bałtyk")).to_be_visible()
    menu.new_ticket().fill(topic).attach(picture())
    menu.send.click()
    number = menu.sent_number()

    menu.form.get_by_role("button", name="Otwórz w historii").click()

    expect(menu.title(f"Apel {number}")).to_be_visible()
    expect(menu.ticket.get_by_role("button", name="Powiększ planer.png").locator("img")).to_be_visible()


@pytest.mark.requests_fail
def test_an_expired_session_is_renewed_with_a_fresh_token_of_the_host(menu):
    problem = {"code": "unauthenticated", "status": 401}
    refuse = lambda route: route.fulfill(status=401, json=problem)
    menu.page.route("**/v1/history*", refuse, times=1)
    menu.page.route("**/v1/sessions/embedded", refuse, times=1)
    menu.history()

    expect(menu.rows).not_to_have_count(0)


@pytest.mark.requests_fail
def test_a_session_that_cannot_be_renewed_says_what_to_do(visit):
    page = visit()
    page.route(
        "**/v1/sessions/embedded",
        lambda route: route.fulfill(status=401, json={"code": "unauthenticated", "status": 401}),
    )
    page.reload()
    menu = Menu(page).open()

    expect(menu.dialog.get_by_text("Sesja wygasła")).to_be_visible()
    expect(menu.dialog.get_by_text("Odśwież stronę")).to_be_visible()


@pytest.mark.requests_fail
def test_the_button_says_so_when_the_menu_cannot_be_loaded(visit):
    page = visit()
    page.route("**/elements/**", lambda route: route.abort())
    button = page.get_by_role("button", name="Pomoc", exact=True)
    button.click()
    expect(page.locator("help-menu").get_by_role("alert")).to_contain_text("Sprawdź połączenie")

    page.unroute("**/elements/**")
    Menu(page).open()


def test_the_loader_is_small_and_loads_the_rest_on_demand(visit):
    page = visit()
    loaded = lambda: page.evaluate(
        "performance.getEntriesByType('resource').filter(({name}) => /[/](elements|lib)[/]/.test(name)).map(({name}) => name)"
    )
    assert not any("/elements/" in name for name in loaded())
    size = page.evaluate(
        "fetch('/widget/help-menu.js').then((response) => response.text()).then((text) => text.length)"
    )
    assert size < 8 * 1024

    Menu(page).open()

    assert any("/elements/help-panel.js" in name for name in loaded())


def test_what_a_host_page_hands_down_does_not_reach_the_panel(menu):
    menu.page.locator("help-menu").evaluate(
        "host => Object.assign(host.style, { textAlign: 'right', textTransform: 'uppercase', letterSpacing: '4px' })"
    )

    style = menu.dialog.evaluate(
        "dialog => (s => [s.textAlign, s.textTransform, s.letterSpacing])(getComputedStyle(dialog))"
    )
    assert style == ["start", "none", "normal"]

"""
Browser tests of the Help menu, against a running suite with the demo's data.

POMOC_URL    where the gateway answers (http://127.0.0.1:8080)
CHROMIUM     the browser to use (/usr/bin/chromium)
FOREIGN_PORT a port whose origin the gateway allows, for a host page of another origin
SCREENSHOTS  a folder for a picture of each test's last moment; optional
"""

import os
import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from gateway import BASE, Caller
from menu import Menu, PopUp

RECEPTION = "reception@baltyk.example"
expect.set_options(timeout=15_000)

WATCH_POLICY = """
window.policyViolations = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  window.policyViolations.push(`${violatedDirective}: ${blockedURI}`);
});
"""


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "requests_fail: the test makes requests fail, so the browser may log that they did"
    )


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, request):
    """
    Opens the host page as a person, in a profile of its own; `clear` reads what would pop up for them before.
    Afterwards nothing may have gone wrong unseen.
    """
    opened = []

    def visit(person=RECEPTION, lang="pl", width=1440, height=900, dark=False, url=None, clear=True):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="pl-PL",
            timezone_id="Europe/Warsaw",
        )
        context.set_default_timeout(15_000)
        context.add_init_script(WATCH_POLICY)
        page = context.new_page()
        page.errors = []
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        if clear:
            Caller.user_of_demo(person).read_all_due()
        page.goto(url or f"{BASE}/?lang={lang}&as={person}")
        expect(page.locator("help-menu").get_by_role("button").first).to_be_visible()
        opened.append(page)
        return page

    yield visit
    requests_fail = request.node.get_closest_marker("requests_fail")
    for index, page in enumerate(opened):
        photograph(page, f"{request.node.name}-{index}")
        violations = page.evaluate("window.policyViolations")
        errors = [error for error in page.errors if not (requests_fail and "Failed to load resource" in error)]
        page.context.close()
        assert not violations, violations
        assert not errors, errors


def photograph(page, name):
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / (re.sub(r"[^\w-]+", "-", name) + ".png"))


@pytest.fixture
def menu(visit):
    """The menu of the receptionist of Hotel Bałtyk, opened."""
    return Menu(visit()).open()


@pytest.fixture
def calm(menu):
    """The same without pop-ups, which have tests of their own and would stand in the way of others."""
    nothing = {"items": [], "next_cursor": None}
    menu.page.route("**/v1/notifications?due=true*", lambda route: route.fulfill(json=nothing))
    return menu


@pytest.fixture(scope="session")
def receptionist():
    return Caller.user_of_demo(RECEPTION)


@pytest.fixture(scope="session")
def agent():
    return Caller.agent_of_demo()


@pytest.fixture
def topic():
    """A topic that no other ticket has."""
    return f"Planer pokoi {uuid.uuid4().hex[:8]}"


@pytest.fixture
def popup(visit):
    """The receptionist's page with the menu closed, as soon as it knows that nothing is due."""
    return PopUp(visit()).listening()


@pytest.fixture
def send(agent, receptionist, topic):
    """Support sends a notification to the receptionist; the answer is its number."""

    def send(name="", text="Dzień dobry, jest nowy cennik: https://example.com/cennik?co=1."):
        return agent.notify({"user_id": receptionist.user["id"]}, f"{topic} {name}".strip(), text)["number"]

    return send

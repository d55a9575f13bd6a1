"""The road of news when it is rough: streams that break, proxies that hold them back, tabs that share one."""

import pytest
from playwright.sync_api import expect

from conftest import RECEPTION
from gateway import BASE, until
from hurdle import hurdle
from menu import Menu, PopUp


@pytest.fixture
def proxy():
    with hurdle(BASE) as proxy:
        yield proxy


@pytest.fixture
def arrive(proxy, visit):
    """The receptionist's page through the proxy, as soon as it listens."""

    def arrive():
        popup = PopUp(visit(url=f"{proxy.url}/?lang=pl&as={RECEPTION}"))
        until(lambda: proxy.asked)
        return popup

    return arrive


@pytest.mark.requests_fail
def test_what_came_while_the_stream_was_broken_appears_once_it_is_back(arrive, proxy, send, receptionist, topic):
    popup = arrive()
    until(lambda: proxy.open)
    proxy.refuses = True
    proxy.cut()
    until(lambda: proxy.refused)
    send()
    until(receptionist.due_notifications)
    expect(popup.dialog).to_have_count(0)

    proxy.refuses = False

    expect(popup.topic).to_have_text(topic)
    expect(popup.count).to_be_hidden()
    popup.delete.click()
    expect(popup.dialog).to_be_hidden()
    expect(popup.badge).to_be_hidden()


@pytest.mark.requests_fail
def test_a_stream_that_ends_is_opened_again_and_loses_nothing(arrive, proxy, send, topic):
    popup = arrive()
    for name in ("pierwsze", "drugie"):
        until(lambda: proxy.open)
        before = len(proxy.asked)
        proxy.cut()
        send(name)
        expect(popup.topic).to_have_text(f"{topic} {name}")
        popup.delete.click()
        expect(popup.dialog).to_be_hidden()
        until(lambda: len(proxy.asked) > before)


def test_behind_a_proxy_that_holds_answers_back_it_still_appears(arrive, proxy, send, topic):
    proxy.holds = True
    popup = arrive()
    until(lambda: "wait=25" in proxy.asked)
    send()
    expect(popup.topic).to_have_text(topic)
    popup.delete.click()
    expect(popup.dialog).to_be_hidden()

    send("drugie")

    expect(popup.topic).to_have_text(f"{topic} drugie")


def test_the_tabs_of_a_person_share_one_stream_and_another_takes_it_over(arrive, proxy, send, topic):
    first = arrive()
    until(lambda: proxy.open)
    second = PopUp(first.page.context.new_page())
    second.page.goto(first.page.url)
    second.listening()
    send("pierwsze")
    for tab in (first, second):
        expect(tab.topic).to_have_text(f"{topic} pierwsze")
    second.delete.click()
    expect(first.dialog).to_be_hidden()
    assert len(proxy.asked) == 1

    first.page.goto("about:blank")

    until(lambda: len(proxy.asked) == 2)
    send("drugie")
    expect(second.topic).to_have_text(f"{topic} drugie")
    second.delete.click()
    first.page.go_back()
    send("trzecie")
    for tab in (first, second):
        expect(tab.topic).to_have_text(f"{topic} trzecie")


@pytest.mark.requests_fail
def test_where_streams_are_blocked_it_is_looked_for_now_and_then(visit, send, topic):
    page = visit()
    page.route("**/v1/events*", lambda route: route.abort("blockedbyclient"))
    page.reload()
    popup = PopUp(page).listening()
    page.clock.install()
    send()
    page.clock.fast_forward(61_000)

    expect(popup.topic).to_have_text(topic)


def test_where_tabs_cannot_agree_each_listens_for_itself(proxy, visit, send, topic):
    page = visit()
    page.context.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })")
    page.goto(f"{proxy.url}/?lang=pl&as={RECEPTION}")
    other = page.context.new_page()
    other.goto(page.url)
    until(lambda: len(proxy.open) == 2)
    first, second = PopUp(page), PopUp(other)
    send()
    for tab in (first, second):
        expect(tab.topic).to_have_text(topic)

    first.delete.click()

    expect(second.dialog).to_be_hidden()


@pytest.mark.requests_fail
def test_the_stream_goes_on_with_a_fresh_token_of_the_host(visit, send, topic):
    page = visit()
    popup = PopUp(page)
    problem = {"code": "unauthenticated", "status": 401}
    refuse = lambda route: route.fulfill(status=401, json=problem)
    page.route("**/v1/events*", refuse, times=1)
    page.route("**/v1/sessions/embedded", refuse, times=1)
    page.evaluate("dispatchEvent(new Event('online'))")
    send()

    expect(popup.topic).to_have_text(topic)


@pytest.mark.requests_fail
def test_a_session_that_stays_refused_does_not_go_round_and_round(visit):
    page = visit()
    refused = {"status": 401, "json": {"code": "unauthenticated", "status": 401}}
    page.route("**/v1/sessions/embedded", lambda route: route.fulfill(**refused))
    page.reload()
    Menu(page).open()
    expect(page.get_by_text("Sesja wygasła")).to_be_visible()

    page.wait_for_load_state("networkidle")


@pytest.mark.requests_fail
def test_a_busy_gateway_is_left_alone_for_as_long_as_it_asks(visit, send, topic):
    page = visit()
    popup = PopUp(page)
    busy = {"status": 503, "headers": {"Retry-After": "3"}, "json": {"code": "unavailable", "status": 503}}
    page.route("**/v1/events*", lambda route: route.fulfill(**busy), times=1)
    with page.expect_response(lambda response: "/v1/events" in response.url and response.status == 503):
        page.evaluate("dispatchEvent(new Event('online'))")
    refused = page.evaluate("performance.now()")

    with page.expect_request("**/v1/events*"):
        page.evaluate("dispatchEvent(new Event('online'))")

    assert page.evaluate("performance.now()") - refused > 2500
    send()
    expect(popup.topic).to_have_text(topic)


def test_without_a_token_nothing_is_fetched_and_with_one_it_is_after_the_page(visit):
    page = visit()
    fetched = lambda: page.evaluate(
        """performance.getEntriesByType("resource").map(({ name }) => name)
          .filter((name) => /live|context|popup/.test(name))"""
    )
    until(fetched)
    assert not any("/elements/" in name for name in fetched())

    page.route("**/demo/token*", lambda route: route.fulfill(status=503))
    page.errors.clear()
    page.reload()
    expect(page.locator("#error")).not_to_be_empty()

    assert not fetched()
    page.errors.clear()


def test_the_parser_takes_events_cut_anywhere_and_passes_over_the_rest(visit):
    page = visit()
    events = page.evaluate("""async () => {
      const { EventParser } = await import("/lib/event-parser.js");
      const text = [
        ":\\nretry: 2000\\n\\n", "event: ticket\\r\\ndata: {\\"number\\":\\r\\ndata: 1}\\r\\n\\r\\n",
        "data:ż\\rid: 7\\r\\r", ": ping\\n\\nevent: none\\n\\n", `data: ${"x".repeat(70000)}\\n\\n`,
        "event\\ndata\\n\\n", "event: notification\\ndata: last\\n\\n",
      ].join("");
      const bytes = new TextEncoder().encode(text);
      const read = (size) => {
        const events = [];
        const parser = new EventParser((event) => events.push(event));
        for (let at = 0; at < bytes.length; at += size) parser.push(bytes.slice(at, at + size));
        return events;
      };
      return [1, 2, 3, 7, 1000, bytes.length].map(read);
    }""")
    expected = [
        {"name": "ticket", "data": '{"number":\n1}'},
        {"name": "message", "data": "ż"},
        {"name": "message", "data": ""},
        {"name": "notification", "data": "last"},
    ]
    assert all(each == expected for each in events)


def test_the_menu_hears_what_another_tab_has_read(visit, send, receptionist, agent, topic):
    page = visit()
    ticket = receptionist.open_ticket(topic)["number"]
    agent.answer(ticket, "Gotowe.")
    popup = PopUp(page)
    expect(popup.topic).to_contain_text(topic)

    receptionist.ticket(ticket)

    expect(popup.dialog).to_be_hidden()
    Menu(page).open()

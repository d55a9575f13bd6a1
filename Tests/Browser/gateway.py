"""The gateway's API as the tests use it to prepare and to check: standard library only."""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

BASE = os.environ.get("POMOC_URL", "http://127.0.0.1:8080").rstrip("/")


def call(method, path, body=None, token=None):
    """One request; returns the JSON of the answer, and raises on anything but success."""
    headers = {"Accept-Language": "pl"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if method == "POST":
        headers["Idempotency-Key"] = str(uuid.uuid4())
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE + path, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            text = response.read()
            return json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error


class Caller:
    """Somebody who is signed in."""

    def __init__(self, session):
        self.token = session["token"]
        self.user = session["user"]

    @staticmethod
    def user_of_demo(email):
        """A person of a demo hotel, signed in as the host page does it."""
        return Caller(call("POST", "/v1/sessions/embedded", {"token": host_token(email)}))

    @staticmethod
    def agent_of_demo():
        """The demo's support specialist."""
        return Caller(call("POST", "/v1/sessions", {"email": "agent@pomoc.example", "password": "pomoc-demo"}))

    def open_ticket(self, topic, message="Treść zgłoszenia", importance="normal"):
        return call("POST", "/v1/tickets", {"topic": topic, "message": message, "importance": importance}, self.token)

    def answer(self, number, text):
        return call("POST", f"/v1/tickets/{number}/messages", {"text": text}, self.token)

    def close(self, number):
        return call("PUT", f"/v1/tickets/{number}/closure", token=self.token)

    def ticket(self, number):
        return call("GET", f"/v1/tickets/{number}", token=self.token)

    def history(self, **filters):
        """The first page of the history, up to 100 entries."""
        query = urllib.parse.urlencode({"limit": 100, **filters})
        return call("GET", f"/v1/history?{query}", token=self.token)["items"]

    def notify(self, to, topic, text="Treść powiadomienia", ticket_number=None):
        """Support sends a notification to one user, an account, or "everyone"."""
        body = {"to": to, "topic": topic, "text": text}
        if ticket_number:
            body["ticket_number"] = ticket_number
        return call("POST", "/v1/notifications", body, self.token)

    def notifications_about(self, ticket):
        """Numbers of the notifications about a ticket, newest first."""
        return [entry["number"] for entry in self.history(kind="notification") if entry["ticket_number"] == ticket]

    def notification(self, number):
        return call("GET", f"/v1/notifications/{number}", token=self.token)

    def due_notifications(self):
        """Those that would pop up now."""
        return call("GET", "/v1/notifications?due=true&limit=100", token=self.token)["items"]

    def read_notification(self, number):
        return call("PUT", f"/v1/notifications/{number}/reading", token=self.token)

    def read_all_due(self):
        """So that nothing pops up that a test has not sent."""
        for notification in self.due_notifications():
            self.read_notification(notification["number"])

    def postpone_notification(self, number, preset):
        return call("PUT", f"/v1/notifications/{number}/reminder", {"preset": preset}, self.token)

    def delete_notification(self, number):
        return call("PUT", f"/v1/notifications/{number}/deletion", token=self.token)

    def account(self):
        return call("GET", "/v1/account", token=self.token)

    def show_answers_to(self, audience):
        """Who of the account gets the pop-up of an answer: "author" or "account"."""
        return call("PATCH", "/v1/account", {"answer_audience": audience}, self.token)


def host_token(email):
    """The signed token that the demo's host page hands to the menu."""
    return call("GET", "/demo/token?" + urllib.parse.urlencode({"as": email}))["token"]


def until(find, seconds=15):
    """Asks again and again until something is found; facts travel between the services."""
    deadline = time.monotonic() + seconds
    while not (found := find()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
    return found

"""The gateway's API as the tests use it to prepare and to check: standard library only."""

import json
import os
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


def host_token(email):
    """The signed token that the demo's host page hands to the menu."""
    return call("GET", "/demo/token?" + urllib.parse.urlencode({"as": email}))["token"]

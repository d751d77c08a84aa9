"""A worker's browser that never gives up: signs in for real, and asks again until the server has answered."""

from __future__ import annotations

import base64
import hmac
import http.client
import struct
import time
from collections.abc import Mapping
from http.cookies import SimpleCookie
from threading import Event
from urllib.parse import urlencode

GONE = (ConnectionError, http.client.HTTPException, TimeoutError, OSError)
FORM = "application/x-www-form-urlencoded"


class Stopped(Exception):
    """The end was called while a request had no answer yet."""


class Browser:
    """Cookies and one connection. ``retries`` counts the requests that were sent again."""

    def __init__(self, port: int, given_up: Event) -> None:
        self.port, self.given_up = port, given_up
        self.cookies: dict[str, str] = {}
        self.connection: http.client.HTTPConnection | None = None
        self.retries = 0
        self.faults: list[tuple[int, str]] = []

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = FORM) -> tuple[int, Mapping[str, str], bytes]:
        """The first answer that is no fault of the server, however long it takes. Raises Stopped."""
        while True:
            if self.given_up.is_set():
                raise Stopped
            try:
                status, headers, data = self._once(method, path, body, kind)
            except GONE:
                self._close()
                self.retries += 1
                time.sleep(0.05)
                continue
            if status < 500:
                return status, headers, data
            self.faults.append((status, path))
            time.sleep(0.2)

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        """A form."""
        return self.ask("POST", path, urlencode(fields).encode())

    def sign_in(self, username: str, password: str, secret: str) -> None:
        """Password, then the one-time code of this moment."""
        self.ask("GET", "/accounts/login/")
        status, headers, data = self.post("/accounts/login/", {"login": username, "password": password})
        assert status == 302, (status, data[:500])
        status, headers, data = self.post(headers["Location"], {"code": code(secret, time.time())})
        assert status == 302, (status, data[:500])
        status, _, _ = self.ask("GET", "/")
        assert status == 200

    def _once(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, Mapping[str, str], bytes]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {"Content-Type": kind, "X-CSRFToken": self.cookies.get("forms_csrf", "")}
        self.connection.request(method, path, body or None, headers)
        response = self.connection.getresponse()
        data = response.read()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return response.status, response.headers, data

    def _close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None


def code(secret: str, at: float) -> str:
    """The six digits of RFC 6238 at the Unix time ``at``; ``secret`` in base 32."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at // 30)), "sha1")
    place = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[place : place + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"

"""Eight people at once, each in a thread with one kept-alive connection, as fast as the server answers."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.bare.document import STEPS

_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|form_id|revision)" value="([^"]+)"')


@dataclass
class Person:
    """One signed-in browser with the interview it leads."""

    port: int
    interview: str
    cookies: Mapping[str, str]
    turn: int = 0
    revision: int = 0
    hidden: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.device = str(uuid4())
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.token = next(value for name, value in self.cookies.items() if "csrf" in name)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.headers = {"Cookie": cookie, "X-CSRFToken": self.token, "Accept": "text/html,application/json"}

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, Mapping[str, str], bytes]:
        """One request; a connection that the server has closed meanwhile is opened again."""
        headers = self.headers | ({"Content-Type": kind} if kind else {})
        for last in (False, True):
            try:
                self.connection.request(method, path, body or None, headers)
                response = self.connection.getresponse()
                return response.status, response.headers, response.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.connection.close()
                if last:
                    raise
        raise AssertionError

    def save_answer(self) -> None:
        """One answer, by the save protocol."""
        self.turn += 1
        sent = {
            "operation": str(uuid4()),
            "device": self.device,
            "sequence": self.turn,
            "client_at": "2026-11-22T12:00:00+00:00",
            "base_revision": self.revision,
            "answers": [{"item": f"q{self.turn % 20 + 1}", "state": "value", "value": (self.turn // 20) % 5}],
            "language": "en",
            "step": "first",
        }
        body = json.dumps(sent).encode()
        status, _, data = self.ask("POST", f"/interviews/{self.interview}/answers/", body, "application/json")
        assert status == 200, data
        reply: dict[str, Any] = json.loads(data)
        assert len(reply["saved"]) == 1
        assert reply["revision"] > self.revision or self.turn <= 20, reply
        self.revision = reply["revision"]

    def open_step(self, step: str) -> None:
        """Load the page of a step and remember its hidden fields."""
        self._read(*self.ask("GET", f"/interviews/{self.interview}/steps/{step}/"))

    def guided_step(self) -> None:
        """Post the twenty answers of the first step, all of them new, and fetch the page that it leads to."""
        self.turn += 1
        answers = {f"q{number}": (self.turn + number) % 5 for number in STEPS["first"]}
        body = urlencode({**self.hidden, **answers, "go": "next"}).encode()
        path = f"/interviews/{self.interview}/steps/first/"
        status, headers, data = self.ask("POST", path, body, "application/x-www-form-urlencoded")
        assert status == 302, (status, data[:2000])
        assert headers["Location"].endswith("/steps/second/"), headers["Location"]
        self._read(*self.ask("GET", headers["Location"]))

    def _read(self, status: int, headers: Mapping[str, str], data: bytes) -> None:
        assert status == 200, (status, data[:2000])
        page = data.decode()
        assert page.count('type="radio"') >= 100
        before = int(self.hidden.get("revision", -1))
        self.hidden = dict(_HIDDEN.findall(page))
        assert int(self.hidden["revision"]) > before, "the step was not saved"
        self.revision = int(self.hidden["revision"])


def run(people: list[Person], act: Callable[[Person], None], seconds: float) -> tuple[float, list[float]]:
    """All at once until the time is over: acts a second, and how long each took in seconds."""
    taken: list[list[float]] = [[] for _ in people]
    faults: list[BaseException] = []
    start = time.perf_counter()
    end = start + seconds

    def live(person: Person, mine: list[float]) -> None:
        try:
            while (began := time.perf_counter()) < end:
                act(person)
                mine.append(time.perf_counter() - began)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=live, args=pair) for pair in zip(people, taken, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    spent = time.perf_counter() - start
    return sum(map(len, taken)) / spent, [one for mine in taken for one in mine]

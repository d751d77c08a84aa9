"""What the workers do while processes die: answers by the save protocol, and orders of packages."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any
from uuid import UUID

from tests.faults.fault_browser import Browser, Stopped

PROFILES = ("overview-municipal", "worker-copy")


@dataclass
class Ledger:
    """What the server has acknowledged, as the workers wrote it down at that moment."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    packages: list[dict[str, str]] = field(default_factory=list)
    repeats: int = 0
    problems: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def note(self, answer: dict[str, Any]) -> None:
        with self.lock:
            self.answers.append(answer)

    def count(self) -> int:
        """How many answers are acknowledged by now."""
        with self.lock:
            return len(self.answers)


class Work(Thread):
    """A worker who goes on until ``enough``; whatever was begun is finished first."""

    def __init__(self, browser: Browser, ledger: Ledger, enough: Event) -> None:
        super().__init__(daemon=True)
        self.browser, self.ledger, self.enough = browser, ledger, enough

    def run(self) -> None:
        try:
            self.work()
        except Stopped:
            self.ledger.problems.append("an operation was never acknowledged")
        except Exception as fault:
            self.ledger.problems.append(f"{type(self).__name__}: {fault!r}")
            raise

    def work(self) -> None:
        raise NotImplementedError


class Answering(Work):
    """Answers the items of one interview again and again; nobody else answers these items."""

    def __init__(
        self,
        browser: Browser,
        ledger: Ledger,
        enough: Event,
        *,
        interview: str,
        items: list[str],
        chance: random.Random,
    ) -> None:
        super().__init__(browser, ledger, enough)
        self.interview, self.items, self.chance = interview, items, chance
        self.device, self.sequence, self.revision = self._uuid(), 0, 0

    def work(self) -> None:
        while not self.enough.is_set():
            sent = self._save()
            reply = self._send(sent)
            answer = sent["answers"][0]
            self.revision = max(self.revision, reply["revision"])
            self.ledger.note(
                {
                    "operation": sent["operation"],
                    "interview": self.interview,
                    **answer,
                    "revision": self._revision(reply),
                }
            )
            if self.chance.random() < 0.05:  # the answer came, and the device asks once more all the same
                again = self._send(sent)
                self.ledger.repeats += 1
                if again != reply:
                    raise AssertionError("another reply to the same operation")

    def _save(self) -> dict[str, Any]:
        self.sequence += 1
        state = self.chance.choice(["value"] * 8 + ["declined", "not_now"])
        answer: dict[str, Any] = {"item": self.chance.choice(self.items), "state": state, "note": self._note()}
        if state == "value":
            answer["value"] = self.chance.randint(0, 4)
        return {
            "operation": self._uuid(),
            "device": self.device,
            "sequence": self.sequence,
            "client_at": None,
            "base_revision": self.revision,
            "answers": [answer],
            "language": "en",
            "step": "",
        }

    def _note(self) -> str:
        return f"note {self.sequence}" if self.chance.random() < 0.2 else ""

    def _send(self, sent: dict[str, Any]) -> dict[str, Any]:
        path = f"/interviews/{self.interview}/answers/"
        status, _, data = self.browser.ask("POST", path, json.dumps(sent).encode(), "application/json")
        if status != 200:
            raise AssertionError(f"{status}: {data[:300]!r}")
        reply: dict[str, Any] = json.loads(data)
        return reply

    @staticmethod
    def _revision(reply: dict[str, Any]) -> int:
        return int(reply["saved"][0]["revision"]) if reply["saved"] else 0

    def _uuid(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))


class Ordering(Work):
    """Orders each package once, at the pace that ``paces`` gives: one order for each time it is set."""

    def __init__(self, browser: Browser, ledger: Ledger, enough: Event, *, cases: list[str], pace: Event) -> None:
        super().__init__(browser, ledger, enough)
        self.wanted = [(case, profile) for case in cases for profile in PROFILES]
        self.pace, self.ordered = pace, Event()

    def work(self) -> None:
        for case, profile in self.wanted:
            while not self.pace.wait(0.1):
                if self.enough.is_set():
                    return
            self.pace.clear()
            package = self._order(case, profile)
            self.ledger.packages.append({"case": case, "profile": profile, "package": package})
            self.ordered.set()

    def _order(self, case: str, profile: str) -> str:
        path = f"/cases/{case}/shares/new/{profile}/"
        page = self._page(*self.browser.ask("GET", path))
        basis = re.search(r'name="legal_basis" value="([^"]+)"', page)
        assert basis, page[:2000]
        fields = {
            "recipient": "The group",
            "purpose": "The meeting in May",
            "legal_basis": basis[1],
            "necessity": "They decide on the help together.",
            "language": "nb",
        }
        page = self._page(*self.browser.post(path, {**fields, "look": "yes"}))
        sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', page)
        assert sha256, page[:2000]
        status, headers, data = self.browser.post(path, {**fields, "sha256": sha256[1], "order": "yes"})
        assert status == 302, (status, data[:2000])
        return headers["Location"].strip("/").split("/")[-1]

    @staticmethod
    def _page(status: int, _headers: object, data: bytes) -> str:
        assert status == 200, (status, data[:2000])
        return data.decode()

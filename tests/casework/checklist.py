"""What every act on a case must do, written once: works, 404, 405, sent twice, written in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote_from_bytes
from uuid import uuid4

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forms_engine.access.models import AuditEvent
from tests.cast import Cast

BAD_TEXTS = [b"a\0b", b"a\x07b", b"\xed\xa0\x80", b"\xef\xbf\xbe", b"x" * 10_001]


class Act:
    """An act done by POST. ``stored`` counts what it changes; ``event`` is what the log says afterwards."""

    event: str
    model: type[models.Model]
    makes = 1  # rows that one act makes
    may: tuple[str, ...] = ("alice", "bob", "cora")
    may_not: tuple[str, ...] = ("charlie", "stranger", "ada", "sam")

    def path(self, cast: Cast) -> str:
        raise NotImplementedError

    def data(self, cast: Cast) -> dict[str, Any]:
        return {}

    def test_works_and_is_logged(self, cast: Cast, as_: Callable[..., Client]) -> None:
        for who in self.may:
            path = self.path(cast)
            with self.stored() as made:
                assert as_(getattr(cast, who)).post(path, self.data(cast)).status_code == 302
            assert made() == self.makes
            event = AuditEvent.objects.filter(action=self.event).latest("id")
            assert event.actor == getattr(cast, who)
            assert event.compartment_id == cast.case.compartment_id
            self.undo(cast)

    def test_nobody_else_may(self, cast: Cast, as_: Callable[..., Client]) -> None:
        path, data = self.path(cast), self.data(cast)
        for who in self.may_not:
            with self.nothing_stored():
                assert as_(getattr(cast, who)).post(path, data).status_code == 404

    def test_signed_out(self, cast: Cast, client: Client) -> None:
        path = self.path(cast)
        with self.nothing_stored():
            assert client.post(path, self.data(cast)).status_code == 302
        assert "/accounts/login/" in client.post(path, self.data(cast))["Location"]

    def test_bad_id(self, cast: Cast, as_: Callable[..., Client]) -> None:
        path = self.path(cast)
        for key in (str(uuid4()), "1", "../../etc"):
            parts = [key if len(part) == 36 else part for part in path.split("/")]
            assert as_(cast.cora).post("/".join(parts), self.data(cast)).status_code == 404

    def test_wrong_method(self, cast: Cast, as_: Callable[..., Client]) -> None:
        path = self.path(cast)
        browser = as_(getattr(cast, self.may[-1]))
        for method in (browser.get, browser.put, browser.delete):
            with self.nothing_stored():
                assert method(path).status_code == 405

    def test_sent_twice_it_happens_once(self, cast: Cast, as_: Callable[..., Client]) -> None:
        browser = as_(getattr(cast, self.may[-1]))
        path, data = self.path(cast), self.data(cast)
        assert browser.post(path, data).status_code == 302
        with self.nothing_stored():
            assert browser.post(path, data).status_code == 302

    def undo(self, cast: Cast) -> None:
        """Make the act possible for the next person."""

    @contextmanager
    def stored(self) -> Iterator[Callable[[], int]]:
        before = self.model.objects.count()
        yield lambda: self.model.objects.count() - before

    @contextmanager
    def nothing_stored(self) -> Iterator[None]:
        before = self.model.objects.count(), writes().count()
        yield
        assert (self.model.objects.count(), writes().count()) == before


class BadTexts:
    """An act whose form takes text: what one of the databases would refuse is refused at the door."""

    texts: tuple[str, ...]

    @pytest.mark.parametrize("bad", BAD_TEXTS)
    def test_bad_text(self, cast: Cast, as_: Callable[..., Client], bad: bytes) -> None:
        for name in self.texts:
            data = {**self.data(cast), name: ""}  # type: ignore[attr-defined]
            body = "&".join(f"{key}={quote_from_bytes(str(value).encode())}" for key, value in data.items() if value)
            body += f"&{name}={quote_from_bytes(bad)}"
            with self.nothing_stored():  # type: ignore[attr-defined]
                page = as_(cast.cora).post(
                    self.path(cast),  # type: ignore[attr-defined]
                    body,
                    content_type="application/x-www-form-urlencoded",
                )
                assert page.status_code == 422
                assert 'aria-invalid="true"' in page.content.decode()


def writes() -> models.QuerySet[AuditEvent]:
    """The log without the lines about reading."""
    return AuditEvent.objects.exclude(action__endswith="viewed")


@contextmanager
def at_most(queries: int) -> Iterator[None]:
    """No more than so many questions to the database; savepoints and the lock of a case on PostgreSQL are none."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"] and "FOR UPDATE" not in one["sql"]]
    assert len(asked) <= queries, "\n".join(asked)

"""What the processes write to their log: no address of a page or a machine, no name, nothing that was typed."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import trans_real

from forms_engine.access.models import Staff
from tests.cast import Cast
from tests.sessions.leading import draft, payload, send, value

Browser = Callable[[Staff], Client]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What goes to standard error, in the product's own format."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    line = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(import_string(line["()"])(line["format"], style=line["style"]))
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_refusals_leave_no_trace_of_what_was_asked_for(cast: Cast, as_: Browser, log: io.StringIO) -> None:
    interview = draft(cast)
    url = reverse("interviews:answers", args=[interview.pk])
    Client(enforce_csrf_checks=True).post(url, "{}", content_type="application/json")
    Client().post("/accounts/login/", {"login": "alice", "password": "kanari-wrong"})
    Client().post("/accounts/login/", {"login": "nobody-of-that-name", "password": "kanari-wrong"})
    alice = as_(cast.alice)
    alice.get(reverse("casework:plan", args=[interview.pk]))
    alice.post(reverse("casework:goal_add", args=[cast.case.pk]), {"words": "kanari" * 400_000})
    send(alice, interview, payload(interview, value("q1", "kanari")))
    send(alice, interview, b'{"operation": "kanari')
    alice.get("/?next=kanari", headers={"host": "kanari.example"})
    written = log.getvalue()
    for trace in ("kanari", str(interview.pk), str(cast.case.pk), "/cases/", "/interviews/", "alice", "nobody-of-that",
                  "127.0.0.1"):  # fmt: skip
        assert trace not in written, written


def test_a_fault_of_the_server_tells_where_and_not_about_whom(cast: Cast, as_: Browser, log: io.StringIO) -> None:
    alice = as_(cast.alice)
    alice.raise_request_exception = False
    with mock.patch("forms_engine.casework.selectors.measures", side_effect=ValueError("kanari")):
        reply = alice.get(reverse("casework:plan", args=[cast.case.pk]))
    assert reply.status_code == 500
    assert str(cast.case.pk) not in reply.content.decode()
    assert "no-store" in reply["Cache-Control"]
    assert "ValueError" in log.getvalue()
    assert "casework:plan" in log.getvalue()
    assert "in goal_add" not in log.getvalue()
    for trace in (str(cast.case.pk), "kanari"):
        assert trace not in log.getvalue()


def test_the_log_is_set_up_so(db: None) -> None:
    handlers = [one for one in logging.getLogger().handlers if type(one.formatter).__name__ == "PlainLine"]
    assert handlers
    assert logging.getLogger("axes").level == logging.ERROR


def test_what_is_too_large_is_not_read(cast: Cast, as_: Browser) -> None:
    alice = as_(cast.alice)
    url = reverse("casework:goal_add", args=[cast.case.pk])
    body = SimpleUploadedFile("x.bin", b"x" * (settings.LARGEST_BODY + 1))
    with mock.patch("django.http.multipartparser.MultiPartParser.parse") as parse:
        reply = alice.post(url, {"words": body})
    assert (reply.status_code, parse.called) == (413, False)
    assert "too large" in reply.content.decode() or "for stort" in reply.content.decode()
    reply = alice.post(url, b"x" * 10_000_000, content_type="application/json")
    assert (reply.status_code, reply.json()["error"]) == (413, "too-large")
    assert alice.post(url, b"x", content_type="text/plain", CONTENT_LENGTH="-5").status_code == 413


@pytest.mark.parametrize("said", ['"\\000"', "../../../../etc/passwd", "zz", "nb-" + "x" * 1000])
def test_the_cookie_of_the_language_can_hold_anything(cast: Cast, as_: Browser, said: str) -> None:
    alice = as_(cast.alice)
    alice.cookies["django_language"] = ""
    alice.cookies["django_language"].set("django_language", said, said)
    reply = alice.get("/")
    assert reply.status_code == 200
    assert b'<html lang="en"' in reply.content
    assert said not in set(trans_real._translations)

"""Whatever is sent to whichever page by whomever: a plain refusal, never a fault of the server."""

import json
import random
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.access.test_routes import patterns

NAMES = sorted({name for name, _ in patterns() if ":" in name})
WORDS = [
    *("", "x", "\0", "é" * 5000, "-1", "9" * 400, "NaN", "2026-13-45", "3000-01-01", "<script>", "on", "null", "[]"),
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "11111111-1111-1111-1111-111111111111",
]
BODIES = [
    (b"", "application/json"),
    (b"{", "application/json"),
    (b"[" * 100_000, "application/json"),
    (b'{"a":1,"a":2}', "application/json"),
    (b'{"answers":[{"item":"q1","state":"value","value":NaN}]}', "application/json"),
    (b'"\\ud800"', "application/json"),
    (b"\xff\xfe", "application/json"),
    (b"null", "application/json"),
    (b"x" * 1_100_000, "application/json"),
    (b"--x\r\n", "multipart/form-data; boundary=x"),
    (b"", "multipart/form-data"),
    (b"a=%00&b=%ff", "application/x-www-form-urlencoded"),
]
FIELDS = [
    "called", "part", "birth_year", "language", "worker", "supervisor", "words", "aim", "person", "good_enough",
    "low", "service", "goal", "starts_on", "reached", "recipient", "purpose", "legal_basis", "necessity",
    "interviews", "order", "sha256", "day", "time", "place", "people", "workers", "planned_at", "next_step", "by",
    "value", "version", "overlay", "mode", "interpreter", "asked_on", "reason", "asked", "answered", "told",
    "next_contact", "username", "full_name", "roles", "ends_on", "name", "q1", "q1.state", "q1.note", "exposed",
    "form", "base_revision", "revision", "go", "next",
]  # fmt: skip


def address(name, things):
    entry = dict(patterns())[name]
    return reverse(
        name, kwargs={key: things.get(key, _example(kind)) for key, kind in entry.pattern.converters.items()}
    )


def _example(converter):
    return uuid4() if type(converter).__name__ == "UUIDConverter" else "step"


@pytest.mark.parametrize("name", NAMES)
def test_garbage_is_refused(name, cast, as_):
    dice = random.Random(name)
    things = {
        "case_id": cast.case.pk, "goal_id": cast.goal.pk, "person_id": cast.son.pk, "staff_id": cast.alice.pk,
        "service_id": cast.school.pk, "profile_key": "overview-municipal",
    }  # fmt: skip
    url = address(name, things)
    for who in (cast.alice, cast.cora, cast.ada):
        browser = as_(who)
        for method in ("get", "post", "put", "delete", "head", "options", "patch"):
            assert getattr(browser, method)(url).status_code < 500
        for body, kind in BODIES:
            assert browser.post(url, data=body, content_type=kind).status_code < 500, (body[:40], kind)
        for _ in range(6):
            fields = {field: dice.choice(WORDS) for field in dice.sample(FIELDS, 30)}
            assert browser.post(url, fields).status_code < 500, json.dumps(fields)[:300]
            assert browser.get(url, fields).status_code < 500, json.dumps(fields)[:300]

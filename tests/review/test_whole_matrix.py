"""Everybody asks for every page of a whole case: who comes in, what nobody else ever reads, and what each reply says.

``matrix.csv`` is written by hand from what the roles may do, not made from the code: for a route and a method, who gets
which status; everybody else gets the 404 of an address that does not exist. A route without a line fails.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from forms_engine.access.middleware import OPEN
from forms_engine.access.models import AuditEvent
from tests.access.test_routes import patterns
from tests.review.whole_case import (
    REGISTER,
    SHARED,
    WORKERS_ONLY,
    WholeCase,
    browser,
    canary,
    make_whole_case,
    sealed_fields,
)

ROUTES = {name: entry for name, entry in patterns() if ":" in name and name not in OPEN}
ROWS = list(csv.DictReader((Path(__file__).parent / "matrix.csv").read_text().splitlines()))
EXPECTED = {(row["route"], row["method"]): (set(row["who"].split()), int(row["status"])) for row in ROWS}
METHODS = ("GET", "POST")
OUTSIDE = {"gone": "/accounts/login/", "shut": "/accounts/login/", "nobody": "/accounts/login/",
           "factorless": "/accounts/2fa/totp/activate/"}  # fmt: skip
TEAM = {"alice", "bob", "sam"}
MAY_READ = {
    **{name: {WORKERS_ONLY, REGISTER, SHARED} for name in TEAM},
    "cora": {REGISTER, SHARED},
}
# What the coordinator reads of the workers' texts: the next step, which the overview for the group holds.
IN_THE_OVERVIEW = canary(WORKERS_ONLY, "step")


def test_every_route_has_a_line_for_each_of_its_methods() -> None:
    named = {route.split()[0] for route, _ in EXPECTED}
    assert named == set(ROUTES)


@pytest.fixture
def whole(db: None) -> WholeCase:
    return make_whole_case()


def test_the_case_is_whole(whole: WholeCase) -> None:
    for model, field in sealed_fields():
        held = [str(getattr(row, field)) for row in model._default_manager.all()]
        assert any("kanari" in text for text in held), f"{model.__name__}.{field}"


def test_everybody_asks_for_everything(whole: WholeCase) -> None:
    """Each request is taken back, so that all of them meet the same case."""
    wrong: list[str] = []
    asked = 0
    for name, who in whole.people.items():
        client = browser(who, second_factor=name != "factorless")
        for case in _requests(whole):
            route, method, url = case
            reply, events = _ask(client, route, method, url, whole.bodies)
            asked += 1
            wrong += [f"{name} {method} {route}: {fault}" for fault in _faults(name, route, method, reply, events)]
    assert not wrong, "\n".join(wrong[:60])
    assert asked > 2000


def test_a_forbidden_thing_is_answered_like_one_that_does_not_exist(whole: WholeCase) -> None:
    wrong = []
    for name in ("charlie", "stranger", "ada", "erik", "greta"):
        client = browser(whole.people[name])
        for route, method, url in _requests(whole):
            entry = ROUTES[route.split()[0]]
            unknown = {
                key: uuid4() if isinstance(part, UUID) else part
                for key, part in whole.things[_variant(route)].items()
                if key in entry.pattern.converters
            }
            missing = reverse(route.split()[0], kwargs=unknown)
            if missing == url:
                continue
            theirs, nothing = (_ask(client, route, method, one, whole.bodies)[0] for one in (url, missing))
            if _seen(theirs) != _seen(nothing) and theirs.status_code == 404:
                wrong.append(f"{name} {method} {route}")
    assert not wrong


def _requests(whole: WholeCase) -> Iterator[tuple[str, str, str]]:
    routes = dict.fromkeys([*ROUTES, *(route for route, _ in EXPECTED)])
    for route in routes:
        name = route.split()[0]
        parts = whole.things[_variant(route)]
        kwargs = {key: parts[key] for key in ROUTES[name].pattern.converters}
        for method in METHODS:
            if route == name or (route, method) in EXPECTED:
                yield route, method, reverse(name, kwargs=kwargs)


def _variant(route: str) -> str:
    return route.partition(" ")[2]


def _ask(client: Client, route: str, method: str, url: str, bodies: Mapping[str, Any]) -> tuple[HttpResponse, int]:
    """The reply, and how many rows it wrote into the log."""
    before = AuditEvent.objects.count()
    kept = copy(client.cookies)
    with transaction.atomic():
        if method == "GET":
            reply: Any = client.get(url)
        elif route in bodies:
            reply = client.post(url, bodies[route], content_type="application/json")
        else:
            reply = client.post(url, {})
        events = AuditEvent.objects.count() - before
        transaction.set_rollback(True)
    client.cookies = kept
    return reply, events


def _faults(name: str, route: str, method: str, reply: HttpResponse, events: int) -> Iterator[str]:
    allowed, status = EXPECTED.get((route, method), (set(), 404))
    got = reply.status_code
    if name in OUTSIDE:
        if not (got == 302 and reply["Location"].startswith(OUTSIDE[name])):
            yield f"came as far as {got}"
    elif (route, method) not in EXPECTED:
        if got not in {404, 405}:
            yield f"{got} for a method that the page does not have"
    elif name in allowed and got != status:
        yield f"{got} instead of {status}"
    elif name not in allowed and got != 404:
        yield f"{got} instead of 404"
    if got in {302, 404, 405} and name not in allowed and events:
        yield "a refusal wrote into the log of the case"
    if method == "GET" and got == 200 and _of_a_case(route) and not events and route not in UNLOGGED:
        yield "was read and does not stand in the log"
    yield from _leaks(name, reply)
    yield from _headers(reply)


UNLOGGED = {
    *("interviews:amend", "interviews:amend finished"),  # forms without anything of the case
    *("interviews:void", "interviews:void finished"),
    *("exports:package_status", "exports:package_status copy"),  # a state, asked every second
}


def _of_a_case(route: str) -> bool:
    return bool(ROUTES[route.split()[0]].pattern.converters) and not route.startswith(("access:", "instruments:"))


def _leaks(name: str, reply: HttpResponse) -> Iterator[str]:
    body = reply.content.decode("utf-8", "replace")
    words = {word.strip(".,;:()<>\"'") for chunk in body.split("kanari")[1:] for word in [chunk.split("xq")[0]]}
    own = MAY_READ.get(name, set())
    for word in words:
        if word[:1] not in own and not (name == "cora" and f"kanari{word}xq" == IN_THE_OVERVIEW):
            yield f"read {word}"
    if "kanari" in str(dict(reply.items())) + reply.cookies.output():
        yield "content in the headers"
    if "kanari" in body.partition("<title>")[2].partition("</title>")[0]:
        yield "content in the title"


def _headers(reply: HttpResponse) -> Iterator[str]:
    policy = reply.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"content security policy: {policy}"
    for header, wanted in (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ):
        if reply.get(header) != wanted:
            yield f"{header}: {reply.get(header)}"
    if "no-store" not in reply.get("Cache-Control", ""):
        yield f"Cache-Control: {reply.get('Cache-Control')}"
    for cookie in reply.cookies.values():
        if cookie.value and not (cookie["samesite"] and (cookie["httponly"] or cookie.key == "forms_csrf")):
            yield f"cookie {cookie.key}"


def _seen(reply: HttpResponse) -> tuple[int, dict[str, str], bytes]:
    return reply.status_code, dict(reply.items()), reply.content

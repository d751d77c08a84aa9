"""How many statements the pages that are asked most send to the database. Upper bounds, so that none creeps in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forms_engine.access.models import Staff
from sessions.models import Interview
from tests.cast import Cast
from tests.sessions.leading import draft, payload, value

# With the rows of the login and the person, BEGIN and COMMIT; PostgreSQL locks one row more than SQLite has to.
SAVE_ANSWER, SHOW_STEP, POST_STEP = 15, 11, 15


@pytest.fixture
def interview(cast: Cast) -> Interview:
    return draft(cast, "pcl-5")


@pytest.fixture
def alice(cast: Cast, as_: Callable[[Staff], Client], interview: Interview) -> Client:
    """Her browser; the process has read the instrument and the key already, as it has in daily use."""
    browser = as_(cast.alice)
    browser.get(reverse("interviews:guide", args=[interview.pk, interview.step]))
    return browser


def statements(act: Callable[[], int], wanted: int) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert act() == wanted
    return len(queries)


def saving(browser: Client, interview: Interview, *items: str) -> Callable[[], int]:
    """The save is made ready here, so that only what it asks of the database is counted."""
    interview.refresh_from_db()
    sent = payload(interview, *(value(item, 1) for item in items))
    url = reverse("interviews:answers", args=[interview.pk])
    return lambda: browser.post(url, sent, content_type="application/json").status_code


def test_saving_an_answer(alice: Client, interview: Interview) -> None:
    assert statements(saving(alice, interview, "q1"), 200) <= SAVE_ANSWER


def test_more_answers_take_no_more_statements(alice: Client, interview: Interview) -> None:
    items = [f"q{number}" for number in range(2, 12)]
    assert statements(saving(alice, interview, *items), 200) <= SAVE_ANSWER


def test_showing_a_step(alice: Client, interview: Interview) -> None:
    saving(alice, interview, *(f"q{number}" for number in range(1, 16)))()
    url = reverse("interviews:guide", args=[interview.pk, interview.step])
    assert statements(lambda: alice.get(url).status_code, 200) <= SHOW_STEP


def test_posting_a_step(alice: Client, interview: Interview) -> None:
    url = reverse("interviews:guide", args=[interview.pk, interview.step])
    fields = {"form_id": "0d3c9c6a-0000-4000-8000-000000000001", "revision": "0", "go": "next"}
    fields |= {f"q{number}": "1" for number in range(1, 21)}
    assert statements(lambda: alice.post(url, fields).status_code, 302) <= POST_STEP

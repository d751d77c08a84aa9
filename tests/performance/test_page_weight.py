"""The weight of a guided step, in bytes: what its page really names, with all that those files import."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from benchmarks.page_weight import MOST, loaded
from forms_engine.access.models import Staff
from tests.cast import Cast
from tests.sessions.leading import draft


@pytest.fixture
def page(cast: Cast, as_: Callable[[Staff], Client]) -> str:
    interview = draft(cast, "mi-conversation", language="en")
    response = as_(cast.alice).get(reverse("interviews:guide", args=[interview.pk, interview.step]))
    assert response.status_code == 200
    return response.content.decode()


def test_scripts_and_styles_of_a_step_are_light(page: str) -> None:
    files = loaded(page)
    urls = [one.url for one in files]
    assert "/static/interviews/guide.js" in urls
    assert "/static/instruments/expressions.js" in urls, "imports are followed"
    assert "/static/project/app.css" in urls
    assert sum(one.gzipped for one in files) <= MOST


def test_expressions_are_light() -> None:
    with open(finders.find("instruments/expressions.js"), "rb") as script:
        assert len(gzip.compress(script.read())) <= 3 * 1024


def test_a_file_that_is_not_there_is_noticed() -> None:
    with pytest.raises(LookupError, match=r"nowhere\.js"):
        loaded('<script src="/static/project/nowhere.js"></script>')

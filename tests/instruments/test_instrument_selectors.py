"""Reading versions: once per process, in any language, and only what may be started."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from instruments import selectors
from instruments.models import Overlay, Retirement, Version
from instruments.services import add_overlay
from tests.cast import NOW, Cast
from tests.instruments.small import DOCUMENT, make_version, overlay_file

pytestmark = pytest.mark.django_db


def offered(cast: Cast) -> dict[str, str]:
    return {one.key: one.version for one in selectors.offered(cast.alice, NOW)}


def test_a_version_is_read_once() -> None:
    version = make_version()
    first = selectors.instrument(version.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert selectors.instrument(version.pk) is first
    assert len(queries) == 0
    assert first.sha256 == version.sha256


def test_an_overlay_gives_the_same_items_in_its_language(cast: Cast) -> None:
    version = make_version()
    made = add_overlay(actor=cast.ada, version=version, data=overlay_file(), now=NOW)
    own, other = selectors.instrument(version.pk), selectors.instrument(version.pk, made.pk)
    assert (own.language, other.language) == ("en", "nb")
    assert list(own.items) == list(other.items)
    assert other.items["willing"].title.plain == "Skal vi snakke?"


def test_what_is_not_there_is_not_read(cast: Cast) -> None:
    version, other = make_version(), make_version(version="2.0.0")
    made = add_overlay(actor=cast.ada, version=version, data=overlay_file(), now=NOW)
    with pytest.raises(Version.DoesNotExist):
        selectors.instrument(made.pk)
    with pytest.raises(Overlay.DoesNotExist):
        selectors.instrument(other.pk, made.pk)


def test_the_newest_version_is_offered_by_number_not_by_letter(cast: Cast) -> None:
    for number in ("1.9.0", "1.10.0", "1.2.0"):
        make_version(version=number)
    assert offered(cast)["small"] == "1.10.0"


def test_a_retired_version_gives_way_to_the_one_before(cast: Cast) -> None:
    make_version()
    newer = make_version(version="1.1.0")
    Retirement.objects.create(version=newer, at=NOW, by=cast.ada)
    assert offered(cast)["small"] == "1.0.0"


def test_a_version_may_still_be_started_until_it_retires(cast: Cast) -> None:
    version = make_version()
    Retirement.objects.create(version=version, at=NOW + timedelta(days=1), by=cast.ada)
    assert offered(cast)["small"] == "1.0.0"


def test_without_wording_it_is_not_offered(cast: Cast) -> None:
    answers = {**DOCUMENT["answers"], "properties": {"q1": {"type": "boolean", "title": ""}}}
    rights = {**DOCUMENT["rights"], "redistribution": "byo"}
    conversation = [{"id": "one", "title": "One", "ask": ["q1"]}]
    version = make_version(answers=answers, rights=rights, conversation=conversation)
    assert "small" not in offered(cast)
    assert selectors.languages(selectors.versions().get(pk=version.pk)) == []


def test_every_shipped_instrument_is_offered(cast: Cast) -> None:
    assert {"pc-ptsd-5", "pcl-5", "phq-9", "gad-7", "mi-conversation"} <= set(offered(cast))


def test_languages_name_their_status(cast: Cast) -> None:
    version = make_version()
    add_overlay(actor=cast.ada, version=version, data=overlay_file(status="reviewed"), now=NOW)
    found = selectors.languages(selectors.versions().get(pk=version.pk))
    assert [(one.code, one.status, one.overlay is None) for one in found] == [
        ("en", "original", True),
        ("nb", "reviewed", False),
    ]

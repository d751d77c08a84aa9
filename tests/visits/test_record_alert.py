"""An alert waits on Today until somebody writes down what was done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.html import escape

from forms_engine.access.services import Refused
from sessions.models import Alert
from sessions.services.alert_records import record_alert
from tests.cast import Cast
from tests.sessions.leading import answer, draft
from tests.visits.holding import Browser, actions, at, may_not_read, queries_of, text

SOON = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def alert(cast: Cast, as_: Browser) -> Alert:
    """The mother has answered question 9 of the PHQ-9 with "several days"; the draft is left open."""
    answer(as_(cast.alice), draft(cast), q9=1)
    return Alert.objects.get()


def form(**fields: Any) -> dict[str, Any]:
    return {
        "asked": "Whether there is a plan",
        "answered": "No, and she will call",
        "told": "The doctor on call at 14:10",
        "next_contact": SOON.isoformat(),
    } | fields


def test_the_page_has_the_words_and_the_numbers_to_call(cast: Cast, as_: Browser, alert: Alert) -> None:
    page = text(as_(cast.alice).get(at("alert", alert.pk)))
    title, _, words = alert.words.partition("\n\n")
    assert title in page
    assert escape(words.split("\n")[0]) in page
    for name, phone in settings.EMERGENCY_NUMBERS:
        assert name in page
        assert f'href="tel:{phone}"' in page
    assert "<title>To be followed up</title>" in page
    assert "Who can see this:" in page
    assert actions(cast.case)[-1] == "alert.viewed"


def test_it_stays_on_today_until_it_is_recorded(cast: Cast, as_: Browser, alert: Alert) -> None:
    for worker in (cast.alice, cast.bob):
        assert at("alert", alert.pk) in text(as_(worker).get("/"))
    reply = as_(cast.bob).post(at("alert", alert.pk), form(), follow=True)
    assert "It is recorded." in text(reply)
    assert "Recorded by Bob Berg" in text(reply)
    for worker in (cast.alice, cast.bob):
        assert at("alert", alert.pk) not in text(as_(worker).get("/"))
    alert.refresh_from_db()
    assert (alert.state, alert.recorded_by, alert.next_contact) == (Alert.State.RECORDED, cast.bob, SOON)
    assert (alert.asked, alert.answered, alert.told) == tuple(form()[name] for name in ("asked", "answered", "told"))
    assert actions(cast.case).count("alert.recorded") == 1


def test_what_was_written_is_not_readable_in_the_database(cast: Cast, as_: Browser, alert: Alert) -> None:
    as_(cast.alice).post(at("alert", alert.pk), form())
    raw = Alert.objects.values_list("asked", "answered", "told").get(pk=alert.pk)
    assert all(b"doctor" not in bytes(part) and b"plan" not in bytes(part) for part in raw)


@pytest.mark.parametrize("field", ["asked", "answered", "told", "next_contact"])
@pytest.mark.parametrize("nothing", ["", "   "])
def test_all_four_parts_are_needed(cast: Cast, as_: Browser, alert: Alert, field: str, nothing: str) -> None:
    reply = as_(cast.alice).post(at("alert", alert.pk), form(**{field: nothing}))
    assert reply.status_code == 422
    assert reply.context["form"].errors.keys() == {field}
    assert "doctor on call" in text(reply) or field == "told", "what was typed stays"
    alert.refresh_from_db()
    assert alert.state == Alert.State.OPEN


def test_the_next_contact_lies_ahead(cast: Cast, as_: Browser, alert: Alert) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    reply = as_(cast.alice).post(at("alert", alert.pk), form(next_contact=yesterday.isoformat()))
    assert reply.status_code == 409
    assert "The next contact must be today or later." in text(reply)
    assert "doctor on call" in text(reply)


def test_the_service_needs_all_parts_too(cast: Cast, alert: Alert) -> None:
    with pytest.raises(Refused, match="all four"):
        record_alert(
            actor=cast.alice, alert=alert, asked=" ", answered="x", told="x", next_contact=SOON, now=timezone.now()
        )


def test_the_same_again_does_nothing(cast: Cast, as_: Browser, alert: Alert) -> None:
    replies = [as_(cast.alice).post(at("alert", alert.pk), form()) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [302, 302]
    assert actions(cast.case).count("alert.recorded") == 1


def test_a_record_is_not_overwritten_by_a_page_that_is_out_of_date(cast: Cast, as_: Browser, alert: Alert) -> None:
    as_(cast.bob).post(at("alert", alert.pk), form())
    reply = as_(cast.alice).post(at("alert", alert.pk), form(told="Nobody"))
    assert reply.status_code == 409
    assert "recorded already" in text(reply)
    assert "The doctor on call" in text(reply)
    alert.refresh_from_db()
    assert (alert.told, alert.recorded_by) == (form()["told"], cast.bob)


def test_a_supervisor_reads_it_and_records_nothing(cast: Cast, as_: Browser, alert: Alert) -> None:
    sam = as_(cast.sam)
    assert "Nobody has recorded this yet." in text(sam.get(at("alert", alert.pk)))
    assert sam.post(at("alert", alert.pk), form()).status_code == 404
    as_(cast.alice).post(at("alert", alert.pk), form())
    assert "The doctor on call" in text(sam.get(at("alert", alert.pk)))


def test_nobody_else_reads_or_records_it(cast: Cast, as_: Browser, alert: Alert) -> None:
    may_not_read("alert", alert.pk, cast, as_)
    for who in (cast.charlie, cast.stranger, cast.cora, cast.ada):
        assert as_(who).post(at("alert", alert.pk), form()).status_code == 404
    alert.refresh_from_db()
    assert alert.state == Alert.State.OPEN


def test_the_page_takes_few_queries(cast: Cast, as_: Browser, alert: Alert) -> None:
    assert queries_of(as_(cast.alice), at("alert", alert.pk)) <= 12

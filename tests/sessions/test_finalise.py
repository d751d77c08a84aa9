"""Finishing: everything frozen as it was shown, once, and below the reach of any program."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forms_engine import core
from forms_engine.access.models import AuditEvent, Staff
from sessions.models import Interview, Observation
from sessions.selectors.interviews import drafts_of, finished_interviews, interview_record, record_is_intact
from sessions.services.interviews import finalise
from tests.cast import Cast
from tests.sessions.leading import answer, draft, finished, payload, send, stored, value

Browser = Callable[[Staff], Client]


def url(interview: Interview, name: str = "finalise") -> str:
    return reverse(f"interviews:{name}", args=[interview.pk])


def all_nine(client: Client, interview: Interview, given: int = 1) -> None:
    answer(client, interview, **{f"q{number}": given for number in range(1, 10)})


def test_finishing_freezes_answers_scores_and_where_they_come_from(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "sfbt-first", language="en", person=cast.son)
    answer(as_(cast.alice), interview, enjoys="Skiing", progress=4)
    reply = as_(cast.alice).post(url(interview), {"revision": "2"})
    assert reply.url == url(interview, "interview")
    interview.refresh_from_db()
    assert (interview.state, interview.finalised_by) == ("finalised", cast.alice)
    record = interview_record(interview)
    assert record["instrument"]["sha256"] == interview.version.sha256
    assert record["overlay"]["sha256"] == interview.overlay.sha256
    assert record["overlay"]["status"] == interview.overlay.status
    assert (record["mode"], record["interpreter"], record["language"]) == ("read_aloud", "none", "en")
    assert record["people_present"] == [str(cast.mother.pk)]
    assert record["person"] == {"id": str(cast.son.pk), "called": "T.", "part": "participant"}
    assert record["finalised_by"] == {"id": str(cast.alice.pk), "name": "Alice Aas"}
    questions = {one["item"]: one for step in record["sheet"] for one in step["questions"]}
    assert (questions["enjoys"]["value"], questions["enjoys"]["state"]) == ("Skiing", "value")
    assert questions["enjoys"]["title"] == interview_texts(interview, "enjoys")
    assert questions["coping_zero"]["state"] == "hidden"
    assert questions["progress_up"]["state"] == "not_asked"
    assert [option["value"] for option in questions["writing"]["options"]] == ["together", "keywords", "afterwards"]
    assert record["engine"]


def interview_texts(interview: Interview, item: str) -> str:
    from sessions.selectors.interviews import instrument_of

    return instrument_of(interview).items[item].title.plain


def test_the_hash_is_of_the_canonical_bytes(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    interview = Interview.objects.get(pk=interview.pk)
    data = (interview.record or "").encode()
    assert hashlib.sha256(data).hexdigest() == interview.record_sha256
    assert core.canonical(interview_record(interview)) == data
    assert record_is_intact(interview)
    assert interview.record_sha256 in as_(cast.alice).get(url(interview, "interview")).content.decode()


def test_the_hash_of_equal_answers_differs(cast: Cast, as_: Browser) -> None:
    one, other = (interview_record(finished(as_(cast.alice), cast, draft(cast), q1=1)) for _ in range(2))
    assert len(one["salt"]) == 32
    assert one["salt"] != other["salt"]


def test_scores_with_their_working_become_observations(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    all_nine(as_(cast.alice), interview, 2)
    interview = finished(as_(cast.alice), cast, interview)
    record = interview_record(Interview.objects.get(pk=interview.pk))
    known = {score["name"]: score["value"] for score in record["scores"] if score["value"] is not None}
    assert known["total"] == 18
    assert next(score for score in record["scores"] if score["name"] == "total")["working"]["uses"]["q9"] == 2
    rows = Observation.objects.filter(interview=interview)
    assert {row.measure: row.value for row in rows} == {f"phq-9/{name}": score for name, score in known.items()}
    assert {(row.person, row.staff, row.version, row.visit_id) for row in rows} == {
        (cast.mother, cast.alice, "1.0.0", interview.visit_id)
    }


def test_a_score_that_cannot_be_worked_out_is_no_observation(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=3)
    assert not Observation.objects.filter(interview=interview, measure="phq-9/total").exists()


def test_from_paper_the_number_stands_at_its_own_day(cast: Cast, as_: Browser) -> None:
    day = timezone.localdate() - timedelta(days=30)
    interview = draft(cast, mode="paper", asked_on=day)
    all_nine(as_(cast.alice), interview)
    finished(as_(cast.alice), cast, interview)
    assert {timezone.localtime(row.at).date() for row in Observation.objects.all()} == {day}


def test_hidden_answers_do_not_count_and_are_kept_apart(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "pc-ptsd-5")
    answer(as_(cast.alice), interview, exposed=1, q1=1, q2=1, q3=1, q4=1, q5=1)
    interview = finished(as_(cast.alice), cast, interview, exposed=0)
    record = interview_record(Interview.objects.get(pk=interview.pk))
    questions = {one["item"]: one for step in record["sheet"] for one in step["questions"]}
    assert (questions["q1"]["state"], questions["q1"]["value"]) == ("hidden", None)
    assert questions["q1"]["kept"] == {"state": "value", "value": 1}
    assert Observation.objects.get(measure="pc-ptsd-5/total").value == 0


def test_the_alerts_that_were_raised_are_frozen_too(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, q9=2)
    interview = finished(as_(cast.alice), cast, interview, q9=0)
    assert [one["key"] for one in interview_record(Interview.objects.get(pk=interview.pk))["raised"]] == ["self_harm"]


def test_a_repeated_post_is_harmless(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    all_nine(as_(cast.alice), interview)
    first = as_(cast.alice).post(url(interview), {"revision": str(interview.revision)})
    before, frozen = stored(interview), Interview.objects.get(pk=interview.pk).record_sha256
    again = as_(cast.alice).post(url(interview), {"revision": str(interview.revision)})
    assert (again.status_code, again.url) == (302, first.url)
    assert stored(interview) == before
    assert Interview.objects.get(pk=interview.pk).record_sha256 == frozen


@pytest.mark.parametrize("revision", ["0", "99", "", "x", "-1", "²", "1" * 30])
def test_a_stale_page_gets_409_and_the_newest_answers(cast: Cast, as_: Browser, revision: str) -> None:
    interview = draft(cast)
    answer(as_(cast.bob), interview, q1=3)
    before = stored(interview)
    reply = as_(cast.alice).post(url(interview), {"revision": revision})
    assert reply.status_code == 409
    assert 'name="revision" value="1"' in reply.content.decode()
    assert Interview.objects.get(pk=interview.pk).state == "draft"
    after = stored(interview)
    assert (after.revision, after.observations, after.events) == (before.revision, 0, before.events + 1)


@pytest.mark.parametrize("name", ["charlie", "cora", "ada", "sam", "stranger"])
def test_only_those_who_lead_may_finish(cast: Cast, as_: Browser, name: str) -> None:
    interview = draft(cast)
    assert as_(getattr(cast, name)).post(url(interview), {"revision": "0"}).status_code == 404
    assert Interview.objects.get(pk=interview.pk).state == "draft"


def test_unknown_is_404_and_get_is_405(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    assert as_(cast.alice).get(url(interview)).status_code == 405
    assert as_(cast.alice).post(reverse("interviews:finalise", args=[uuid4()])).status_code == 404


def test_finishing_is_in_the_log_with_the_hash(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    event = AuditEvent.objects.get(action="interview.finalised")
    assert event.details["sha256"] == interview.record_sha256


# ---- the record ---------------------------------------------------------------------------------------------------


def test_the_record_is_shown_from_what_was_frozen(cast: Cast, as_: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = draft(cast, "sfbt-first", language="en")
    interview = finished(as_(cast.alice), cast, interview, enjoys="Skiing at Grua")

    def gone(*_: object) -> None:
        raise AssertionError("the record page asked for the live instrument")

    monkeypatch.setattr("instruments.selectors.instrument", gone)
    html = as_(cast.alice).get(url(interview, "interview")).content.decode()
    assert "Skiing at Grua" in html
    assert "A first" in html or interview.version.title in html or "solution" in html.lower()
    assert AuditEvent.objects.filter(action="interview.viewed", actor=cast.alice).exists()


def test_a_supervisor_reads_the_record_and_strangers_do_not(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    html = as_(cast.sam).get(url(interview, "interview")).content.decode()
    assert reverse("interviews:amend", args=[interview.pk]) not in html
    for name in ("charlie", "cora", "ada", "stranger"):
        assert as_(getattr(cast, name)).get(url(interview, "interview")).status_code == 404


def test_what_was_said_is_in_no_title_and_no_address(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    assert "<title>Case 2041</title>" in as_(cast.alice).get(url(interview, "interview")).content.decode()


def test_lists_know_what_is_running_and_what_is_finished(cast: Cast, as_: Browser) -> None:
    running, other = draft(cast), draft(cast, actor=cast.bob)
    done = finished(as_(cast.alice), cast, draft(cast), q1=1)
    assert [one.pk for one in drafts_of(cast.alice, timezone.now())] == [running.pk]
    assert [one.pk for one in drafts_of(cast.bob, timezone.now())] == [other.pk]
    assert list(drafts_of(cast.charlie, timezone.now())) == []
    assert [one.pk for one in finished_interviews(cast.case.compartment)] == [done.pk]


# ---- below any program --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE interviews_interview SET record_sha256 = 'x'",
        "UPDATE interviews_interview SET state = 'draft'",
        "DELETE FROM interviews_interview",
        "UPDATE interviews_answerchange SET revision = 9",
        "DELETE FROM interviews_answerchange",
        "UPDATE interviews_operation SET sequence = 9",
        "DELETE FROM interviews_operation",
    ],
)
def test_the_database_refuses_to_change_what_is_finished(cast: Cast, as_: Browser, sql: str) -> None:
    finished(as_(cast.alice), cast, draft(cast), q1=1)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.sqlite_only
def test_replacing_a_finished_row_is_refused_too(cast: Cast, as_: Browser) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    finished(as_(cast.alice), cast, draft(cast), q1=1)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO interviews_interview SELECT * FROM interviews_interview")


def test_the_orm_cannot_change_it_either(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Interview.objects.filter(pk=interview.pk).update(step="page_2")
    interview.step = "page_2"
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Interview.objects.bulk_update([interview], ["step"])


def test_a_save_that_comes_too_late_changes_nothing(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    late = payload(interview, value("q1", 2))
    finalise(actor=cast.bob, interview_id=interview.pk, reviewed_revision=0, now=timezone.now())
    before = stored(interview)
    assert send(as_(cast.alice), interview, late).status_code == 409
    assert stored(interview) == before

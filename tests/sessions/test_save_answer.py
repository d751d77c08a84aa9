"""Saving answers one by one: everything or nothing, the same operation once, two people on one interview."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forms_engine.access.models import AuditEvent, Staff
from instruments.models import Overlay
from sessions.models import Alert, Answer, AnswerChange, Interview, Operation
from tests.cast import Cast
from tests.sessions.leading import answer, draft, finished, given, payload, send, stored, value

Browser = Callable[[Staff], Client]


def test_an_answer_is_stored_with_its_history_and_its_line_in_the_log(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    body = payload(interview, value("q1", 2, note="Said slowly"), step="page_2")
    reply = send(as_(cast.alice), interview, body)
    assert reply.status_code == 200
    assert reply.json() == {
        "operation": body["operation"],
        "revision": 1,
        "saved": [{"item": "q1", "state": "value", "revision": 1}],
        "alerts": [],
    }
    assert given(interview) == {"q1": ("value", 2, "Said slowly")}
    interview.refresh_from_db()
    assert (interview.revision, interview.step) == (1, "page_2")
    change = AnswerChange.objects.get(interview=interview)
    assert (change.item, change.value, change.revision, change.by) == ("q1", 2, 1, cast.alice)
    event = AuditEvent.objects.filter(action="answers.saved").get()
    assert (event.actor, event.thing_id, event.details["items"]) == (cast.alice, str(interview.pk), ["q1"])


def test_the_answer_is_not_readable_in_the_database(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "sfbt-first")
    answer(as_(cast.alice), interview, enjoys="Skirenn på Grua")
    with connection.cursor() as cursor:
        for table, columns in (("answer", "value, note"), ("answerchange", "value, note"), ("operation", "reply")):
            cursor.execute(f"SELECT {columns} FROM interviews_{table}")  # noqa: S608 - names from above
            assert b"Grua" not in b"".join(bytes(cell) for row in cursor.fetchall() for cell in row if cell)


@pytest.mark.parametrize("state", ["declined", "dont_know", "not_now", "empty"])
def test_the_other_kinds_of_answer_have_no_value(cast: Cast, as_: Browser, state: str) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, q1=3)
    reply = send(as_(cast.alice), interview, payload(interview, {"item": "q1", "state": state}))
    assert reply.json()["saved"] == [{"item": "q1", "state": state, "revision": 2}]
    assert given(interview) == {"q1": (state, None, "")}
    assert [change.value for change in AnswerChange.objects.order_by("revision")] == [3, None]


def test_a_note_stays_until_it_is_sent_again(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    send(alice, interview, payload(interview, {"item": "q1", "state": "empty", "note": "Wants to wait"}))
    answer(alice, interview, q1=1)
    assert given(interview) == {"q1": ("value", 1, "Wants to wait")}
    send(alice, interview, payload(interview, value("q1", 1, note="")))
    assert given(interview) == {"q1": ("value", 1, "")}


def test_the_same_answer_again_is_not_written_again(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, q1=1)
    reply = send(as_(cast.alice), interview, payload(interview, value("q1", 1))).json()
    assert (reply["revision"], reply["saved"][0]["revision"]) == (1, 1)
    assert AnswerChange.objects.count() == 1


def test_no_is_another_answer_than_zero(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "sfbt-first")
    answer(as_(cast.alice), interview, limits_said=False)
    assert given(interview)["limits_said"][1] is False


# ---- the same operation again -------------------------------------------------------------------------------------


def test_the_same_operation_again_gets_the_same_reply_and_does_nothing(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    body = payload(interview, value("q9", 2))
    first = send(as_(cast.alice), interview, body)
    before = stored(interview)
    again = send(as_(cast.alice), interview, body)
    assert (again.status_code, again.json()) == (200, first.json())
    assert stored(interview) == before


def test_the_same_operation_is_answered_after_later_saves_and_after_finalising(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    body = payload(interview, value("q1", 2))
    first = send(as_(cast.alice), interview, body)
    finished(as_(cast.alice), cast, interview, q1=3)
    assert send(as_(cast.alice), interview, body).json() == first.json()
    assert given(interview)["q1"] == ("value", 3, "")


@pytest.mark.parametrize(
    "other",
    [
        {"answers": [value("q1", 3)]},
        {"answers": [{"item": "q1", "state": "declined"}]},
        {"sequence": 2},
        {"step": "page_3"},
        {"base_revision": 1},
    ],
)
def test_the_same_id_with_something_else_is_refused(cast: Cast, as_: Browser, other: dict[str, object]) -> None:
    interview = draft(cast)
    body = payload(interview, value("q1", 2))
    send(as_(cast.alice), interview, body)
    before = stored(interview)
    reply = send(as_(cast.alice), interview, body | other)
    assert (reply.status_code, reply.json()["error"]) == (422, "operation-reused")
    assert stored(interview) == before


def test_an_operation_of_another_interview_or_person_is_not_told(cast: Cast, as_: Browser) -> None:
    first, second = draft(cast), draft(cast)
    body = payload(first, value("q1", 2))
    send(as_(cast.alice), first, body)
    assert send(as_(cast.alice), second, body).status_code == 422
    assert send(as_(cast.bob), first, body).status_code == 422
    assert stored(second).answers == 0


# ---- two people ---------------------------------------------------------------------------------------------------


def test_different_questions_merge(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    assert send(as_(cast.alice), interview, payload(interview, value("q1", 1))).status_code == 200
    assert send(as_(cast.bob), interview, payload(interview, value("q2", 2))).status_code == 200
    assert {item: one[1] for item, one in given(interview).items()} == {"q1": 1, "q2": 2}


def test_the_same_question_gets_both_answers_back_and_nothing_is_stored(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    send(as_(cast.bob), interview, payload(interview, value("q1", 1, note="mine")))
    before = stored(interview)
    reply = send(as_(cast.alice), interview, payload(interview, value("q2", 0), value("q1", 3)))
    body = reply.json()
    assert (reply.status_code, body["error"], body["revision"]) == (409, "changed-elsewhere", 1)
    (conflict,) = body["conflicts"]
    assert conflict["item"] == "q1"
    assert conflict["yours"] == {"state": "value", "value": 3, "note": "mine"}
    assert {key: conflict["theirs"][key] for key in ("state", "value", "note", "by")} == {
        "state": "value",
        "value": 1,
        "note": "mine",
        "by": "Bob Berg",
    }
    assert stored(interview) == before


def test_choosing_ones_own_answer_after_a_conflict_saves_it(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    send(as_(cast.bob), interview, payload(interview, value("q1", 1)))
    assert send(as_(cast.alice), interview, payload(interview, value("q1", 3))).status_code == 409
    chosen = payload(interview, value("q1", 3), base_revision=1, step="")
    assert send(as_(cast.alice), interview, chosen).status_code == 200
    assert [change.value for change in AnswerChange.objects.order_by("revision")] == [1, 3]
    assert Interview.objects.get(pk=interview.pk).step == interview.step


def test_agreeing_with_the_other_is_no_conflict(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    send(as_(cast.bob), interview, payload(interview, value("q1", 1)))
    assert send(as_(cast.alice), interview, payload(interview, value("q1", 1))).status_code == 200


def test_a_finished_interview_takes_no_answer(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    before = stored(interview)
    reply = send(as_(cast.alice), interview, payload(interview, value("q1", 3)))
    assert (reply.status_code, reply.json()["error"]) == (409, "finalised")
    assert stored(interview) == before


# ---- the way ------------------------------------------------------------------------------------------------------


def test_a_question_that_is_not_asked_is_refused(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "pc-ptsd-5")
    reply = send(as_(cast.alice), interview, payload(interview, value("q1", 1)))
    assert (reply.status_code, reply.json()["error"], reply.json()["items"]) == (422, "not-asked", ["q1"])
    assert stored(interview).operations == 0


def test_an_answer_may_come_with_the_one_that_opens_its_way(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "pc-ptsd-5")
    assert send(as_(cast.alice), interview, payload(interview, value("q1", 1), value("exposed", 1))).status_code == 200


def test_hidden_answers_are_kept_and_come_back(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "pc-ptsd-5")
    alice = as_(cast.alice)
    answer(alice, interview, exposed=1, q1=1)
    answer(alice, interview, exposed=0)
    assert given(interview)["q1"] == ("value", 1, "")
    assert send(alice, interview, payload(interview, value("q1", 0))).json()["error"] == "not-asked"
    answer(alice, interview, exposed=1)
    assert given(interview)["q1"] == ("value", 1, "")


# ---- alerts -------------------------------------------------------------------------------------------------------


def test_an_alert_is_raised_at_once_and_stays(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    reply = answer(as_(cast.alice), interview, q9=1)
    (told,) = reply["alerts"]
    alert = Alert.objects.get()
    assert (told["id"], told["key"]) == (str(alert.pk), "self_harm")
    assert "Several days" in told["text"]
    assert told["url"] == reverse("interviews:alert", args=[alert.pk])
    assert AuditEvent.objects.filter(action="alert.raised", thing_id=str(alert.pk)).exists()
    assert answer(as_(cast.alice), interview, q9=0)["alerts"] == []
    assert answer(as_(cast.bob), interview, q9=3)["alerts"] == []
    assert Alert.objects.get().state == Alert.State.OPEN


def test_an_alert_speaks_the_workers_language(cast: Cast, as_: Browser) -> None:
    norwegian = draft(cast, "sfbt-first", person=cast.son)
    (told,) = answer(as_(cast.alice), norwegian, danger=True)["alerts"]
    assert (norwegian.language, cast.alice.language) == ("nb", "en")
    overlay = Overlay.objects.get(version=norwegian.version, language="en")
    texts = json.loads(bytes(overlay.document))["texts"]
    assert told["title"] == texts["/scoring/alerts/danger_now/title"]["text"]


def test_a_missing_answer_raises_no_alert(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, q1=3, q2=3)
    send(as_(cast.alice), interview, payload(interview, {"item": "q9", "state": "declined"}))
    assert not Alert.objects.exists()


# ---- bad input: a plain reason, nothing stored, never a fault of the server --------------------------------------


@pytest.mark.parametrize(
    ("given_value", "item"),
    [(4, "q1"), (-1, "q1"), ("1", "q1"), (True, "q1"), (1.5, "q1"), ([1], "q1"), ({"a": 1}, "q1"), (10**15, "q1")],
)
def test_a_wrong_value_is_refused(cast: Cast, as_: Browser, given_value: object, item: str) -> None:
    interview = draft(cast)
    before = stored(interview)
    reply = send(as_(cast.alice), interview, payload(interview, value("q2", 1), value(item, given_value)))
    body = reply.json()
    assert (reply.status_code, body["error"]) == (422, "answer-problems")
    assert body["message"]
    assert body["problems"][0]["path"] == item
    assert stored(interview) == before


@pytest.mark.parametrize("text", ["a\x00b", "a\x01b", "a\ufffe", "x" * 10_001])
def test_text_that_cannot_be_kept_is_refused(cast: Cast, as_: Browser, text: str) -> None:
    interview = draft(cast, "sfbt-first")
    before = stored(interview)
    for answers in ([value("enjoys", text)], [value("enjoys", "good", note=text)]):
        reply = send(as_(cast.alice), interview, payload(interview, *answers))
        assert reply.status_code in {400, 422}
        assert reply.json()["message"]
    assert stored(interview) == before


BROKEN = {
    "not JSON": b"{",
    "not UTF-8": b'{"operation": "\xff"}',
    "not an object": b"[]",
    "a number": b"1",
    "nothing": b"",
    "NaN": b'{"operation": NaN}',
    "infinity": b'{"operation": 1e999}',
    "lone surrogate": b'{"operation": "\\ud800"}',
    "NUL": b'{"operation": "\\u0000"}',
    "a key twice": b'{"step": "a", "step": "b"}',
    "100,000 brackets": b"[" * 100_000,
    "100,000 brackets within": b'{"answers": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_body_is_refused(cast: Cast, as_: Browser, body: bytes) -> None:
    interview = draft(cast)
    before = stored(interview)
    reply = send(as_(cast.alice), interview, body)
    assert (reply.status_code, reply.json()["error"]) == (400, "bad-json")
    assert stored(interview) == before


def test_ten_megabytes_are_refused(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    before = stored(interview)
    reply = send(as_(cast.alice), interview, b'{"operation": "' + b"x" * 10_000_000 + b'"}')
    assert (reply.status_code, reply.json()["error"]) == (413, "too-large")
    assert stored(interview) == before


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1" + "0" * 400])
def test_a_number_that_is_none_is_refused(cast: Cast, as_: Browser, number: str) -> None:
    interview = draft(cast)
    body = json.dumps(payload(interview, value("q1", "HERE"))).replace('"HERE"', number)
    assert send(as_(cast.alice), interview, body).status_code == 400
    assert stored(interview).operations == 0


PARTS = [
    ("operation", None),
    ("operation", "no uuid"),
    ("operation", 7),
    ("operation", "1" * 5000),
    ("device", "x"),
    ("device", {}),
    ("sequence", -1),
    ("sequence", "1"),
    ("sequence", True),
    ("sequence", 1.5),
    ("client_at", "yesterday"),
    ("client_at", 5),
    ("client_at", "0001-01-01T00:00:00+14:00"),
    ("client_at", "9999-12-31T23:59:59-14:00"),
    ("base_revision", None),
    ("base_revision", -1),
    ("base_revision", 2**31),
    ("answers", None),
    ("answers", []),
    ("answers", {}),
    ("answers", [1]),
    ("answers", [{"item": "q1"}]),
    ("answers", [{"item": 1, "state": "value"}]),
    ("answers", [{"item": "q1", "state": ["value"]}]),
    ("answers", [{"item": "q1", "state": "value", "value": 1, "note": 3}]),
    ("answers", [{"item": "q1", "state": "value", "value": 1, "more": 3}]),
    ("answers", [{"item": "q1", "state": "declined", "value": 1}]),
    ("answers", [{"item": "q1", "state": "value", "value": 1}] * 201),
    ("language", None),
    ("language", "x" * 13),
    ("step", 3),
    ("step", "x" * 65),
    ("unknown", 1),
]


@pytest.mark.parametrize(("part", "wrong"), PARTS)
def test_a_part_that_is_wrong_is_refused(cast: Cast, as_: Browser, part: str, wrong: object) -> None:
    interview = draft(cast)
    before = stored(interview)
    reply = send(as_(cast.alice), interview, payload(interview, value("q1", 1)) | {part: wrong})
    assert (reply.status_code, reply.json()["error"]) == (400, "bad-request")
    assert reply.json()["problems"]
    assert stored(interview) == before


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"answers": [value("q99", 1)]}, "unknown-item"),
        ({"answers": [value("__proto__", 1)]}, "unknown-item"),
        ({"answers": [value("q1", 1), value("q1", 2)]}, "item-twice"),
        ({"answers": [{"item": "q1", "state": "hidden"}]}, "unknown-state"),
        ({"language": "nb"}, "other-language"),
        ({"step": "no_step"}, "unknown-step"),
        ({"base_revision": 7}, "unknown-revision"),
    ],
)
def test_what_does_not_belong_here_is_refused(cast: Cast, as_: Browser, parts: dict[str, object], code: str) -> None:
    interview = draft(cast)
    before = stored(interview)
    reply = send(as_(cast.alice), interview, payload(interview, value("q1", 1)) | parts)
    assert (reply.status_code, reply.json()["error"]) == (422, code)
    assert stored(interview) == before


def test_a_device_with_a_wrong_clock_is_believed_and_sorted_by_the_server(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    for when in ("2019-01-01T00:00:00Z", "2040-06-01T12:00:00+02:00", "2026-03-02T10:00:00", None):
        reply = send(as_(cast.alice), interview, payload(interview, value("q1", 1), client_at=when))
        assert reply.status_code == 200
    assert sorted(one.client_at.year for one in Operation.objects.exclude(client_at=None)) == [2019, 2026, 2040]


# ---- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["charlie", "cora", "ada", "stranger"])
def test_a_stranger_gets_404(cast: Cast, as_: Browser, name: str) -> None:
    interview = draft(cast)
    before = stored(interview)
    assert send(as_(getattr(cast, name)), interview, payload(interview, value("q1", 1))).status_code == 404
    assert stored(interview) == before


def test_a_supervisor_reads_and_does_not_write(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    assert send(as_(cast.sam), interview, payload(interview, value("q1", 1))).status_code == 404
    assert stored(interview).answers == 0


def test_without_signing_in_the_device_is_told(cast: Cast) -> None:
    interview = draft(cast)
    reply = send(Client(), interview, payload(interview, value("q1", 1)))
    assert (reply.status_code, reply.json()["error"]) == (401, "signed-out")


def test_an_unknown_interview_is_404_and_get_is_405(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    assert alice.get(reverse("interviews:answers", args=[interview.pk])).status_code == 405
    interview.pk = uuid4()
    assert send(alice, interview, payload(interview, value("q1", 1))).status_code == 404


# ---- the place ----------------------------------------------------------------------------------------------------


def post_place(client: Client, interview_id: UUID, body: object) -> int:
    url = reverse("interviews:place", args=[interview_id])
    return client.post(url, json.dumps(body), content_type="application/json").status_code


def test_the_place_is_remembered_without_a_revision(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    assert post_place(as_(cast.alice), interview.pk, {"step": "page_3"}) == 200
    interview.refresh_from_db()
    assert (interview.step, interview.revision) == ("page_3", 0)


@pytest.mark.parametrize("body", [{"step": "no_step"}, {"step": ["page_3"]}, {"step": None}, {}, []])
def test_a_place_that_is_none_is_refused(cast: Cast, as_: Browser, body: object) -> None:
    interview = draft(cast)
    assert post_place(as_(cast.alice), interview.pk, body) in {400, 422}
    interview.refresh_from_db()
    assert interview.step == "page_1"


def test_strangers_and_supervisors_have_no_place(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    for who in (cast.charlie, cast.sam):
        assert post_place(as_(who), interview.pk, {"step": "page_3"}) == 404


# ---- cost ---------------------------------------------------------------------------------------------------------


def test_twenty_answers_cost_as_many_queries_as_one(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "pcl-5")
    alice = as_(cast.alice)
    items = [f"q{number}" for number in range(1, 21)]
    send(alice, interview, payload(interview, value("q1", 1)))  # what is read once in a process is read now
    with CaptureQueriesContext(connection) as one:
        assert send(alice, interview, payload(interview, value("q1", 2), base_revision=1)).status_code == 200
    with CaptureQueriesContext(connection) as twenty:
        sent = payload(interview, *[value(item, 0) for item in items], base_revision=2)
        assert send(alice, interview, sent).status_code == 200
    assert len(twenty) == len(one)
    assert Answer.objects.filter(interview=interview).count() == 20

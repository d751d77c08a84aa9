"""The bare contender: what a good programmer would write by hand for these forty questions and nothing else.

Two plain function views with every query written for its purpose, the page an f-string. It keeps the promises that
the product keeps in the same place: the policy's gate, a grant and no conflict block, one transaction with the
operation, the answers, their history, the revision and the audit chain, everything encrypted under the key of the
compartment, the same reply to a repeated operation, 409 for an answer that was changed since. It knows no other
instrument, no branching, no other kinds of answer, no notes, no alerts, no script in the page.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone

from benchmarks.bare.document import OPTIONS, STEPS, question
from forms_engine.access.audit import START, row_hash
from forms_engine.access.models import AuditEvent
from sessions.models import Answer, AnswerChange, Interview, Operation

ITEMS = {f"q{number}" for numbers in STEPS.values() for number in numbers}
ITEMS_OF = {step: [f"q{number}" for number in numbers] for step, numbers in STEPS.items()}
CHANGED = ["state", "value", "note", "language", "revision", "answered_at", "answered_by"]
RIGHT = """
SELECT 1 FROM access_grant AS held
WHERE compartment_id = %s AND staff_id = %s AND capacity = 'worker' AND since <= %s AND (until IS NULL OR until > %s)
AND NOT EXISTS (
    SELECT 1 FROM access_conflictblock AS block
    WHERE block.compartment_id = held.compartment_id AND block.staff_id = held.staff_id)
"""


class Bad(Exception):
    """What was sent cannot be saved."""


def answers(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Save one answer, or a few, sent as JSON."""
    if request.method != "POST":
        return HttpResponse(status=405)
    now = timezone.now()
    try:
        sent = json.loads(request.body)
        operation = UUID(sent["operation"])
        device = str(UUID(sent["device"]))
        sequence, base = _whole(sent["sequence"]), _whole(sent["base_revision"])
        client_at = datetime.fromisoformat(sent["client_at"])
        values = {one["item"]: _value(one["item"], one["value"]) for one in sent["answers"]}
        step = sent["step"] if sent["step"] in STEPS else ""
        with transaction.atomic():
            interview = _interview(request, interview_id, now)
            reply = _save(request, interview, operation, device, sequence, client_at, base, values, step, now)
    except (Bad, KeyError, TypeError, ValueError):
        return JsonResponse({"error": "bad-request"}, status=400)
    return JsonResponse(reply, status=409 if "conflicts" in reply else 200)


def step(request: HttpRequest, interview_id: UUID, step: str) -> HttpResponse:
    """Show a step, or save it and go on to the next."""
    if step not in STEPS:
        raise Http404
    now = timezone.now()
    with transaction.atomic():
        interview = _interview(request, interview_id, now)
        if request.method == "POST":
            try:
                form_id, base = UUID(request.POST["form_id"]), int(request.POST["revision"])
                values = {
                    item: _value(item, int(request.POST[item])) for item in ITEMS_OF[step] if item in request.POST
                }
            except (Bad, KeyError, ValueError):
                return HttpResponse("Not saved", status=400)
            operation = uuid5(form_id, step)
            reply = _save(request, interview, operation, str(form_id), 0, None, base, values, step, now)
            if "conflicts" in reply:
                return HttpResponse("Changed elsewhere", status=409)
            return redirect("guide", interview_id, "second")
        given = {
            answer.item: answer.value for answer in Answer.objects.filter(interview=interview, item__in=ITEMS_OF[step])
        }
        if interview.step != step:
            Interview.objects.filter(pk=interview.pk).update(step=step)
        _record(request, interview, "interview.viewed", {}, now)
        return HttpResponse(_page(request, interview, step, given))


def _interview(request: HttpRequest, interview_id: UUID, now: datetime) -> Interview:
    """The draft, if this person works on its case."""
    interview = Interview.objects.select_related("visit__case", "person").filter(pk=interview_id).first()
    if interview is None or interview.state != "draft":
        raise Http404
    with connection.cursor() as cursor:
        moment = str(now.replace(tzinfo=None))
        cursor.execute(RIGHT, [interview.compartment_id.hex, request.user.pk.hex, moment, moment])
        if cursor.fetchone() is None:
            raise Http404
    return interview


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise Bad
    return value


def _value(item: object, value: object) -> int:
    if item not in ITEMS or type(value) is not int or not 0 <= value < len(OPTIONS):
        raise Bad
    return value


def _save(
    request: HttpRequest,
    interview: Interview,
    operation: UUID,
    device: str,
    sequence: int,
    client_at: datetime | None,
    base: int,
    values: Mapping[str, int],
    step: str,
    now: datetime,
) -> dict[str, Any]:
    payload = json.dumps([device, sequence, str(client_at), base, step, values]).encode()
    earlier = Operation.objects.filter(pk=operation).first()
    if earlier:
        known = hashlib.sha256(earlier.reply["salt"].encode() + payload).hexdigest()
        if earlier.interview_id != interview.pk or earlier.payload_sha256 != known:
            raise Bad
        return earlier.reply["reply"]
    stored = {answer.item: answer for answer in Answer.objects.filter(interview=interview, item__in=values)}
    if conflicts := [item for item, answer in stored.items() if answer.revision > base]:
        return {"conflicts": conflicts}
    changed = [item for item, value in values.items() if item not in stored or stored[item].value != value]
    revision = interview.revision + bool(changed)
    who, compartment = request.user.pk, interview.compartment_id
    written = []
    for item in changed:
        answer = stored.setdefault(item, Answer(interview_id=interview.pk, compartment_id=compartment, item=item))
        answer.state, answer.value, answer.language = "value", values[item], interview.language
        answer.revision, answer.answered_at, answer.answered_by_id = revision, now, who
        written.append(answer)
    Answer.objects.bulk_create(written, update_conflicts=True, unique_fields=["id"], update_fields=CHANGED)
    saved = [{"item": item, "state": "value", "revision": stored[item].revision} for item in values]
    reply = {"operation": str(operation), "revision": revision, "saved": saved, "alerts": []}
    salt = secrets.token_hex(16)
    Operation(
        id=operation,
        interview_id=interview.pk,
        compartment_id=compartment,
        staff_id=who,
        device=device,
        sequence=sequence,
        client_at=client_at,
        base_revision=base,
        payload_sha256=hashlib.sha256(salt.encode() + payload).hexdigest(),
        reply={"salt": salt, "reply": reply},
        at=now,
    ).save(force_insert=True)
    AnswerChange.objects.bulk_create(
        AnswerChange(
            interview_id=interview.pk,
            compartment_id=compartment,
            operation_id=operation,
            item=answer.item,
            revision=revision,
            state="value",
            value=answer.value,
            note="",
            at=now,
            by_id=who,
        )
        for answer in written
    )
    Interview.objects.filter(pk=interview.pk).update(revision=revision, step=step or interview.step)
    _record(request, interview, "answers.saved", {"revision": revision, "items": changed}, now)
    return reply


def _record(request: HttpRequest, interview: Interview, action: str, details: dict[str, Any], now: datetime) -> None:
    tail = AuditEvent.objects.filter(compartment_id=interview.compartment_id).order_by("-sequence")
    sequence, previous = tail.values_list("sequence", "row_hash").first() or (0, START)
    event = AuditEvent(
        compartment_id=interview.compartment_id,
        sequence=sequence + 1,
        at=now,
        actor_id=request.user.pk,
        action=action,
        thing_type="interviews.interview",
        thing_id=str(interview.pk),
        details=details,
        previous_hash=previous,
    )
    event.row_hash = row_hash(event)
    event.save(force_insert=True)


def _page(request: HttpRequest, interview: Interview, step: str, given: Mapping[str, object]) -> str:
    token = get_token(request)
    groups = "".join(
        f'<fieldset class="question" id="{item}"><legend>{question(int(item[1:]))}</legend><div class="options rows">'
        + "".join(
            f'<label class="option"><input type="radio" name="{item}" value="{value}"'
            f"{' checked' if given.get(item) == value else ''}><span>{title}</span></label>"
            for value, title in enumerate(OPTIONS)
        )
        + "</div></fieldset>"
        for item in ITEMS_OF[step]
    )
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Case {interview.visit.case.number}</title>
<link rel="stylesheet" href="/static/vendor/designsystemet/theme.css">
<link rel="stylesheet" href="/static/vendor/designsystemet/base.css">
<link rel="stylesheet" href="/static/project/app.css"></head>
<body>
<header class="top"><nav><a href="/">Today</a><a href="/cases/">Cases</a></nav><span>{request.user.initials}</span>
<form method="post" action="/accounts/logout/"><input type="hidden" name="csrfmiddlewaretoken" value="{token}">
<button>Sign out</button></form></header>
<main class="page"><h1>Forty questions</h1>
<form id="guide" method="post" action="/interviews/{interview.pk}/steps/{step}/">
<input type="hidden" name="csrfmiddlewaretoken" value="{token}">
<input type="hidden" name="form_id" value="{uuid4()}"><input type="hidden" name="revision" value="{interview.revision}">
{groups}
<button name="go" value="back">Back</button><button name="go" value="next">Next</button>
</form></main>
</body>
</html>"""

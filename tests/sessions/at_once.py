"""Eight threads do the same thing at the same moment on a real database; prints what came of it as JSON.

Run as a program of its own, because rows that are committed in a test's database cannot be taken away again (triggers).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import django

THREADS = 8


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What ``act(0)`` ... ``act(7)`` give when they start together; an exception gives its name and code."""
    from django.db import connection

    barrier = Barrier(THREADS)

    def run(number: int) -> Any:
        try:
            barrier.wait(timeout=30)
            return act(number)
        except Exception as fault:  # the test looks at which it was
            return getattr(fault, "code", type(fault).__name__)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def main() -> dict[str, Any]:
    """All scenes, each on interviews of its own."""
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from forms_engine.access.audit import START, row_hash
    from forms_engine.access.models import AuditEvent
    from sessions.models import AnswerChange, Interview, Observation, Operation
    from sessions.selectors.interviews import interview_record
    from sessions.services.answers import save_answers
    from sessions.services.interviews import amend, finalise, void
    from sessions.services.saves import OperationSent, Sent
    from tests.cast import make_cast
    from tests.sessions.leading import draft, open_visit

    cast = make_cast()
    visit = open_visit(cast)

    def begin() -> Interview:
        return draft(cast, visit=visit)

    def save(interview: Interview, item: str, value: int, operation: UUID | None = None, base: int = 0) -> Any:
        sent = OperationSent(operation or uuid4(), str(uuid4()), 1, None, base)
        if operation:
            sent = OperationSent(operation, str(UUID(int=1)), 1, None, base)
        return save_answers(
            actor=cast.alice,
            interview_id=interview.pk,
            operation=sent,
            answers=(Sent(item, "value", value),),
            language="en",
            step="page_1",
            now=timezone.now(),
        )["revision"]

    def finish(interview: Interview, revision: int = 0) -> str:
        done = finalise(actor=cast.alice, interview_id=interview.pk, reviewed_revision=revision, now=timezone.now())
        return str(Interview.objects.get(pk=done.pk).record_sha256)

    told: dict[str, Any] = {}

    one, operation = begin(), uuid4()
    replies = at_once(lambda number: save(one, "q1", 2, operation))
    told["same operation"] = [replies, AnswerChange.objects.filter(interview=one).count()]

    many = begin()
    told["different questions"] = sorted(at_once(lambda number: save(many, f"q{number + 1}", 1)))

    same = begin()
    replies = at_once(lambda number: save(same, "q1", number % 4 if number else 3))
    told["same question"] = [sorted(Counter(map(str, replies)).items()), Interview.objects.get(pk=same.pk).revision]

    shared, places = uuid4(), [begin() for _ in range(THREADS)]
    replies = at_once(lambda number: save(places[number], "q1", 1, shared))
    told["one operation, many interviews"] = [
        sorted(Counter(map(str, replies)).items()),
        Operation.objects.filter(pk=shared).count(),
    ]

    own = [begin() for _ in range(THREADS)]
    told["one case, many interviews"] = at_once(lambda number: save(own[number], "q1", 1))

    twice = begin()
    hashes = at_once(lambda number: finish(twice))
    told["finished together"] = [len(set(hashes)), len(hashes[0])]

    race = begin()
    replies = at_once(lambda number: save(race, f"q{number}", 0) if number else finish(race))
    race = Interview.objects.get(pk=race.pk)
    held = sum(change.revision <= race.revision for change in AnswerChange.objects.filter(interview=race))
    told["a save and the end"] = [
        len([reply for reply in replies[1:] if isinstance(reply, int)]) == held,
        set(map(str, replies[1:])) <= {*map(str, range(1, 9)), "finalised"},
        race.state == "draft" or interview_record(race)["revision"] == race.revision == held,
    ]

    whole = begin()
    for number in range(1, 10):
        save(whole, f"q{number}", 1)
    finish(whole, 9)
    replies = at_once(
        lambda number: str(amend(actor=cast.alice, interview_id=whole.pk, reason="x", now=timezone.now()).pk)
    )
    told["corrected together"] = [
        sum(reply == "Refused" for reply in replies),
        Interview.objects.filter(amends=whole).count(),
        Observation.objects.filter(interview=whole, replaced_at=None).exists(),
    ]

    page = uuid4()
    replies = at_once(lambda number: str(draft(cast, visit=visit, interview_id=page).pk))
    told["started together"] = [len(set(replies)), Interview.objects.filter(pk=page).count()]

    line = [begin()]
    for _ in range(2):
        finish(line[-1])
        line.append(amend(actor=cast.alice, interview_id=line[-1].pk, reason="x", now=timezone.now()))
        finish(line[-1], 1)
    keys = [one.pk for one in line]
    replies = at_once(
        lambda number: str(void(actor=cast.alice, interview_id=keys[number % 3], reason="x", now=timezone.now()).pk)
    )
    told["void together"] = [replies == [str(keys[number % 3]) for number in range(THREADS)], len(set(replies))]

    previous = START
    for sequence, event in enumerate(AuditEvent.objects.filter(compartment=cast.case.compartment).order_by("sequence")):
        assert (event.sequence, event.previous_hash) == (sequence + 1, previous)
        previous = row_hash(event)
        assert event.row_hash == previous
    return told


if __name__ == "__main__":
    django.setup()
    json.dump(main(), sys.stdout)

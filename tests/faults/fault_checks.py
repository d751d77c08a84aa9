"""What must hold after the kills, looked up in the database itself.

    python -m tests.faults.fault_checks LEDGER

LEDGER is the JSON file of what was acknowledged. Prints {"figures": {...}, "problems": [...]}.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import django


def check(ledger: dict[str, Any]) -> dict[str, Any]:
    """All checks; a problem is a sentence."""
    problems = [*_sqlite(), *_answers(ledger["answers"]), *_history(ledger["answers"]), *_audit()]
    problems += _packages(ledger["packages"])
    return {"figures": _figures(), "problems": problems}


def _sqlite() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        said = cursor.execute("PRAGMA integrity_check").fetchall()
        broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
    return [f"integrity_check: {said}"] * (said != [("ok",)]) + [f"foreign_key_check: {broken}"] * bool(broken)


def _answers(acknowledged: list[dict[str, Any]]) -> list[str]:
    """The newest acknowledged answer to each item is the one that stands, with its note."""
    from sessions.models import Answer

    newest = {(one["interview"], one["item"]): one for one in acknowledged}
    stored = {(str(one.interview_id), one.item): one for one in Answer.objects.all()}
    problems = []
    for place, one in newest.items():
        answer = stored.get(place)
        if answer is None:
            problems.append(f"lost: no answer at {place}")
        elif (answer.state, answer.value, answer.note) != (one["state"], one.get("value"), one["note"]):
            problems.append(f"lost: another answer at {place}")
    if extra := stored.keys() - newest.keys():
        problems.append(f"answers that nobody gave: {extra}")
    return problems


def _history(acknowledged: list[dict[str, Any]]) -> list[str]:
    """One operation for each acknowledged save and no other; one change and one revision for each that changed."""
    from sessions.models import AnswerChange, Interview, Operation

    problems = []
    sent = Counter(one["operation"] for one in acknowledged)
    stored = {str(one) for one in Operation.objects.values_list("pk", flat=True)}
    problems += [f"acknowledged {count} times: {one}" for one, count in sent.items() if count > 1]
    problems += [f"lost: operation {one}" for one in sent.keys() - stored]
    problems += [f"an operation that nobody sent: {one}" for one in stored - sent.keys()]
    for interview in Interview.objects.all():
        changes = AnswerChange.objects.filter(interview=interview)
        revisions = sorted(changes.values_list("revision", flat=True))
        if revisions != list(range(1, interview.revision + 1)):
            problems.append(f"{interview.pk}: revisions with a gap or twice: {interview.revision}, {len(revisions)}")
        if changes.values("operation").distinct().count() != len(revisions):
            problems.append(f"{interview.pk}: an operation changed an answer twice")
    return problems


def _audit() -> list[str]:
    """Each chain without gap, fork or change; one row for each save."""
    from forms_engine.access.audit import START, row_hash
    from forms_engine.access.models import AuditEvent, Compartment
    from sessions.models import Operation

    problems = []
    for compartment in Compartment.objects.values_list("pk", flat=True):
        previous = START
        for place, event in enumerate(AuditEvent.objects.filter(compartment=compartment).order_by("sequence"), 1):
            if event.sequence != place or event.previous_hash != previous or row_hash(event) != event.row_hash:
                problems.append(f"audit chain of {compartment} breaks at {place}")
                break
            previous = event.row_hash
    saves = AuditEvent.objects.filter(action="answers.saved").count()
    if saves != Operation.objects.count():
        problems.append(f"{saves} rows in the audit trail for {Operation.objects.count()} saves")
    return problems


def _packages(ordered: list[dict[str, str]]) -> list[str]:
    """Every order is one package; every package was made exactly once, and its document is whole."""
    from exports.models import Package
    from forms_engine.access.models import AuditEvent

    problems = []
    stored = {str(one.pk): one for one in Package.objects.all()}
    if stored.keys() != {one["package"] for one in ordered}:
        problems.append(f"{len(ordered)} orders were acknowledged, {len(stored)} packages are there")
    for key, package in stored.items():
        events = Counter(AuditEvent.objects.filter(thing_id=key).values_list("action", flat=True))
        if package.state != Package.State.DONE:
            problems.append(f"package {key} is {package.state} after {package.attempts} tries ({package.problem})")
        elif not package.pdf or hashlib.sha256(package.pdf).hexdigest() != package.pdf_sha256:
            problems.append(f"package {key}: the document is not whole")
        if events["package.made"] != 1 or events["package.ordered"] != 2:  # on the case and on the package
            problems.append(f"package {key}: {dict(events)}")
    return problems


def _figures() -> dict[str, int]:
    from exports.models import Package
    from forms_engine.access.models import AuditEvent
    from sessions.models import Alert, Answer, AnswerChange, Operation

    rows = {"operations": Operation, "answers": Answer, "changes": AnswerChange, "alerts": Alert}
    rows |= {"audit rows": AuditEvent, "packages": Package}
    figures = {name: model.objects.count() for name, model in rows.items()}
    return figures | {"packages tried again": Package.objects.filter(attempts__gt=1).count()}


def main() -> None:
    django.setup()
    print(json.dumps(check(json.loads(Path(sys.argv[1]).read_text()))))


if __name__ == "__main__":
    main()

"""The parts a package can be made of: one function for each, from a case to sections of a report.

A part reads what it needs and nothing else; which parts a recipient gets is the profile's matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.formats.report import Block, Bullets, Facts, LineChart, Paragraph, Quote, Section, Series, Table
from exports.interview_parts import interview_sections
from exports.people import part_names
from forms_engine.casework import selectors as casework
from forms_engine.casework.models import Case
from sessions.selectors import interviews as interview_reads
from sessions.selectors import visits as visit_reads


@dataclass(frozen=True)
class Wanted:
    """What a package is made from. ``interviews``: finished interviews chosen by the worker; empty means all."""

    case: Case
    interviews: frozenset[UUID]


Part = Callable[[Wanted], list[Section]]

METHODS: dict[str, str | Promise] = {
    "mi": gettext_lazy("Motivational conversations"),
    "sfbt": gettext_lazy("Solution-focused conversations"),
    "trauma": gettext_lazy("Trauma screening, followed up by the worker"),
    "mood": gettext_lazy("Mental health screening, followed up by the worker"),
}


def case_part(wanted: Wanted) -> list[Section]:
    """The case number, its status and the day it was opened."""
    case = wanted.case
    rows = (
        (_("Case"), str(case.number)),
        (_("Status"), str(case.get_status_display())),
        (_("Opened"), day(case.opened_at)),
    )
    return [Section(_("The case"), (Facts(rows),))]


def pairs_part(wanted: Wanted) -> list[Section]:
    """The workers of each service."""
    rows = tuple(
        (pair.service.name, ", ".join(entry.staff.full_name for entry in pair.assignments))
        for pair in casework.pairs(wanted.case)
    )
    block: Block = Facts(rows) if rows else Paragraph(_("No service has a worker on this case yet."))
    return [Section(_("Who works with the family"), (block,))]


def methods_part(wanted: Wanted) -> list[Section]:
    """The ways of working that were used, without instruments or results."""
    used = interview_reads.finished_interviews(wanted.case.compartment)
    methods = {interview_reads.instrument_of(interview).method for interview in used}
    words = tuple(str(words) for method, words in METHODS.items() if method in methods)
    return [Section(_("Ways of working"), (Bullets(words) if words else Paragraph(_("None recorded yet.")),))]


def goals_part(wanted: Wanted) -> list[Section]:
    """Each open goal in the family's words, and a line for each person who rated it."""
    goals = casework.goals(wanted.case)
    lines = visit_reads.goal_lines(wanted.case, goals)
    called = part_names(wanted.case)
    blocks: list[Block] = []
    for number, goal in enumerate(goals, 1):
        whose = called[goal.person_id] if goal.person_id else _("The whole family")
        blocks.append(Quote(goal.words, whose))
        blocks.append(Facts(((_("It serves"), str(goal.get_aim_display())),)))
        series = tuple(
            Series(
                called[line.person.pk] if line.person else _("Worker %(initials)s") % {"initials": line.staff.initials},
                tuple((timezone.localdate(rating.at).isoformat(), rating.value) for rating in line.ratings),
            )
            for line in lines[goal]
        )
        if series:
            title = _("Goal %(number)s, rated from 0 to 10") % {"number": number}
            blocks.append(LineChart(title, series, 0, 10, goal.low, goal.high))
        else:
            blocks.append(Paragraph(_("Not rated yet.")))
    return [Section(_("What the family wants"), tuple(blocks) or (Paragraph(_("No goals written down yet.")),))]


def measures_part(wanted: Wanted) -> list[Section]:
    """The help that is given and was given, in words."""
    rows = tuple(
        (
            measure.words,
            measure.service.name,
            day(measure.starts_on),
            day(measure.ended_on) if measure.ended_on else _("running"),
        )
        for measure in casework.measures(wanted.case)
    )
    if not rows:
        return [Section(_("Measures"), (Paragraph(_("No measures yet.")),))]
    head = (_("Measure"), _("Service"), _("From"), _("To"))
    return [Section(_("Measures"), (Table(head, rows, (4.0, 2.0, 1.3, 1.3)),))]


def next_step_part(wanted: Wanted) -> list[Section]:
    """The newest next step."""
    step = visit_reads.next_step(wanted.case)
    if step is None:
        return [Section(_("Next step"), (Paragraph(_("No next step agreed yet.")),))]
    blocks: list[Block] = [Paragraph(step.words)]
    if step.by:
        blocks.append(Facts(((_("By"), day(step.by)),)))
    return [Section(_("Next step"), tuple(blocks))]


def gaps_part(wanted: Wanted) -> list[Section]:
    """What is missing: written down by people, and found in the register."""
    written = [gap.words for gap in casework.open_gaps(wanted.case)]
    items = tuple(written + casework.found_gaps(wanted.case))
    block: Block = Bullets(items) if items else Paragraph(_("Nothing is known to be missing."))
    return [Section(_("What is missing"), (block,))]


def interviews_part(wanted: Wanted) -> list[Section]:
    """Finished interviews with answers, scores, norms and hashes, as they were frozen."""
    found = interview_reads.finished_interviews(wanted.case.compartment).order_by("asked_on", "finalised_at", "pk")
    if wanted.interviews:
        found = found.filter(pk__in=wanted.interviews)
    sections = [
        section
        for interview in found.defer(None).defer("version__document", "overlay__document")
        for section in interview_sections(interview_reads.interview_record(interview), interview.record_sha256)
    ]
    return sections or [Section(_("Interviews"), (Paragraph(_("No finished interviews.")),))]


PARTS: dict[str, Part] = {
    "case": case_part,
    "pairs": pairs_part,
    "methods": methods_part,
    "goals": goals_part,
    "measures": measures_part,
    "next_step": next_step_part,
    "gaps": gaps_part,
    "interviews": interviews_part,
}


def day(when: date | datetime) -> str:
    """A day in the words of the report's language."""
    on = timezone.localdate(when) if isinstance(when, datetime) else when
    return formats.date_format(on, "DATE_FORMAT")

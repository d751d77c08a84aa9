"""The picture of a case: how its goals and scores moved, as words, lines and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_engine.casework.models import Case, Goal
from instruments import selectors as instruments
from scoring.change import Verdict, change_by_norm
from scoring.lines import Reading
from sessions.lines import Drawing, draw, number
from sessions.models import Alert, Observation, Visit
from sessions.selectors.visits import RaterLine, goal_lines

WHOLE = "total"  # the score that says most, where an instrument has one
RECENT = timedelta(days=31)
DIRECTIONS: dict[str, str | Promise] = {
    "worse": gettext_lazy("A higher number means more trouble."),
    "better": gettext_lazy("A higher number means that things are better."),
    "neutral": gettext_lazy("A higher number is neither better nor worse."),
}
VERDICTS: dict[Verdict, str | Promise] = {
    "reliable_increase": gettext_lazy("The number rose by more than measurement error in this sample: %(norm)s."),
    "reliable_decrease": gettext_lazy("The number fell by more than measurement error in this sample: %(norm)s."),
    "no_reliable_change": gettext_lazy("The change lies within measurement error in this sample: %(norm)s."),
}


@dataclass(frozen=True)
class Row:
    """One number of a table: the day, who gave it, and for scores the version of the instrument."""

    on: date
    rater: str
    value: str
    version: str = ""


@dataclass(frozen=True)
class GoalPicture:
    """A goal with one sentence and one line for each rater; ``drawing`` is None when nobody rated it."""

    goal: Goal
    words: tuple[tuple[str, str], ...]  # (rater, sentence)
    drawing: Drawing | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ScorePicture:
    """A score of an instrument; ``words`` are plain sentences, ``breaks`` tell of changes of the version.

    ``is_part``: the instrument has a total as well, which comes first.
    """

    key: str
    name: str
    instrument: str
    title: str
    range: str
    words: tuple[str, ...]
    breaks: tuple[str, ...]
    drawing: Drawing | None
    rows: tuple[Row, ...]
    is_part: bool = False


def goal_picture(goal: Goal, lines: Sequence[RaterLine], today: date) -> GoalPicture:
    """The picture of one goal, from its raters' lines. Each rater keeps a line of their own."""
    readings, labels, rows, words = [], {}, [], []
    for place, line in enumerate(lines):
        key = str(place)
        labels[key] = line.label
        given = [(timezone.localdate(rating.at), rating.value) for rating in line.ratings]
        readings += [Reading(on, value, key) for on, value in given]
        rows += [Row(on, line.label, number(value)) for on, value in given]
        words.append((line.label, moved(given, today)))
    rows.sort(key=lambda row: row.on)
    return GoalPicture(goal, tuple(words), draw(readings, labels), tuple(rows))


def moved(given: Sequence[tuple[date, float]], today: date) -> str:
    """How one line went, in neutral words: "From 3 in March to 6 now." ``given`` is not empty, oldest first.

    "Now" is a number of the last 31 days.
    """
    (first_on, first), (last_on, last) = given[0], given[-1]
    told = {
        "first": number(first),
        "month": month(first_on, today),
        "last": number(last),
        "then": month(last_on, today),
    }
    if len(given) == 1:
        return _("%(first)s in %(month)s.") % told
    recent = today - last_on <= RECENT
    if first == last:
        return (_("%(first)s in %(month)s and now.") if recent else _("%(first)s in %(month)s and in %(then)s.")) % told
    if recent:
        return _("From %(first)s in %(month)s to %(last)s now.") % told
    return _("From %(first)s in %(month)s to %(last)s in %(then)s.") % told


def month(on: date, today: date) -> str:
    """The month in words, with the year when it is not this one."""
    return formats.date_format(on, "F" if on.year == today.year else "F Y")


def score_pictures(case: Case, today: date) -> list[ScorePicture]:
    """Every score of the case that was observed and not replaced, by instrument and score. One query.

    Instruments are read once in a process.
    """
    found = (
        Observation.objects.filter(compartment_id=case.compartment_id, interview__isnull=False, replaced_at=None)
        .select_related("person", "staff", "interview")
        .defer("interview__record", "interview__amend_reason")
        .order_by("measure", "at")
    )
    pictures = [_score_picture(measure, list(rows), today) for measure, rows in groupby(found, lambda row: row.measure)]
    whole = {picture.key for picture in pictures if picture.name == WHOLE}
    told = [replace(picture, is_part=picture.key in whole and picture.name != WHOLE) for picture in pictures]
    return sorted(told, key=lambda picture: (picture.key, picture.is_part, picture.name))


def open_alerts_of(case: Case) -> list[Alert]:
    """The alerts of a case that nobody has recorded yet, oldest first."""
    return list(Alert.objects.filter(compartment_id=case.compartment_id, state=Alert.State.OPEN))


def alerts_with_context() -> QuerySet[Alert]:
    """All alerts with what the page of one needs: interview, visit, case, who recorded. For the gate."""
    return Alert.objects.select_related("interview__visit__case", "interview__person", "recorded_by").defer(
        "interview__record"
    )


def _score_picture(measure: str, found: list[Observation], today: date) -> ScorePicture:
    key, _slash, name = measure.rpartition("/")
    newest = found[-1].interview
    if newest is None:
        raise ValueError("a score belongs to an interview")
    instrument = instruments.instrument(newest.version_id, newest.overlay_id)
    score: dict[str, Any] = instrument.scoring.get("scores", {}).get(name, {})
    low, high = score.get("range", (None, None))
    title, span = score.get("title", name), "" if low is None else f"{number(low)}–{number(high)}"
    informants = list(dict.fromkeys(_informant(entry) for entry in found))
    words = [str(DIRECTIONS[score["higher"]])] if score else []
    norms = [norm for norm in instrument.scoring.get("norms", ()) if norm["score"] == name]
    for rater in informants:
        words += _score_words([entry for entry in found if _informant(entry) == rater], norms, newest.language, today)
    values = [entry.value for entry in found]
    return ScorePicture(
        key=key,
        name=name,
        instrument=instrument.title,
        title=title,
        range="" if f"({span})" in title else span,  # some titles say it themselves
        words=tuple(words),
        breaks=tuple(_breaks(found, informants)),
        drawing=draw(
            list(_readings(found)),
            {str(rater): _label(entry) for entry in found for rater in [_informant(entry)]},
            low=min(values) - 1 if low is None else low,
            high=max(values) + 1 if high is None else high,
        ),
        rows=tuple(
            Row(timezone.localdate(entry.at), _label(entry), number(entry.value), entry.version) for entry in found
        ),
    )


def _informant(entry: Observation) -> object:
    return entry.person_id or entry.staff_id


def _label(entry: Observation) -> str:
    return str(entry.person.called) if entry.person else entry.staff.initials


def _readings(found: Iterable[Observation]) -> Iterable[Reading]:
    """Readings in time order; between two versions of one informant stands a gap, which no line bridges."""
    before: dict[object, str] = {}
    for entry in found:
        rater, on = _informant(entry), timezone.localdate(entry.at)
        if before.setdefault(rater, entry.version) != entry.version:
            yield Reading(on, None, str(rater))
        before[rater] = entry.version
        yield Reading(on, entry.value, str(rater))


def _breaks(found: Sequence[Observation], informants: Sequence[object]) -> Iterable[str]:
    """One sentence for each change of version, however many informants it touched."""
    changes = {
        (later.version, _day(later.at))
        for rater in informants
        for earlier, later in pairwise([entry for entry in found if _informant(entry) == rater])
        if earlier.version != later.version
    }
    for version, day in sorted(changes):
        yield _(
            "From %(day)s version %(version)s was used. Numbers before and after are not compared: the line has a gap."
        ) % {"day": day, "version": version}


def _score_words(own: list[Observation], norms: Sequence[dict[str, Any]], language: str, today: date) -> Iterable[str]:
    """One informant's sentences about the newest version only: how it moved, and what can be said about the change."""
    same = [entry for entry in own if entry.version == own[-1].version]
    given = [(timezone.localdate(entry.at), entry.value) for entry in same]
    yield f"{_label(own[-1])}: {moved(given, today)}"
    if len(given) < 2:
        return
    judged = [(norm, change_by_norm(norm, given[0][1], given[-1][1])) for norm in norms]
    fitting = [(norm, change) for norm, change in judged if change]
    if not fitting:
        yield _("No norm set fits these numbers, so there is no verdict about the change.")
    for norm, change in fitting:
        sentence = str(VERDICTS[change.verdict]) % {"norm": norm["population"]}
        if norm["language"] != language:
            sentence += " " + _("This is not established for the language used here.")
        yield sentence


def _day(at: datetime) -> str:
    return formats.date_format(timezone.localdate(at), "DATE_FORMAT")


@dataclass(frozen=True)
class FamilyGoal:
    """A goal for the family's own sheet: the numbers given at the visit by the family's own, and their lines."""

    goal: Goal
    given: tuple[tuple[str, str], ...]  # (who, number)
    drawing: Drawing | None


def family_goals(visit: Visit, goals: list[Goal], now: datetime) -> list[FamilyGoal]:
    """The open goals with the family's own ratings up to this visit; the workers' own views stay out."""
    end = visit.ended_at or now
    found = []
    for goal, lines in goal_lines(visit.case, goals).items():
        own = [line for line in lines if line.person]
        upto = [replace(line, ratings=tuple(one for one in line.ratings if one.at <= end)) for line in own]
        given = [(line.label, one.value) for line in own for one in line.ratings if one.visit_id == visit.pk]
        shown = goal_picture(goal, [line for line in upto if line.ratings], timezone.localdate(now))
        found.append(FamilyGoal(goal, tuple((who, number(value)) for who, value in given), shown.drawing))
    return found

"""A finished interview as sections of a report, from its frozen record alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.formats.report import Block, Facts, Note, Section, Table

STATES: dict[str, str | Promise] = {
    "declined": gettext_lazy("Would rather not say"),
    "dont_know": gettext_lazy("Does not know"),
    "not_now": gettext_lazy("Not now"),
    "not_asked": gettext_lazy("No answer"),
}
MODES: dict[str, str | Promise] = {
    "read_aloud": gettext_lazy("Read aloud by the worker"),
    "self": gettext_lazy("Filled in by the person"),
    "paper": gettext_lazy("Entered later, from paper"),
}
INTERPRETERS: dict[str, str | Promise] = {
    "none": gettext_lazy("No interpreter"),
    "present": gettext_lazy("Interpreter in the room"),
    "phone": gettext_lazy("Interpreter by phone or screen"),
}

NORM_FIGURES: dict[str, str | Promise] = {
    "language": gettext_lazy("language"),
    "n": gettext_lazy("people"),
    "mean": gettext_lazy("mean"),
    "sd": gettext_lazy("standard deviation"),
    "reliability": gettext_lazy("reliability"),
    "points": gettext_lazy("reliable change in points"),
}


def interview_sections(record: dict[str, Any], sha256: str) -> list[Section]:
    """How it was given, every answer, what the answers mean, and by which norms."""
    instrument = record["instrument"]
    title = f"{instrument['title']} · {_day(record['asked_on'])}"
    blocks: list[Block] = [Facts(_given_how(record, sha256)), _answers(record)]
    sections = [Section(title, tuple(blocks))]
    meaning = _meaning(record)
    if meaning:
        sections.append(Section(_("%(title)s: what the answers mean") % {"title": instrument["title"]}, meaning))
    return sections


def _given_how(record: dict[str, Any], sha256: str) -> tuple[tuple[str, str], ...]:
    instrument, overlay, person = record["instrument"], record["overlay"], record["person"]
    translation = f"{overlay['language']} ({overlay['status']}, {overlay['source']})" if overlay else _("original")
    rows = [
        (_("Answered by"), person["called"] if person else _("the worker")),
        (_("Asked on"), _day(record["asked_on"])),
        (_("How"), MODES[record["mode"]]),
        (_("Interpreter"), INTERPRETERS[record["interpreter"]]),
        (_("Language"), f"{record['language']} · {translation}"),
        (_("Instrument"), f"{instrument['key']} {instrument['version']}"),
        (_("Instrument's SHA-256"), instrument["sha256"]),
        (_("Finalised by"), record["finalised_by"]["name"]),
        (_("Record's SHA-256"), sha256),
        *_correction(record),
    ]
    return tuple((label, str(text)) for label, text in rows)


def _day(written: str) -> str:
    return formats.date_format(date.fromisoformat(written), "DATE_FORMAT")


def _correction(record: dict[str, Any]) -> list[tuple[str, str]]:
    """What a corrected interview took the place of: the earlier record keeps its hash, and stays readable."""
    earlier = record["amends"]
    if not earlier:
        return []
    titles = {question["item"]: question["title"] for step in record["sheet"] for question in step["questions"]}
    changed = "; ".join(titles.get(item, item) for item in earlier["changed"])
    return [
        (_("Corrects the record with SHA-256"), earlier["record_sha256"]),
        (_("Why it was corrected"), earlier["reason"]),
        (_("Answers that were corrected"), changed or _("none")),
    ]


def _answers(record: dict[str, Any]) -> Table:
    rows = []
    for step in record["sheet"]:
        for question in step["questions"]:
            if question["state"] == "hidden":
                continue
            rows.append((question["title"], _answer(question), question["note"] or ""))
    return Table((_("Question"), _("Answer"), _("Note")), tuple(rows), (4.0, 2.5, 2.0))


def _answer(question: dict[str, Any]) -> str:
    if question["state"] != "value":
        return str(STATES[question["state"]])
    if isinstance(question["value"], bool):
        return _("Yes") if question["value"] else _("No")
    if question["options"] and isinstance(question["value"], int | float):
        return f"{question['words']} ({question['value']:g})"  # the number that counts in the scores
    return _day(question["value"]) if question["type"] == "date" else str(question["words"])


def _meaning(record: dict[str, Any]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if record["scores"]:
        head = (_("Score"), _("Value"), _("Band"), _("Range"))
        blocks.append(Table(head, tuple(_score(score) for score in record["scores"]), (3.5, 1.0, 2.0, 1.2)))
    rows = [(finding["title"], _known(finding["value"])) for finding in record["findings"]]
    rows += [(alert["title"], _known(alert["value"])) for alert in record["alerts"]]
    if rows:
        blocks.append(Table((_("Finding or alert"), _("Result")), tuple(rows), (4.0, 1.5)))
    blocks += [Note(alert["text"]) for alert in record["alerts"] if alert["value"] and alert["text"]]
    for named in (*record["scores"], *record["findings"]):
        if named["note"]:
            blocks.append(Note(f"{named['title']}: {named['note']}"))
    for score in record["scores"]:
        blocks += [Note(_norm(score["title"], norm)) for norm in score["norms"]]
    if record["scores"] and not any(score["norms"] for score in record["scores"]):
        blocks.append(Note(_("No norm set belongs to these scores: there is no verdict about change.")))
    if blocks:
        blocks.append(Note(_("A score is a help for the conversation. It is not a diagnosis.")))
    return tuple(blocks)


def _score(score: dict[str, Any]) -> tuple[str, str, str, str]:
    value = _("unknown") if score["value"] is None else number(score["value"])
    low, high = score["range"]
    return score["title"], value, score["band"]["title"] if score["band"] else "–", f"{number(low)}-{number(high)}"


def _norm(title: str, norm: dict[str, Any]) -> str:
    words = [_("Norm for %(score)s: %(population)s") % {"score": title, "population": norm["population"]}]
    for name, figure in NORM_FIGURES.items():
        if norm.get(name) is not None:
            kind = norm.get(f"{name}_kind")
            words.append(f"{figure} {norm[name]}" + (f" ({kind})" if kind else ""))
    words.append(str(norm["source"]))
    words += [_("to be verified: %(fact)s") % {"fact": fact} for fact in norm.get("to_verify", ())]
    return " · ".join(words)


def _known(value: bool | None) -> str:
    if value is None:
        return _("unknown")
    return _("yes") if value else _("no")


def number(value: float) -> str:
    """A number as people write it: whole numbers without a decimal part."""
    return str(int(value)) if float(value).is_integer() else f"{value:.2f}".rstrip("0")

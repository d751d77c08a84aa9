"""Translations: texts by pointer, laid over a document, each tied to the very text that it translates."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from forms_engine.core.canonical import digest
from forms_engine.core.document import text_problems
from forms_engine.core.problems import Problem
from forms_engine.core.reading import pointer, value_problems
from forms_engine.core.shape import check_shape

FORMAT = "forms-engine/overlay/1"

Place = tuple[str | int, ...]


def text_hash(text: str) -> str:
    """What `of` in an overlay holds: the first 16 hex digits of the SHA-256 of the source text."""
    return digest(text.encode("utf-8", "surrogatepass"))[:16]


def overlay_texts(document: Mapping[str, Any]) -> dict[str, str]:
    """Every text of a document that can be translated, by JSON pointer, in the order of the document.

    `document` is one that `read_document` accepts. A `byo` document has empty titles here: an overlay brings its
    wording.
    """
    return {pointer(*place): text for place, text in _places(document)}


def apply_overlay(document: dict[str, Any], overlay: object) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """A new document in the overlay's language, and the overlay's problems (paths point into the overlay).

    `document` is one that `read_document` accepts; read the result again to check the expressions quoted in translated
    texts. A text that is missing, or was translated from an older source (`text-stale`), stays in the document's own
    language.
    """
    problems = list(value_problems(overlay))
    if not problems:
        shape = check_shape(overlay, "overlay")
        problems = [*shape.problems, *text_problems(overlay)]
        if not shape.broken and isinstance(overlay, dict):
            result, found = _apply(document, overlay)
            return result, (*problems, *found)
    return deepcopy(document), tuple(problems)


def _apply(document: dict[str, Any], overlay: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    problems = list(_fit_problems(document, overlay))
    result = deepcopy(document)
    texts: Mapping[str, Any] = overlay["texts"]
    sources = {pointer(*place): (place, text) for place, text in _places(document)}
    for where, (place, source) in sources.items():
        if where not in texts:
            problems.append(Problem("/texts", "text-missing", f"No translation of {where}."))
        elif texts[where]["of"] != text_hash(source):
            message = "Translated from another text than the document has now."
            problems.append(Problem(pointer("texts", where), "text-stale", message))
        elif not texts[where]["text"].strip():
            problems.append(Problem(pointer("texts", where, "text"), "empty-text", "Must not be empty."))
        else:
            _put(result, place, texts[where]["text"])
    for where in texts.keys() - sources.keys():
        message = "Points at nothing in the document that can be translated."
        problems.append(Problem(pointer("texts", where), "text-unknown", message))
    result["language"] = overlay["language"]
    return result, sorted(problems)


def _fit_problems(document: Mapping[str, Any], overlay: Mapping[str, Any]) -> Iterator[Problem]:
    for key in ("key", "version"):
        if overlay[key] != document[key]:
            yield Problem(f"/{key}", "other-document", "Belongs to another document or version than the one beside it.")
    if overlay["language"] == document["language"] and document["rights"]["redistribution"] != "byo":
        yield Problem("/language", "same-language", "The document is in this language already.")


def _put(result: Any, place: Place, text: str) -> None:
    for step in place[:-1]:
        result = result[step]
    result[place[-1]] = text


def _places(document: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    yield from _texts(document, (), "title", "summary")
    for index, stage in enumerate(document.get("stages", ())):
        yield from _texts(stage, ("stages", index), "title")
    for name, group in document["answers"].get("$defs", {}).items():
        yield from _option_places(group, ("answers", "$defs", name))
    for name, item in document["answers"]["properties"].items():
        place: Place = ("answers", "properties", name)
        yield from _texts(item, place, "title", "description", "x-low", "x-high")
        yield from _option_places(item, place)
        yield from _option_places(item.get("items", {}), (*place, "items"))
    for index, step in enumerate(document["conversation"]):
        yield from _step_places(step, ("conversation", index))
    yield from _scoring_places(document.get("scoring", {}))


def _texts(part: Mapping[str, Any], place: Place, *keys: str) -> Iterator[tuple[Place, str]]:
    for key in keys:
        if key in part:
            yield (*place, key), part[key]


def _option_places(part: Mapping[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    for index, option in enumerate(part.get("oneOf", ())):
        yield from _texts(option, (*place, "oneOf", index), "title")


def _step_places(step: Mapping[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    yield from _texts(step, place, "title", "say", "guidance")
    for index, question in enumerate(step.get("ask", ())):
        if not isinstance(question, str):
            yield from _texts(question, (*place, "ask", index), "say", "guidance")
    for index, card in enumerate(step.get("cards", ())):
        yield from _texts(card, (*place, "cards", index), "title", "text")


def _scoring_places(scoring: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    for name, score in scoring.get("scores", {}).items():
        place: Place = ("scoring", "scores", name)
        yield from _texts(score, place, "title", "note")
        for index, band in enumerate(score.get("bands", ())):
            yield from _texts(band, (*place, "bands", index), "title")
    for name, finding in scoring.get("findings", {}).items():
        if not isinstance(finding, str):
            yield from _texts(finding, ("scoring", "findings", name), "title", "note")
    for name, alert in scoring.get("alerts", {}).items():
        yield from _texts(alert, ("scoring", "alerts", name), "title", "text")

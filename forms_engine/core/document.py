"""A document becomes an instrument, or all its problems at once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any

from forms_engine.core.canonical import canonical, digest
from forms_engine.core.effort import is_too_much
from forms_engine.core.instrument import Instrument, Stage
from forms_engine.core.limits import MAX_EXPRESSIONS, MAX_PROBLEMS, MAX_SHOWN, RESERVED
from forms_engine.core.problems import Problem
from forms_engine.core.read_conversation import read_conversation
from forms_engine.core.read_items import item_names, read_items
from forms_engine.core.reading import pointer, value_problems
from forms_engine.core.shape import check_shape
from forms_engine.core.text import text_fault

FORMAT = "forms-engine/instrument/1"

Rule = Callable[[Instrument], Iterable[Problem]]
"""A check that an upper room adds, run when the items and the conversation could be read."""


def read_document(
    document: object, rules: Sequence[Rule] = (), *, wording_imported: bool = False
) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """The instrument, or None and every problem, in the order of the document's parts.

    `document` is what `read_json` gave (any other Python value is refused, not trusted). A fault in the shape (a
    missing key, a value of the wrong type) hides the faults of meaning behind it; everything else is reported
    together. `wording_imported` says that a site has laid the wording over a `byo` document: then titles must be there
    instead of absent.
    """
    problems = list(value_problems(document))
    if problems:
        return None, _shown(problems)
    shape = check_shape(document, "instrument")
    problems += shape.problems
    problems += text_problems(document)
    if shape.broken or not isinstance(document, dict):
        return None, _shown(problems)
    if is_too_much(document):
        message = f"The expressions are more than {MAX_EXPRESSIONS} together; write fewer, shorter ones."
        return None, _shown([*problems, Problem("", "too-many-expressions", message)])
    found, instrument = _read(document, wording_imported)
    problems += found
    if instrument:
        for rule in rules:
            problems += islice(rule(instrument), MAX_PROBLEMS)
    return (None, _shown(problems)) if problems else (instrument, ())


def lint(document: object, rules: Sequence[Rule] = ()) -> tuple[Problem, ...]:
    """Only the problems of `read_document`."""
    return read_document(document, rules)[1]


def text_problems(document: object, *parts: str | int) -> Iterator[Problem]:
    """Texts and keys that hold what no instrument may (see `text_fault`), each named by its place."""
    if isinstance(document, str):
        fault = text_fault(document)
        if fault:
            yield Problem(pointer(*parts), *fault)
    elif isinstance(document, dict):
        for key, value in document.items():
            if text_fault(key):
                yield Problem(pointer(*parts), "text-hidden-character", "A key holds an invisible or broken character.")
            yield from text_problems(value, *parts, key)
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from text_problems(value, *parts, index)


def _read(document: Mapping[str, Any], wording_imported: bool) -> tuple[list[Problem], Instrument | None]:
    """Every section; the instrument only when its items could all be read, so that rules do not repeat those faults."""
    problems: list[Problem] = []
    read, item_problems = read_items(document["answers"])
    stages = tuple(Stage(stage["id"], stage["title"]) for stage in document.get("stages", ()))
    conversation, conversation_problems = read_conversation(document, read, stages)
    problems += item_problems + conversation_problems
    problems += _name_problems(document)
    problems += _rights_problems(document, wording_imported)
    problems += _disclosure_problems(document)
    low, high = (document.get("ages", {}).get(end) for end in ("from", "to"))
    if low is not None and high is not None and low > high:
        problems.append(Problem("/ages", "empty-range", "'from' must not be above 'to'."))
    if item_problems:
        return problems, None
    return problems, Instrument(
        key=document["key"],
        version=document["version"],
        language=document["language"],
        title=document["title"],
        summary=document.get("summary", ""),
        kind=document["kind"],
        method=document["method"],
        respondent=document["respondent"],
        ages=(low, high),
        minutes=document.get("minutes"),
        requires=tuple(document.get("requires", ())),
        rights=MappingProxyType(document["rights"]),
        items=MappingProxyType(conversation.items),
        stages=stages,
        steps=conversation.steps,
        scoring=MappingProxyType(document.get("scoring", {})),
        disclosure=MappingProxyType(document["disclosure"]),
        document=document,
        sha256=digest(canonical(document)),
        names=MappingProxyType(item_names(conversation.items)),
    )


def _name_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    message = "This word has a meaning of its own and cannot be a name."
    for section in ("scores", "findings", "alerts"):
        for name in document.get("scoring", {}).get(section, {}):
            if name in RESERVED:
                yield Problem(pointer("scoring", section, name), "reserved-name", message)
    repeated = Counter(stage["id"] for stage in document.get("stages", ()))
    for index, stage in enumerate(document.get("stages", ())):
        if stage["id"] in RESERVED:
            yield Problem(pointer("stages", index, "id"), "reserved-name", message)
        if repeated[stage["id"]] > 1:
            yield Problem(pointer("stages", index, "id"), "stage-twice", "Another stage has this id.")


def _disclosure_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    for name in document["disclosure"].get("items", {}):
        if name not in document["answers"]["properties"]:
            yield Problem(pointer("disclosure", "items", name), "unknown-item", "Names an item that is not in answers.")


def _rights_problems(document: Mapping[str, Any], wording_imported: bool) -> Iterator[Problem]:
    """The wording of `byo` and `forbidden` documents must be absent, that of all others present."""
    redistribution = document["rights"]["redistribution"]
    withheld = redistribution == "forbidden" or (redistribution == "byo" and not wording_imported)
    refused = f"The licence ({redistribution}) does not let the wording stand here: "
    for key, schema in document["answers"]["properties"].items():
        place = pointer("answers", "properties", key)
        if withheld and schema["title"]:
            yield Problem(f"{place}/title", "wording-not-allowed", refused + "leave the title empty.")
        if withheld and schema.get("description"):
            yield Problem(f"{place}/description", "wording-not-allowed", refused + "leave the description out.")
        if not withheld and not schema["title"].strip():
            yield Problem(f"{place}/title", "empty-text", "Must not be empty.")


def _shown(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The first of each code up to a limit, and for each code that has more, how many."""
    counts: Counter[str] = Counter()
    shown = []
    for problem in dict.fromkeys(problems):
        counts[problem.code] += 1
        if counts[problem.code] <= MAX_SHOWN:
            shown.append(problem)
    for code, count in counts.items():
        if count > MAX_SHOWN:
            shown.append(Problem("", code, f"And {count - MAX_SHOWN} more of this kind."))
    return tuple(shown)

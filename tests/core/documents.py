"""Documents for the tests of the core: a small one with every item type, and ways to change it."""

from copy import deepcopy
from typing import Any

from forms_engine.core import Instrument, read_document

EVERY_TYPE: dict[str, Any] = {
    "format": "forms-engine/instrument/1",
    "key": "first-talk",
    "version": "1.0.0",
    "language": "en",
    "title": "A first talk",
    "summary": "What matters now, and how it is going",
    "kind": "conversation",
    "method": "mi",
    "respondent": "participant",
    "ages": {"from": 16, "to": None},
    "minutes": 20,
    "requires": ["motivational-interviewing"],
    "rights": {"holder": "The project", "licence": "MIT", "redistribution": "bundled", "to_verify": ["the year"]},
    "stages": [{"id": "engage", "title": "Engage"}, {"id": "plan", "title": "Plan"}],
    "answers": {
        "type": "object",
        "additionalProperties": False,
        "$defs": {"often": {"oneOf": [{"const": 0, "title": "Never"}, {"const": 1, "title": "Often"}]}},
        "properties": {
            "willing": {"title": "Shall we talk about it?", "type": "boolean"},
            "calm": {"title": "Were you calm?", "description": "The last week.", "$ref": "#/$defs/often"},
            "topic": {
                "title": "What shall we talk about?",
                "oneOf": [{"const": "school", "title": "School"}, {"const": "home", "title": "Home"}],
            },
            "helps": {
                "title": "What helps?",
                "type": "array",
                "uniqueItems": True,
                "items": {
                    "oneOf": [{"const": word, "title": word.title()} for word in ("music", "friends", "sport", "none")]
                },
                "maxItems": 3,
                "x-exclusive": ["none"],
            },
            "scales": {"title": "Which?", "type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/often"}},
            "siblings": {"title": "How many siblings?", "type": "integer", "minimum": 0, "maximum": 20},
            "importance": {
                "title": "How important is {topic} to you?",
                "type": "integer",
                "minimum": 0,
                "maximum": 10,
                "x-display": "ruler",
                "x-low": "not at all",
                "x-high": "more than anything",
            },
            "hours": {"title": "Hours of sleep?", "type": "number", "minimum": 0, "maximum": 24},
            "weight": {"title": "Any number", "type": "number"},
            "why": {
                "title": "What makes it a {importance} and not a {importance - 1}?",
                "type": "string",
                "maxLength": 200,
                "x-quote": True,
            },
            "name": {"title": "A name for it", "type": "string", "maxLength": 40, "x-display": "short"},
            "started_on": {"title": "Since when?", "type": "string", "format": "date"},
        },
    },
    "conversation": [
        {
            "id": "opening",
            "title": "Opening",
            "stage": "engage",
            "say": "Thank you for coming.\n\nThis is {{not}} a test.",
            "guidance": "Sit beside, not opposite.",
            "ask": [
                "willing",
                "topic",
                {"item": "calm", "when": "willing", "say": "About {topic}:", "guidance": "Wait."},
            ],
            "cards": [{"title": "A card", "text": "Something to hand over."}],
        },
        {
            "id": "ruler",
            "title": "The ruler",
            "when": "topic == 'school' or calm == 1",
            "ask": ["helps", "scales", "siblings", "importance", "hours", "weight"],
        },
        {
            "id": "why",
            "title": "Why",
            "stage": "plan",
            "when": "importance > 0",
            "say": "You said {importance} of 10, and {helps}.",
            "ask": ["why", "name", "started_on"],
        },
    ],
    "scoring": {},
    "disclosure": {"default": "worker", "items": {"importance": "plan"}},
}
GONE = object()


def changed(*changes: tuple[str, object], of: dict[str, Any] = EVERY_TYPE) -> dict[str, Any]:
    """A copy of the document with a value at each pointer put in place, or taken away when it is GONE."""
    document = deepcopy(of)
    for where, value in changes:
        *way, last = [step.replace("~1", "/").replace("~0", "~") for step in where.split("/")[1:]]
        place: Any = document
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if value is GONE:
            del place[int(last) if isinstance(place, list) else last]
        elif isinstance(place, list) and last == "-":
            place.append(value)
        else:
            place[int(last) if isinstance(place, list) else last] = value
    return document


def instrument(*changes: tuple[str, object], of: dict[str, Any] = EVERY_TYPE) -> Instrument:
    """The instrument of a document that must be without problems."""
    read, problems = read_document(changed(*changes, of=of))
    assert problems == ()
    assert read is not None
    return read

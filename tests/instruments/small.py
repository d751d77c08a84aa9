"""A small instrument with a translation, for the tests of this room."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from forms_engine.core import canonical, digest, overlay_texts, text_hash
from instruments.models import Version
from tests.cast import NOW

DOCUMENT: dict[str, Any] = {
    "format": "forms-engine/instrument/1",
    "key": "small",
    "version": "1.0.0",
    "language": "en",
    "title": "A small talk",
    "kind": "conversation",
    "method": "other",
    "respondent": "participant",
    "rights": {"holder": "The project", "licence": "MIT", "redistribution": "bundled"},
    "answers": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "willing": {"type": "boolean", "title": "Shall we talk?"},
            "importance": {
                "type": "integer",
                "minimum": 0,
                "maximum": 10,
                "x-display": "ruler",
                "x-low": "not at all",
                "x-high": "very",
                "title": "How important is it?",
            },
            "why": {"type": "string", "maxLength": 500, "title": "Why a {importance}?", "x-quote": True},
        },
    },
    "conversation": [
        {"id": "start", "title": "Start", "say": "Hello.\n\nThank you.", "guidance": "Wait.", "ask": ["willing"]},
        {
            "id": "more",
            "title": "More",
            "when": "willing",
            "ask": ["importance", {"item": "why", "when": "importance > 0", "guidance": "Listen."}],
            "cards": [{"title": "If stuck", "text": "Ask again."}],
        },
    ],
    "disclosure": {"default": "worker"},
}

TEXTS = {
    "/title": "En liten prat",
    "/answers/properties/willing/title": "Skal vi snakke?",
    "/answers/properties/importance/title": "Hvor viktig er det?",
    "/answers/properties/importance/x-low": "ikke i det hele tatt",
    "/answers/properties/importance/x-high": "svært",
    "/answers/properties/why/title": "Hvorfor {importance}?",
    "/conversation/0/title": "Start",
    "/conversation/0/say": "Hei.\n\nTakk.",
    "/conversation/0/guidance": "Vent.",
    "/conversation/1/title": "Mer",
    "/conversation/1/ask/1/guidance": "Lytt.",
    "/conversation/1/cards/0/title": "Når det butter",
    "/conversation/1/cards/0/text": "Spør igjen.",
}


def overlay(
    texts: Mapping[str, str] = TEXTS, /, language: str = "nb", status: str = "unofficial", **changed: str
) -> dict[str, Any]:
    """A translation of DOCUMENT; ``changed`` are other translations by pointer."""
    sources = overlay_texts(DOCUMENT)
    translated = {
        place: {"text": changed.get(place, text), "of": text_hash(sources[place])} for place, text in texts.items()
    }
    about = {"format": "forms-engine/overlay/1", "key": "small", "version": "1.0.0"}
    return {**about, "language": language, "status": status, "source": "The tests", "texts": translated}


def overlay_file(**about: Any) -> bytes:
    """The same as the bytes of a file."""
    return json.dumps(overlay(**about), ensure_ascii=False).encode()


def make_version(**changed: Any) -> Version:
    """DOCUMENT as a published version, with parts of it changed."""
    document = {**DOCUMENT, **changed}
    data = canonical(document)
    return Version.objects.create(
        key=document["key"],
        version=document["version"],
        kind=document["kind"],
        language=document["language"],
        title=document["title"],
        document=data,
        sha256=digest(data),
        published_at=NOW,
    )

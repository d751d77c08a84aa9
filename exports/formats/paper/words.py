"""The few fixed words that the paper itself adds, in both languages, and how it writes dates and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from exports.formats.report import Language

WORDS: Mapping[Language, Mapping[str, str]] = {
    "nb": {
        "document": "Dokument",
        "page": "Side {page} av {pages}",
        "for": "Til {recipient}",
        "date": "Dato",
        "at": "kl.",
        "no-answer": "ikke svart",
        "no-readings": "Ingen tall ennå.",
        "about": "Om dette dokumentet",
        "recipient": "Mottaker",
        "version": "Versjon",
        "made-at": "Laget",
        "digest": "Innhold (SHA-256)",
    },
    "en": {
        "document": "Document",
        "page": "Page {page} of {pages}",
        "for": "For {recipient}",
        "date": "Date",
        "at": "at",
        "no-answer": "no answer",
        "no-readings": "No numbers yet.",
        "about": "About this document",
        "recipient": "Recipient",
        "version": "Version",
        "made-at": "Made",
        "digest": "Content (SHA-256)",
    },
}

MONTHS: Mapping[Language, tuple[str, ...]] = {
    "nb": ("jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def day(on: date, language: Language) -> str:
    """3. mars 2026, 3 Mar 2026."""
    return f"{on.day}{'.' if language == 'nb' else ''} {MONTHS[language][on.month - 1]} {on.year}"


def moment(made_at: str, language: Language) -> str:
    """An ISO 8601 time as 3. mars 2026 kl. 14.05 +01:00. ValueError when it is none."""
    at = datetime.fromisoformat(made_at)
    clock = at.strftime("%H.%M" if language == "nb" else "%H:%M")
    offset = at.isoformat()[19:] if at.tzinfo else ""
    return f"{day(at.date(), language)} {WORDS[language]['at']} {clock} {offset}".rstrip()


def number(value: float, language: Language) -> str:
    """At most ten digits that count, with the language's decimal sign; the minus is a real one."""
    text = f"{value:.10g}".replace("-", "\u2212")
    return text.replace(".", ",") if language == "nb" else text

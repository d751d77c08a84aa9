"""What can be started now, as the page offers it: a plain line each, how long it takes, who sees it, its languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from forms_engine import core
from forms_engine.access.models import Staff
from forms_engine.casework.forms import LANGUAGES
from instruments import selectors as instruments
from instruments.models import Overlay, Version
from instruments.sheet import STATUSES
from sessions.who_sees import who_sees

_NAMES = {**dict(LANGUAGES), "nn": "Nynorsk"}


@dataclass(frozen=True)
class LanguageOffered:
    """A language to lead it in, with how far its translation can be trusted."""

    code: str
    label: str
    overlay: Overlay | None


@dataclass(frozen=True)
class Offer:
    """One version that may be led; ``shown`` is the instrument in the language that the worker reads."""

    version: Version
    shown: core.Instrument
    languages: tuple[LanguageOffered, ...]
    chosen: str  # the language to begin with

    @property
    def key(self) -> str:
        """The value of its button."""
        return str(self.version.pk)

    @property
    def who_sees(self) -> str:
        """Who can see it, in one line."""
        return who_sees(self.shown.disclosure)


def offers(staff: Staff, language: str, now: datetime) -> list[Offer]:
    """Everything that this person may lead now; ``language`` is the one that the person who answers speaks best."""
    return [_offer(version, language) for version in instruments.offered(staff, now)]


def _offer(version: Version, language: str) -> Offer:
    languages = instruments.languages(version)
    by_code = {one.code: one for one in languages}
    read = by_code.get(get_language() or "en") or languages[0]
    chosen = by_code.get(language, read)
    shown = instruments.instrument(version.pk, read.overlay.pk if read.overlay else None)
    offered = tuple(LanguageOffered(one.code, _label(one), one.overlay) for one in languages)
    return Offer(version, shown, offered, chosen.code)


def _label(language: instruments.Language) -> str:
    name = _NAMES.get(language.code, language.code)
    return name if language.status == "original" else f"{name} ({STATUSES.get(language.status, language.status)})"

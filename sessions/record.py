"""The frozen record of an interview: what was asked as shown, answered and worked out. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version as installed
from typing import Any

from forms_engine import core
from sessions.meaning import make_meaning
from sessions.sheet import Given, make_sheet, values_of

FORMAT = "forms-engine/interview-record/1"


@dataclass(frozen=True)
class Frozen:
    """``text`` is the record as canonical JSON, ``sha256`` the hash that every print-out carries."""

    text: str
    sha256: str
    scores: dict[str, float]  # those that could be worked out


def body(instrument: core.Instrument, given: Mapping[str, Given]) -> dict[str, Any]:
    """What the answers say so far: {"sheet", "scores", "findings", "alerts"}; the same before and after finalising."""
    return {"sheet": make_sheet(instrument, given), **make_meaning(instrument, values_of(given))}


def freeze(instrument: core.Instrument, given: Mapping[str, Given], about: Mapping[str, Any]) -> Frozen:
    """The record: ``about`` (who, when, how; JSON values, with a random ``salt``), the instrument, and the body."""
    record = {
        "format": FORMAT,
        **about,
        "engine": installed("forms-engine"),
        "instrument": {
            "key": instrument.key,
            "version": instrument.version,
            "title": instrument.title,
            "kind": instrument.kind,
            "method": instrument.method,
            "respondent": instrument.respondent,
            "rights": dict(instrument.rights),
            "disclosure": dict(instrument.disclosure),
            "stages": [{"id": stage.id, "title": stage.title} for stage in instrument.stages],
            **about["instrument"],
        },
        **body(instrument, given),
    }
    text = core.canonical(record)
    return Frozen(
        text.decode(),
        core.digest(text),
        {score["name"]: score["value"] for score in record["scores"] if score["value"] is not None},
    )


def read(text: str) -> dict[str, Any]:
    """The record as it was frozen."""
    record: dict[str, Any] = json.loads(text)
    return record

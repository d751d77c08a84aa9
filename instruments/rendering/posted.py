"""A step that was sent as a plain form, without the script, becomes answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from forms_engine.core.instrument import Instrument
from forms_engine.core.items import Item
from instruments.rendering.questions import STATES
from instruments.rendering.shown import NOTHING, Shown


class Fields(Protocol):
    """What is needed of a ``QueryDict``."""

    def get(self, key: str, default: str | None = None) -> str | None: ...
    def getlist(self, key: str) -> Sequence[str]: ...


@dataclass(frozen=True)
class Posted:
    """One answer as it was sent. ``value`` is still to be checked by ``core.check_answer``."""

    item: str
    state: str
    value: object
    note: str


def posted_answers(instrument: Instrument, step_id: str, fields: Fields, answers: Mapping[str, Shown]) -> list[Posted]:
    """The answers of one step that differ from those given before. Fields of other steps are ignored."""
    step = next((step for step in instrument.steps if step.id == step_id), None)
    found = []
    for question in step.ask if step else ():
        before = answers.get(question.item.key, NOTHING)
        sent = _posted(question.item, fields, before)
        if (sent.state, sent.value, sent.note) != (before.state, before.value, before.note):
            found.append(sent)
    return found


def _posted(item: Item, fields: Fields, before: Shown) -> Posted:
    note = (fields.get(f"{item.key}.note") or "").replace("\r\n", "\n")
    if fields.get("clear") == item.key:
        return Posted(item.key, "empty", None, note)
    value = _READ[item.type](item, fields)
    states = [state for state in fields.getlist(f"{item.key}.state") if state in STATES]
    new_states = [state for state in states if state != before.state]
    # A value and a state together: the one that is new counts, for without a script nothing takes the other away.
    if states and (new_states or value in (None, before.value)):
        return Posted(item.key, (new_states or states)[0], None, note)
    return Posted(item.key, "empty" if value is None else "value", value, note)


def _text(item: Item, fields: Fields) -> object:
    text = (fields.get(item.key) or "").replace("\r\n", "\n")
    return text if text.strip() else None


def _number(item: Item, fields: Fields) -> object:
    written = (fields.get(item.key) or "").strip().replace(",", ".").replace("−", "-")
    if not written:
        return None
    try:
        return int(written) if written.lstrip("+-").isdigit() and len(written) <= 17 else float(written)
    except ValueError:
        return written  # refused by check_answer, which says why


def _yes_no(item: Item, fields: Fields) -> object:
    written = fields.get(item.key)
    return {"true": True, "false": False}.get(written, written) if written else None


def _option(item: Item, written: str) -> object:
    return next((option.value for option in item.options if str(option.value) == written), written)


def _one(item: Item, fields: Fields) -> object:
    written = fields.get(item.key)
    return _option(item, written) if written else None


def _several(item: Item, fields: Fields) -> object:
    return [_option(item, written) for written in fields.getlist(item.key)] or None


_READ: Mapping[str, Callable[[Item, Fields], object]] = {
    "yes_no": _yes_no,
    "choice": _one,
    "choices": _several,
    "integer": _number,
    "ruler": _number,
    "number": _number,
    "text": _text,
    "date": _text,
}

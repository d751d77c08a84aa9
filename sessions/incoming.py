"""What a device sent, read strictly: all named, nothing unknown, nothing that a database or browser cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError

from forms_engine import core
from sessions.services.refusals import NotSaved
from sessions.services.saves import MAX_REVISION, OperationSent, Save, Sent

MAX_ANSWERS = 200
MAX_SEQUENCE = 2**53 - 1


def read_body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a request; raises NotSaved for anything else, however large or deep."""
    try:
        data = request.body
    except RequestDataTooBig as fault:
        raise NotSaved("too-large") from fault
    except UnreadablePostError as fault:  # the connection broke
        raise NotSaved("bad-json") from fault
    value, problems = core.read_json(data)
    if problems or not isinstance(value, dict):
        raise NotSaved("bad-json", problems=problems)
    return value


def read_save(body: Mapping[str, Any]) -> Save:
    """A save as the protocol has it; raises NotSaved "bad-request" with a problem for each part that is not so."""
    parts = _Parts(body)
    save = Save(
        OperationSent(
            id=parts.take("operation", _uuid),
            device=str(parts.take("device", _uuid)),
            sequence=parts.take("sequence", _number_up_to(MAX_SEQUENCE)),
            client_at=parts.take("client_at", _time),
            base_revision=parts.take("base_revision", _number_up_to(MAX_REVISION)),
        ),
        answers=parts.take("answers", _answers),
        language=parts.take("language", _text_up_to(12)),
        step=parts.take("step", _text_up_to(64)),
        staff=parts.take("staff", _uuid_or_none),
    )
    parts.finish()
    return save


class _Parts:
    """The parts of one object: each taken once, what is left over is a problem too."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.left = dict(body)
        self.problems: list[core.Problem] = []

    def take(self, name: str, read: Callable[[Any], Any]) -> Any:
        """The part as read, or None and a problem."""
        try:
            return read(self.left.pop(name, None))
        except (ValueError, OverflowError):
            self.problems.append(core.Problem(f"/{name}", "bad-part", "Missing, or not what belongs here."))
            return None

    def finish(self) -> None:
        """Raise for all problems at once."""
        if self.left:
            self.problems.append(core.Problem("", "unknown-part", "Holds a part that is not known."))
        if self.problems:
            raise NotSaved("bad-request", problems=self.problems)


def _uuid(value: Any) -> UUID:
    if not isinstance(value, str) or len(value) > 45:
        raise ValueError
    return UUID(value)


def _uuid_or_none(value: Any) -> UUID | None:
    return None if value is None else _uuid(value)


def _number_up_to(most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise ValueError
        return value

    return read


def _text_up_to(most: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise ValueError
        return value

    return read


def _time(value: Any) -> datetime | None:
    """What the device's clock says, which may be years wrong; no time zone means UTC."""
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > 40:
        raise ValueError
    time = datetime.fromisoformat(value)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)


def _answers(value: Any) -> tuple[Sent, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_ANSWERS:
        raise ValueError
    return tuple(_answer(one) for one in value)


def _answer(value: Any) -> Sent:
    if not isinstance(value, dict) or value.keys() - {"item", "state", "value", "note"}:
        raise ValueError
    item, state, note = value.get("item"), value.get("state"), value.get("note")
    if not isinstance(item, str) or not isinstance(state, str) or not isinstance(note, str | None):
        raise ValueError
    if state != "value" and value.get("value") is not None:
        raise ValueError
    return Sent(item, state, value.get("value"), note)

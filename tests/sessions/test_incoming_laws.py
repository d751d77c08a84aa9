"""Whatever a device sends: a save, or a refusal with a plain reason; never a fault of the program."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from sessions.incoming import read_save
from sessions.services.refusals import NotSaved
from sessions.services.saves import Save

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
GOOD: dict[str, Any] = {
    "operation": "6f0b1d2c-0000-4000-8000-000000000001",
    "device": "6f0b1d2c-0000-4000-8000-000000000002",
    "sequence": 1,
    "client_at": "2026-03-02T10:00:00Z",
    "base_revision": 0,
    "answers": [{"item": "q1", "state": "value", "value": 1}],
    "language": "en",
    "step": "page_1",
}


def outcome(body: dict[str, Any]) -> Save | NotSaved:
    try:
        return read_save(body)
    except NotSaved as refusal:
        return refusal


@given(st.dictionaries(st.sampled_from(sorted(GOOD)) | st.text(max_size=8), anything))
def test_any_object_is_read_or_refused(body: dict[str, Any]) -> None:
    found = outcome(body)
    assert isinstance(found, Save) or (found.status == 400 and json.dumps(found.body))


@given(st.sampled_from(sorted(GOOD)), anything)
def test_one_wrong_part_is_read_or_refused(part: str, wrong: Any) -> None:
    found = outcome(GOOD | {part: wrong})
    if isinstance(found, NotSaved):
        assert [problem.path for problem in found.more["problems"]] == [f"/{part}"]
        assert str(found)
    else:
        assert isinstance(found.operation.id, UUID)
        assert found.operation.client_at is None or found.operation.client_at.tzinfo


@given(st.datetimes(), st.integers(-14, 14))
def test_any_clock_is_believed_or_refused(time: Any, hours: int) -> None:
    found = outcome(GOOD | {"client_at": f"{time.isoformat()}{hours:+03d}:00"})
    assert isinstance(found, Save) or found.code == "bad-request"

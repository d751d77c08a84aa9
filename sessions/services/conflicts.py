"""When does a save meet an answer that somebody else gave in the meantime?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sessions.models import Answer

if TYPE_CHECKING:
    from sessions.services.saves import Saved


def find_conflicts(base_revision: int, changed: Sequence[Saved], stored: Mapping[str, Answer]) -> list[dict[str, Any]]:
    """Both answers to each item that was changed after the page knew it. Other items that changed do not matter."""
    return [
        _both(saved, stored[saved.item])
        for saved in changed
        if saved.item in stored and stored[saved.item].revision > base_revision
    ]


def _both(yours: Saved, theirs: Answer) -> dict[str, Any]:
    return {
        "item": yours.item,
        "theirs": {
            "state": theirs.state,
            "value": theirs.value,
            "note": theirs.note,
            "at": theirs.answered_at.isoformat(),
            "by": theirs.answered_by.full_name,
        },
        "yours": {"state": yours.state, "value": yours.value, "note": yours.note},
    }

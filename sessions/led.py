"""A conversation that is being led: the interview, its instrument, the answers so far, the way they open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from forms_engine import core
from instruments.rendering import Shown, values_of
from sessions.models import Answer, Interview
from sessions.services.saves import Sent


@dataclass(frozen=True)
class Led:
    """``shown`` are the answers by item, as a page shows them; ``revisions`` when each was last changed."""

    interview: Interview
    instrument: core.Instrument
    shown: Mapping[str, Shown]
    revisions: Mapping[str, int]

    @cached_property
    def way(self) -> core.Way:
        """The steps and items that the answers open."""
        return core.walk(self.instrument, values_of(self.shown))

    @cached_property
    def steps(self) -> dict[str, core.Step]:
        """Every step by id, in order."""
        return {step.id: step for step in self.instrument.steps}

    def answers_of(self, step: str) -> dict[str, Shown]:
        """The answers of one step by item; state "empty" where there is none."""
        return {asked.item.key: self.shown.get(asked.item.key, Shown()) for asked in self.steps[step].ask}

    def nearest(self, step: str) -> str:
        """The step itself when the way leads there, otherwise the last one before it that is open."""
        before = list(self.steps)[: list(self.steps).index(step) + 1]
        return next((one for one in reversed(before) if one in self.way.steps), next(iter(self.steps)))

    def with_answers(self, sent: tuple[Sent, ...]) -> Led:
        """The same, with answers as they were sent: for a page that shows again what was typed."""
        typed = {one.item: Shown(one.state, one.value, one.note or "") for one in sent}  # type: ignore[arg-type]
        return Led(self.interview, self.instrument, {**self.shown, **typed}, self.revisions)


def lead(interview: Interview, instrument: core.Instrument, stored: Mapping[str, Answer]) -> Led:
    """What is led, from the stored rows."""
    return Led(
        interview,
        instrument,
        {item: Shown(answer.state, answer.value, answer.note) for item, answer in stored.items()},
        {item: answer.revision for item, answer in stored.items()},
    )

"""A checked instrument document, frozen: the definition, never the state of one interview."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from forms_engine.core.expressions import Checked, Type, Value, compile_tree
from forms_engine.core.items import Item
from forms_engine.core.template import Template

Condition = Callable[[Mapping[str, Value]], Value]
"""A compiled `when`. Only True shows; False and None (something it needs is unanswered) hide."""


@dataclass(frozen=True)
class Card:
    """Something to show or hand over: a title and plain paragraphs."""

    title: str
    text: str


@dataclass(frozen=True)
class Question:
    """One item put to the respondent; `say` are the words before it, `guidance` is for the worker only."""

    item: Item
    when: Checked | None = None
    say: Template | None = None
    guidance: str | None = None


@dataclass(frozen=True)
class Step:
    """What stands on one page: words to say, questions, cards. `stage` is the id of a stage, or None."""

    id: str
    title: str
    stage: str | None = None
    when: Checked | None = None
    say: Template | None = None
    guidance: str | None = None
    ask: tuple[Question, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True)
class Stage:
    """A group of steps, such as engage, focus, evoke, plan, close."""

    id: str
    title: str


@dataclass(frozen=True, eq=False)
class Instrument:
    """One version of an instrument, as `read_document` made it. Two readings are two objects; compare `sha256`.

    `items` and `names` (item -> expression type) are in the order of asking, which is what `q1..q9` means: the order
    of keys in a JSON object means nothing, so canonical bytes hold all there is. `ages` are whole years, inclusive,
    None for open; `minutes` is None when unknown. `rights`, `scoring` and `disclosure` are the sections as written.
    `document` must not be changed.
    """

    key: str
    version: str
    language: str
    title: str
    summary: str
    kind: str
    method: str
    respondent: str
    ages: tuple[int | None, int | None]
    minutes: int | None
    requires: tuple[str, ...]
    rights: Mapping[str, Any]
    items: Mapping[str, Item]
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    scoring: Mapping[str, Any]
    disclosure: Mapping[str, Any]
    document: Mapping[str, Any] = field(repr=False)
    sha256: str
    names: Mapping[str, Type]

    @property
    def has_wording(self) -> bool:
        """False while the wording of a `byo` instrument has not been imported: it scores, but cannot be asked."""
        return all(item.title.parts for item in self.items.values())

    @cached_property
    def blank(self) -> Mapping[str, Value]:
        """Every item unanswered."""
        return MappingProxyType(dict.fromkeys(self.items))

    @cached_property
    def route(self) -> tuple[tuple[str, Condition | None, tuple[tuple[str, Condition | None], ...]], ...]:
        """What decides the way: per step its id, its `when`, and the item and the `when` of each question."""
        return tuple(
            (step.id, _condition(step.when), tuple((asked.item.key, _condition(asked.when)) for asked in step.ask))
            for step in self.steps
        )


def _condition(when: Checked | None) -> Condition | None:
    return None if when is None else compile_tree(when.tree)

"""One question's answer: which values are possible, and how it is put."""

from dataclasses import dataclass
from functools import cached_property

from forms_engine.core.template import Template


@dataclass(frozen=True)
class Option:
    """One possible answer. `value` is what is stored (all whole numbers or all short texts within one item)."""

    value: int | str
    title: str


@dataclass(frozen=True)
class Item:
    """One item of an instrument. `type` is a name in ITEM_TYPES; what a type does not use is None, empty or False.

    `minimum` and `maximum` are inclusive. `max_length` counts characters (code points) of a text; `max_choices` the
    options that may be chosen together. `low` and `high` are the words at the ends of a ruler. `display` is "short" or
    "long" for a text, "ruler" for a ruler. `quote`: the text is the person's own words. `exclusive`: options that
    stand alone.
    """

    key: str
    type: str
    title: Template
    description: str = ""
    options: tuple[Option, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    low: str = ""
    high: str = ""
    max_length: int | None = None
    max_choices: int | None = None
    display: str = ""
    quote: bool = False
    exclusive: tuple[int | str, ...] = ()

    @cached_property
    def values(self) -> dict[int | str, int]:
        """Each option's value with its place. Python finds True under 1, so callers test types first."""
        return {option.value: place for place, option in enumerate(self.options)}

"""The `conversation` section becomes steps, or problems."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from forms_engine.core.expressions import Checked, Type
from forms_engine.core.expressions.advice import name_message
from forms_engine.core.instrument import Card, Question, Stage, Step
from forms_engine.core.items import Item
from forms_engine.core.limits import MAX_PROBLEMS, RESERVED
from forms_engine.core.problems import Problem
from forms_engine.core.read_items import item_names
from forms_engine.core.reading import pointer
from forms_engine.core.template import Labels, Template, read_expression, read_template


@dataclass(frozen=True)
class Conversation:
    """Steps, and the items with their titles, in the order of asking (those never asked last, as they stand)."""

    steps: tuple[Step, ...]
    items: Mapping[str, Item]


def read_conversation(
    document: Mapping[str, Any], items: Mapping[str, Item], stages: Sequence[Stage]
) -> tuple[Conversation, list[Problem]]:
    """`items` are those that could be read, titles still empty; the document has the shape of the meta-schema."""
    reader = _Reader(document, items)
    steps = tuple(reader.step(index, written) for index, written in enumerate(document["conversation"]))
    reader.problems += _step_problems(document["conversation"], {stage.id for stage in stages})
    for key in document["answers"]["properties"]:
        if key not in reader.asked:
            message = "No step asks this item."
            reader.problems.append(Problem(pointer("answers", "properties", key), "never-asked", message))
    if reader.tired:
        reader.problems.append(Problem("", "too-many-problems", "Not everything was read; mend these first."))
    never_asked = {key: item for key, item in items.items() if key not in reader.titled}
    return Conversation(steps, reader.titled | never_asked), reader.problems


def _asking_order(document: Mapping[str, Any], items: Mapping[str, Item]) -> dict[str, Item]:
    asked = (_asked(question) for step in document["conversation"] for question in step.get("ask", ()))
    first = {key: items[key] for key in asked if key in items}
    return first | dict(items)


def _asked(question: str | Mapping[str, Any]) -> str:
    return question if isinstance(question, str) else question["item"]


@dataclass
class _Reader:
    """Reads from the first step to the last; `asked` holds the items of all questions before the present one."""

    document: Mapping[str, Any]
    known: Mapping[str, Item]
    asked: set[str] = field(default_factory=set)
    titled: dict[str, Item] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        ordered = _asking_order(self.document, self.known)
        # Type null fits everywhere: an item with a fault of its own makes no more faults where it is used.
        unread: dict[str, Type] = dict.fromkeys(self.document["answers"]["properties"].keys() - ordered.keys(), "null")
        self.names: Mapping[str, Type] = item_names(ordered) | unread
        self.labels: Labels = {
            key: {option.value: option.title for option in item.options}
            for key, item in ordered.items()
            if item.options
        }

    @property
    def tired(self) -> bool:
        """So many problems that expressions are no longer read: looking for similar names takes time."""
        return len(self.problems) >= MAX_PROBLEMS

    def step(self, index: int, written: Mapping[str, Any]) -> Step:
        place = pointer("conversation", index)
        when, say = self._when(written, place), self._say(written, place)
        questions = [
            self._question(question, f"{place}/ask/{number}") for number, question in enumerate(written.get("ask", ()))
        ]
        return Step(
            id=written["id"],
            title=written["title"],
            stage=written.get("stage"),
            when=when,
            say=say,
            guidance=written.get("guidance"),
            ask=tuple(question for question in questions if question),
            cards=tuple(Card(card["title"], card["text"]) for card in written.get("cards", ())),
        )

    def _question(self, written: str | Mapping[str, Any], place: str) -> Question | None:
        """None, and a problem, when there is no such item, or it is asked already."""
        key = _asked(written)
        more: Mapping[str, Any] = {} if isinstance(written, str) else written
        when, say = self._when(more, place), self._say(more, place)
        item_place = place if isinstance(written, str) else place + "/item"
        if key not in self.document["answers"]["properties"]:
            message = name_message("item", key, {} if self.tired else self.names)
            self.problems.append(Problem(item_place, "unknown-item", message))
            return None
        if key in self.asked:
            self.problems.append(Problem(item_place, "asked-twice", "An item is asked once in a conversation."))
            return None
        item = self._with_title(key)
        self.asked.add(key)
        return Question(item, when, say, more.get("guidance")) if item else None

    def _with_title(self, key: str) -> Item | None:
        """The item with its title, which may quote what is asked before it; None when it could not be read."""
        text = self.document["answers"]["properties"][key]["title"]
        title = self._template(text, pointer("answers", "properties", key, "title"))
        if key in self.known:
            self.titled[key] = replace(self.known[key], title=title)
        return self.titled.get(key)

    def _say(self, written: Mapping[str, Any], place: str) -> Template | None:
        return self._template(written["say"], place + "/say") if "say" in written else None

    def _template(self, text: str, place: str) -> Template:
        if self.tired:
            return Template()
        template, problems = read_template(text, place, self.names, self.asked, self.labels)
        self.problems += problems
        return template

    def _when(self, written: Mapping[str, Any], place: str) -> Checked | None:
        if "when" not in written or self.tired:
            return None
        checked, problems = read_expression(written["when"], place + "/when", self.names, self.asked)
        self.problems += problems
        unsure = checked is not None and checked.type == "null" and checked.names  # an item with a fault of its own
        if checked and checked.type != "boolean" and not unsure:
            self.problems.append(Problem(place + "/when", "when-not-boolean", "Must be a condition: true or false."))
        return checked


def _step_problems(steps: Sequence[Mapping[str, Any]], stages: set[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, step in enumerate(steps):
        place = pointer("conversation", index)
        if step["id"] in seen:
            yield Problem(place + "/id", "step-twice", "Another step has this id.")
        if step["id"] in RESERVED:
            yield Problem(
                place + "/id", "reserved-name", "This word has a meaning of its own and cannot be a step's id."
            )
        if "stage" in step and step["stage"] not in stages:
            yield Problem(place + "/stage", "unknown-stage", "No such stage in stages.")
        if not any(step.get(part) for part in ("say", "ask", "cards", "guidance")):
            yield Problem(place, "empty-step", "Has nothing to say, ask or show.")
        seen.add(step["id"])

"""Random well-typed expressions and answers, from a given source of randomness."""

from collections.abc import Callable, Mapping
from random import Random

from forms_engine.core.expressions import Type, Value

NAMES: Mapping[str, Type] = {
    **{f"q{number}": "number" for number in range(1, 7)},
    **{f"yes{number}": "boolean" for number in range(1, 4)},
    **{f"word{number}": "text" for number in range(1, 3)},
    **{f"day{number}": "date" for number in range(1, 3)},
    "picked": "numbers",
    "ticked": "texts",
    "flags": "booleans",
}
NUMBERS = ("0", "1", "2", "3", "0.5", "0.1", "2.675", "1000000000")
WORDS = ("'a'", "'b'", "''", "'it''s'", "'Đŋ😀'")
DAYS = ("'2020-02-29'", "'1999-12-31'", "'0001-01-01'", "'9999-12-31'")
FLAT = ["sum", "mean", "min", "max", "sum_answered", "mean_answered", "min_answered", "max_answered"]
ORDER = ("<", "<=", ">", ">=", "==", "!=")

Writer = Callable[["Expressions", str], str]


class Expressions:
    """Writes expressions; `room` is how many levels may still be opened."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.room = random.randint(0, 5)

    def of(self, kind: str) -> str:
        if self.room <= 0 or self.random.random() < 0.2:
            return self.leaf(kind)
        self.room -= 1
        text = self.random.choice([*FORMS[kind], *(ANY if kind in ("number", "boolean", "text", "date") else ())])
        result = text(self, kind)
        self.room += 1
        return result

    def leaf(self, kind: str) -> str:
        names = [name for name, of in NAMES.items() if of == kind]
        literals = {"number": NUMBERS, "text": WORDS, "boolean": ("true", "false")}.get(kind, ())
        return self.random.choice([*names, *literals])

    def some(self, kind: str) -> str:
        return ", ".join(self.of(kind) for _ in range(self.random.randint(1, 3)))

    def aggregate(self, one: str, many: str) -> str:
        return ", ".join(self.of(self.random.choice([one, many, many])) for _ in range(self.random.randint(1, 3)))

    def choice(self, *words: str) -> str:
        return self.random.choice(words)


ANY: list[Writer] = [
    lambda e, kind: f"if({e.of('boolean')}, {e.of(kind)}, {e.of(kind)})",
    lambda e, kind: f"coalesce({e.of(kind)}, {e.of(kind)})",
]
FORMS: Mapping[str, list[Writer]] = {
    "number": [
        lambda e, _: f"({e.of('number')} {e.choice('+', '-', '*', '/')} {e.of('number')})",
        lambda e, _: f"({e.of('number')} + {e.of('number')} - {e.of('number')} * {e.of('number')})",
        lambda e, _: f"-{e.leaf('number')}",
        lambda e, _: f"-({e.of('number')})",
        lambda e, _: f"abs({e.of('number')})",
        lambda e, _: f"round({e.of('number')}{e.choice('', ', 0', ', 2', ', 9')})",
        lambda e, _: f"{e.choice(*FLAT)}({e.aggregate('number', 'numbers')})",
        lambda e, _: f"count({e.aggregate('boolean', 'booleans')})",
        lambda e, _: f"count_answered({e.choice('q1..flags', 'ticked', 'q5..word2, picked')}, {e.of('text')})",
        lambda e, _: f"days_between({e.of('date')}, {e.choice('day2', *DAYS)})",
        lambda e, _: f"years_between({e.of('date')}, {e.of('date')})",
        lambda e, _: f"lookup({e.of('number')}, [[-2, 7], [0.5, -1], [3, 0.1]])",
    ],
    "boolean": [
        lambda e, _: f"({e.of('number')} {e.choice(*ORDER)} {e.of('number')})",
        lambda e, _: f"({e.of('date')} {e.choice(*ORDER)} {e.choice('day1', 'day2', *DAYS)})",
        lambda e, _: f"({e.of('text')} {e.choice('==', '!=')} {e.of('text')})",
        lambda e, _: f"({e.of('boolean')} {e.choice('==', '!=')} {e.of('boolean')})",
        lambda e, _: f"({e.of('boolean')} and {e.of('boolean')})",
        lambda e, _: f"({e.of('boolean')} or {e.of('boolean')} or {e.of('boolean')})",
        lambda e, _: f"(not {e.of('boolean')})",
        lambda e, _: f"answered({e.of(e.choice('number', 'boolean', 'texts', 'date'))})",
        lambda e, _: f"{e.choice('any', 'all')}({e.aggregate('boolean', 'booleans')})",
        lambda e, _: f"contains({e.of('texts')}, {e.of('text')})",
        lambda e, _: f"({e.of('number')} in {e.of('numbers')})",
    ],
    "text": [lambda e, _: f"lookup({e.of('number')}, [[0, 'few'], [10, 'many']])"],
    "date": [lambda e, _: f"coalesce({e.of('date')}, {e.choice(*DAYS)})"],
    "numbers": [
        lambda e, _: e.choice("q1..q6", "q2..q4", "q3..q3"),
        lambda e, _: f"[{e.some('number')}, q1]",
        lambda e, _: f"({e.of('numbers')} {e.choice('+', '-', '*', '/')} {e.of('number')})",
        lambda e, _: f"({e.of('number')} {e.choice('+', '-', '*', '/')} {e.of('numbers')})",
        lambda e, _: f"if({e.of('boolean')}, {e.of('numbers')}, {e.of('numbers')})",
    ],
    "texts": [
        lambda e, _: "word1..word2",
        lambda e, _: f"[{e.some('text')}, 'a']",
        lambda e, _: f"coalesce({e.of('texts')}, {e.of('texts')})",
    ],
    "booleans": [
        lambda e, _: "yes1..yes3",
        lambda e, _: f"[{e.some('boolean')}, true]",
        lambda e, _: f"({e.of('numbers')} {e.choice(*ORDER)} {e.of('number')})",
        lambda e, _: f"({e.of('texts')} {e.choice('==', '!=')} {e.of('text')})",
    ],
}
KINDS = tuple(FORMS)


def random_expression(random: Random) -> str:
    return Expressions(random).of(random.choice(KINDS))


def random_values(random: Random) -> dict[str, Value]:
    """Answers of the names' types; some null, some absent."""
    given = {name: random_value(random, kind) for name, kind in NAMES.items()}
    share = random.choice([0.0, 0.0, 0.3, 0.9])
    return {
        name: None if random.random() < share else value for name, value in given.items() if random.random() > share / 2
    }


def random_value(random: Random, kind: str) -> Value:
    if kind in ("numbers", "texts", "booleans"):
        return [random_value(random, kind[:-1]) for _ in range(random.randint(0, 3))]
    if kind == "number":
        extreme = (1e308, -1e308, 5e-324, 1e-300, -0.0, 2**53 + 1, -(2**60) - 1, 0.1, 1.005)
        return random.choice(
            [random.randint(0, 4), random.randint(-9, 9), random.uniform(-9, 9), random.choice(extreme)]
        )
    if kind == "boolean":
        return random.random() < 0.5
    return random.choice(WORDS if kind == "text" else DAYS)[1:-1].replace("''", "'")

"""From text to tokens."""

import re
from dataclasses import dataclass
from typing import Literal

from forms_engine.core.expressions.limits import MAX_CHARACTERS, Refusal

KEYWORDS = frozenset({"and", "or", "not", "in", "true", "false", "null"})

TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<text>'(?:[^'\n]|'')*')"
    r"|(?P<symbol>\.\.|==|!=|<=|>=|[-+*/<>(),\[\]])"
)

ADVICE = {
    "'": "This text has no closing '",
    '"': "Texts stand in single quotes: 'text'",
    "=": "To compare, write ==",
    "&": "Write 'and'",
    "|": "Write 'or'",
    "!": "Write 'not', or != for 'is not equal'",
    ".": "A number with decimals is written 0.5, and a range q1..q9",
    "{": "Lists stand in square brackets: [1, 2]",
}


@dataclass(frozen=True)
class Token:
    """One word of an expression. `text` is the source; `start` and `end` are its place in it."""

    kind: Literal["number", "name", "keyword", "text", "symbol", "end"]
    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """All tokens and one of kind `end`; raises Refusal at the first character that is no part of the language."""
    if len(text) > MAX_CHARACTERS:
        raise Refusal("expression-too-long", f"An expression has at most {MAX_CHARACTERS} characters", MAX_CHARACTERS)
    tokens = []
    position = 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise Refusal("expression-syntax", _unexpected(text[position]), position)
        position = match.end()
        if match.lastgroup != "space":
            tokens.append(_token(match))
    return [*tokens, Token("end", "", len(text), len(text))]


def _token(match: re.Match[str]) -> Token:
    word = match.group()
    if word in KEYWORDS:
        return Token("keyword", word, match.start(), match.end())
    return Token(match.lastgroup, word, match.start(), match.end())  # type: ignore[arg-type]  # a group of TOKEN


def _unexpected(character: str) -> str:
    return ADVICE.get(character, f"Unexpected character {character!a}")

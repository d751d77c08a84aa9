"""Texts of a document as HTML: escaped, in paragraphs, with the quoted answers in their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from django.utils.safestring import SafeString

from forms_engine.core.expressions import Value
from forms_engine.core.template import Template

Draw = Callable[[Mapping[str, Value]], str]

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "prs", "ps", "sd", "ug", "ur", "yi"})


def finished(html: str) -> SafeString:
    """HTML that templates may print as it is. Only for what this package has put together and escaped itself."""
    return SafeString(html)


def direction(language: str) -> str:
    """The reading direction of a language tag: "ltr" or "rtl"."""
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def language_attributes(language: str) -> str:
    """``lang`` and ``dir`` for an element with text in this language, with a leading space."""
    return f' lang="{escape(language)}" dir="{direction(language)}" translate="no"'


def paragraphs(text: str, opening: str = "<p>", closing: str = "</p>") -> str:
    """Plain text as paragraphs: an empty line parts them, a single line feed breaks the line."""
    return opening + broken(text.strip(), opening, closing) + closing if text.strip() else ""


def broken(text: str, opening: str, closing: str) -> str:
    """Escaped text whose empty lines close one paragraph and open the next."""
    return _PARAGRAPH.sub(closing + opening, escape(text)).replace("\n", "<br>")


def quoting(template: Template, opening: str = "", closing: str = "") -> Draw:
    """Draws a template. Quoted answers stand in ``<bdi data-quote>``, in the order of the template's expressions.

    With ``opening`` and ``closing`` the text is parted into paragraphs of that element; without, it is one line.
    """
    pieces: list[str | Template] = []
    for part in template.parts:
        if isinstance(part, str):
            pieces.append(broken(part, opening, closing) if opening else escape(part))
        else:
            pieces.append(Template((part,), template.labels))
    if all(isinstance(piece, str) for piece in pieces):
        fixed = opening + "".join(piece for piece in pieces if isinstance(piece, str)) + closing
        return lambda _: fixed

    def draw(values: Mapping[str, Value]) -> str:
        drawn = (
            piece if isinstance(piece, str) else f"<bdi data-quote>{escape(piece.render(values))}</bdi>"
            for piece in pieces
        )
        return opening + "".join(drawn) + closing

    return draw

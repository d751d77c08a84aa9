"""From typed text to lines that fit: what is shown, how Arabic letters join, where lines end, which way they run.

The reordering of right-to-left text belongs to a line, not to a paragraph, so it comes after the line breaks; this is
why the lines are made here and not by a ready-made paragraph. All steps are linear in the length of the text: a word of
100,000 letters or a megabyte of notes is only long.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display

from exports.formats.paper.fonts import Typeface, unshown, unshown_forms

LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
TOKENS = re.compile(" +|[^ ]+")
SEAM = re.compile(r"(?<=\w)[-/](?=\w)")
PIECES = re.compile(r"\S{1,500}")
JOINER = "\u200d"
TAB = "    "


@dataclass(frozen=True)
class Line:
    """One line in reading order; leftward = it belongs to a paragraph that is read from right to left."""

    text: str
    leftward: bool = False

    @property
    def shown(self) -> str:
        """The characters from left to right as they lie on the paper."""
        if self.leftward or RIGHT_TO_LEFT.search(self.text):
            return str(get_display(self.text, base_dir="R" if self.leftward else "L"))
        return self.text


def visible(text: str) -> str:
    """The text with everything in it to be seen: what no font can show stands as [U+1F600], nothing is dropped."""
    text = LINE_ENDS.sub("\n", _composed(text)).replace("\t", TAB)
    return unshown().sub(_code_points, text)


def _composed(text: str) -> str:
    """Unicode form NFC: letters with their accents in one character, where there is one."""
    if unicodedata.is_normalized("NFC", text):
        return text
    # Piece by piece, because the time grows with the square of a heap of accents in disorder.
    return PIECES.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def break_lines(text: str, face: Typeface, limit: float) -> list[Line]:
    """Lines no wider than `limit` (thousandths of the type size; a single character is never cut)."""
    lines: list[Line] = []
    for paragraph in visible(text).split("\n"):
        leftward = reads_leftward(paragraph)
        lines += [Line(line, leftward) for line in _fill(joined(paragraph), face, limit)]
    return lines


def shorten(text: str, face: Typeface, limit: float) -> str:
    """The text on one line, ended with … when it is wider than `limit`; for places that repeat what stands in full."""
    first, *more = break_lines(" ".join(text[:500].split()), face, limit)
    if not more and len(text) <= 500:
        return first.shown
    room = limit - face.width("…")
    return Line(break_lines(first.text, face, room)[0].text.rstrip() + "…", first.leftward).shown


def reads_leftward(paragraph: str) -> bool:
    """True when the first letter with a direction is one of a right-to-left script."""
    if not RIGHT_TO_LEFT.search(paragraph):
        return False
    strong = (unicodedata.bidirectional(character) for character in paragraph)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"


def joined(text: str) -> str:
    """Arabic letters in the form that fits their neighbours, in reading order."""
    if not ARABIC.search(text):
        return text
    # The library loses its place when it makes ligatures beside a joiner, so such words go without them.
    words = text.split(" ") if JOINER in text else [text]
    formed = " ".join(_reshaper(ligatures=JOINER not in word).reshape(word) for word in words)
    return unshown_forms().sub(lambda found: unicodedata.normalize("NFKC", found[0]), formed)


@cache
def _reshaper(*, ligatures: bool) -> ArabicReshaper:
    # Vowel signs are part of what was written; the library drops them unless told otherwise.
    return ArabicReshaper({"delete_harakat": False, "delete_tatweel": False, "support_ligatures": ligatures})


def _code_points(found: re.Match[str]) -> str:
    return "[" + " ".join(f"U+{ord(character):04X}" for character in found[0]) + "]"


def _fill(text: str, face: Typeface, limit: float) -> Iterator[str]:
    """At least one line, even for no text. Blanks at a line's end hang over the edge and are left out."""
    line, used = "", 0.0
    for token in TOKENS.findall(text):
        wide = face.width(token)
        if used + wide <= limit or token[0] == " ":
            line, used = line + token, used + wide
            continue
        if line.strip():
            yield line.rstrip(" ")
        *whole, line = _cut(token, face, limit) if wide > limit else [token]
        yield from whole
        used = face.width(line)
    yield line.rstrip(" ")


def _cut(word: str, face: Typeface, limit: float) -> list[str]:
    """A word wider than a line in pieces that fit; after a hyphen or slash where there is one."""
    edges, used, start = [0], 0.0, 0
    for place, character in enumerate(word):
        wide = face.advances[character]
        if used + wide > limit and place > start:
            seams = [found.end() for found in SEAM.finditer(word, start, place)]
            start = seams[-1] if seams else place
            edges.append(start)
            used = face.width(word[start:place])
        used += wide
    return [word[first:last] for first, last in pairwise([*edges, len(word)])]

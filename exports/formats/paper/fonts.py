"""The embedded typefaces: Noto Sans, and Noto Sans Arabic for what Noto Sans lacks.

The packages carry variable fonts; a PDF wants one fixed weight, so the weights used are cut out of them once for each
process (HarfBuzz, about 30 ms each).
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Literal

import fontpkg
import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

Weight = Literal["regular", "bold"]
AXIS: dict[Weight, int] = {"regular": 400, "bold": 600}
FAMILIES = ("noto-sans", "noto-sans-arabic")
LOADING = Lock()
JOINERS = "\u200c\u200d"


class Advances(dict[str, float]):
    """Character -> width in thousandths of the type size."""

    def __init__(self, main: TTFont, other: TTFont) -> None:
        self.main, self.other = main, other

    def __missing__(self, character: str) -> float:
        font = self.main if ord(character) in self.main.face.charToGlyph else self.other
        width = self[character] = float(font.stringWidth(character, 1000))
        return width


@dataclass(frozen=True)
class Typeface:
    """One weight. main, other: names under which the two fonts are registered; a character of `only_other` needs the
    second one. advances: widths of characters."""

    main: str
    other: str
    only_other: re.Pattern[str]
    advances: Advances = field(repr=False)

    def width(self, text: str) -> float:
        """Width in thousandths of the type size."""
        return sum(map(self.advances.__getitem__, text))


@cache
def typeface(weight: Weight) -> Typeface:
    main, other = (_register(family, weight) for family in FAMILIES)
    lacking = other.face.charToGlyph.keys() - main.face.charToGlyph.keys()
    return Typeface(main.fontName, other.fontName, character_class(lacking), Advances(main, other))


@cache
def unshown() -> re.Pattern[str]:
    """Runs of characters that no embedded font can show, or that must not act unseen (controls, bidi overrides)."""
    main, other = (_register(family, "regular") for family in FAMILIES)
    shown = set(filter(_has_a_shape, {*main.face.charToGlyph, *other.face.charToGlyph}))
    run = character_class(shown | {ord("\n")}, but=True).pattern
    # A joiner between two such characters belongs to them (families and professions of emoji).
    return re.compile(f"{run}(?:[{JOINERS}]+{run})*")


@cache
def unshown_forms() -> re.Pattern[str]:
    """Arabic letter forms (U+FB50-U+FEFF) that the Arabic font lacks."""
    forms = {code for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)) if unicodedata.name(chr(code), "")}
    return character_class(forms - _register(FAMILIES[1], "regular").face.charToGlyph.keys())


def character_class(codes: Iterable[int], *, but: bool = False) -> re.Pattern[str]:
    """A pattern for runs of these code points, or with `but` of all others. None at all: a pattern that never fits."""
    parts = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in _ranges(sorted(codes)))
    return re.compile(f"[{'^' if but else ''}{parts}]+" if parts else "(?!)")


def _has_a_shape(code: int) -> bool:
    # Above U+FFFF reportlab writes no usable mapping back to text.
    character = chr(code)
    return code <= 0xFFFF and (
        character in JOINERS + "\u00ad"
        or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )


def _ranges(codes: list[int]) -> Iterable[tuple[int, int]]:
    start = 0
    for place in range(1, len(codes) + 1):
        if place == len(codes) or codes[place] != codes[place - 1] + 1:
            yield codes[start], codes[place - 1]
            start = place


def _register(family: str, weight: Weight) -> TTFont:
    # Two fonts under one name would share one file of glyphs, so threads take turns.
    with LOADING:
        return _load(family, weight)


@cache
def _load(family: str, weight: Weight) -> TTFont:
    name = f"{family}-{weight}"
    font = TTFont(name, io.BytesIO(_fixed_weight(str(fontpkg.path(family)), AXIS[weight])))
    # The cut-out weights all keep the name of the regular one; reportlab files glyphs under this name.
    font.face.name = "".join(part.title() for part in name.split("-")).encode()
    pdfmetrics.registerFont(font)
    return font


def _fixed_weight(path: str, weight: int) -> bytes:
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path))
    cut = uharfbuzz.SubsetInput()
    cut.keep_everything()
    cut.pin_all_axes_to_default(face)
    cut.pin_axis_location(face, "wght", weight)
    data: bytes = cut.subset(face).blob.data
    return data

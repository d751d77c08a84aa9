"""Lines on paper: nothing is lost between what was typed and what is shown, and every line fits."""

from __future__ import annotations

import time
import unicodedata

import pytest
from bidi.mirror import MIRRORED
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.formats.paper.fonts import character_class, typeface
from exports.formats.paper.text import Line, break_lines, joined, reads_leftward, shorten, visible

FACE = typeface("regular")
WRITTEN = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("aå -/\n\u0301سلام🙂"), max_size=300)


def unbroken(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=500)
@given(WRITTEN, st.floats(3000, 50_000))
def test_lines_hold_all_that_is_visible_and_fit(text: str, limit: float) -> None:
    lines = break_lines(text, FACE, limit)
    assert unbroken("".join(line.text for line in lines)) == unbroken(joined(visible(text)))
    assert all(FACE.width(line.text) <= limit + 0.01 for line in lines)


@settings(max_examples=500)
@given(WRITTEN)
def test_reordering_keeps_every_character(text: str) -> None:
    for line in break_lines(text, FACE, 20_000):
        assert unmirrored(line.shown) == unmirrored(line.text)


def unmirrored(text: str) -> list[str]:
    """The characters in any order, brackets without their direction, without joiners and soft hyphens."""
    return sorted(min(letter, MIRRORED.get(letter, letter)) for letter in text if letter not in "\u200c\u200d\u00ad")


@given(WRITTEN)
def test_what_is_visible_is_stable(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\tb", "a    b"),
        ("A\u030aa\u030a", "Åå"),
        ("x\u200b\u00a0\u00ady", "x[U+200B]\u00a0\u00ady"),
        ("\u202ex\u2066", "[U+202E]x[U+2066]"),
        ("🙂🙂 🙂", "[U+1F642 U+1F642] [U+1F642]"),
        ("می\u200cنوشد", "می\u200cنوشد"),
    ],
)
def test_visible(typed: str, shown: str) -> None:
    assert visible(typed) == shown


def test_words_break_at_blanks_and_long_words_at_seams() -> None:
    def lines(text: str, letters: float) -> list[str]:
        return [line.text for line in break_lines(text, FACE, FACE.width("n") * letters)]

    assert lines("nnn nnn nnn", 8) == ["nnn nnn", "nnn"]
    assert lines("nnn nnnnnnnnnn n", 8) == ["nnn", "nnnnnnnn", "nn n"]
    assert lines("nnn-nnn-nnn", 8.5) == ["nnn-nnn-", "nnn"]
    assert lines("", 8) == [""]
    assert lines("   ", 8) == [""]
    assert lines(" nn\n\nn ", 8) == [" nn", "", "n"]
    assert lines("nnnn", 0.1) == ["n", "n", "n", "n"]


def test_direction_comes_from_the_first_letter() -> None:
    assert reads_leftward("12 سلام Oslo")
    assert not reads_leftward("Oslo سلام")
    assert not reads_leftward("Oslo")
    assert not reads_leftward("١٢٣")


def test_brackets_are_mirrored_in_leftward_text() -> None:
    assert Line("سلام (PCL-5)", leftward=True).shown == "(PCL-5) مالس"
    assert Line("Oslo (سلام)").shown == "Oslo (مالس)"


def test_arabic_letters_take_the_form_of_their_place() -> None:
    assert [unicodedata.name(letter).rsplit(" ", 2)[-2] for letter in joined("ببب")] == ["INITIAL", "MEDIAL", "FINAL"]
    assert joined("abc") == "abc"
    assert joined("لا") == "\ufefb"
    assert joined("لا \u200dلا\u200d") == "\ufefb \ufee0\ufe8e"


def test_shortened_text_fits_on_one_line() -> None:
    limit = FACE.width("n" * 10)
    assert shorten("nnn", FACE, limit) == "nnn"
    assert shorten("nnn\nnnn", FACE, limit) == "nnn nnn"
    for text in ("nnnnn nnnnn nnnnn", "n" * 100_000, "س" * 100):
        short = shorten(text, FACE, limit)
        assert "…" in short
        assert FACE.width(short) <= limit
    assert shorten("n" + " " * 600 + "n", FACE, limit) == "n…"


def test_a_heap_of_accents_in_disorder_takes_no_time() -> None:
    started = time.monotonic()
    shown = visible("a" + "\u0301\u0316" * 200_000)
    assert time.monotonic() - started < 10  # minutes, when put in order all at once
    assert shown.count("\u0316") == 200_000


def test_no_characters_make_a_pattern_that_never_fits() -> None:
    assert not character_class(()).search("abc")
    assert character_class({97, 98, 100}).findall("abcd") == ["ab", "d"]

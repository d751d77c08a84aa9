"""Lines as values for an SVG: every rater apart, told apart without colour, the same in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation

from scoring.lines import Reading
from sessions.lines import KINDS, LABEL_GAP, SHAPES, draw, number, spark

FIRST = date(2026, 3, 2)


def readings(rater: str, *values: float | None) -> list[Reading]:
    return [Reading(FIRST + timedelta(days=30 * place), value, rater) for place, value in enumerate(values)]


def test_each_rater_has_a_line_a_shape_and_a_label_of_their_own() -> None:
    drawing = draw([*readings("a", 3, 6), *readings("b", 8, 7)], {"a": "Mamma", "b": "T."})
    assert drawing is not None
    assert [stroke.label for stroke in drawing.strokes] == ["Mamma 6", "T. 7"]
    assert len({stroke.kind for stroke in drawing.strokes}) == 2
    assert len({stroke.shape for stroke in drawing.strokes}) == 2
    assert [len(stroke.markers) for stroke in drawing.strokes] == [2, 2]


def test_two_raters_with_the_same_name_stay_two() -> None:
    drawing = draw([*readings("a", 3, 6), *readings("b", 8, 7)], {"a": "M.", "b": "M."})
    assert drawing is not None
    assert [stroke.label for stroke in drawing.strokes] == ["M. 6", "M. 7"]


def test_the_words_hold_every_number_and_day() -> None:
    with translation.override("en"):
        drawing = draw(readings("a", 3, 6), {"a": "Mamma"})
    assert drawing is not None
    assert drawing.words == "Mamma: 2 Mar 2026: 3, 1 Apr 2026: 6."


def test_labels_never_lie_on_each_other_and_stay_inside() -> None:
    raters = [f"r{place}" for place in range(7)]
    drawing = draw([one for rater in raters for one in readings(rater, 0, 0)], {rater: rater for rater in raters})
    assert drawing is not None
    heights = sorted(float(stroke.label_y) for stroke in drawing.strokes)
    assert all(after - before >= LABEL_GAP - 0.1 for before, after in pairwise(heights))
    assert heights[-1] <= float(drawing.bottom)
    assert heights[0] >= float(drawing.top)


def test_a_label_that_has_room_stays_beside_its_line() -> None:
    drawing = draw([*readings("a", 0, 10), *readings("b", 0, 5), *readings("c", 5, 5)], {"a": "a", "b": "b", "c": "c"})
    assert drawing is not None
    ends = {stroke.label[0]: float(stroke.markers[-1].split(",")[1]) for stroke in drawing.strokes}
    assert float(drawing.strokes[0].label_y) == pytest.approx(ends["a"], abs=0.1)


def test_a_gap_is_not_bridged() -> None:
    drawing = draw(readings("a", 3, 6, None, 5, 4), {"a": "a"})
    assert drawing is not None
    assert len(drawing.strokes[0].pieces) == 2
    assert len(drawing.strokes[0].markers) == 4


def test_one_number_is_a_marker_without_a_line() -> None:
    drawing = draw(readings("a", 3), {"a": "a"})
    assert drawing is not None
    assert drawing.strokes[0].pieces == ()
    assert len(drawing.strokes[0].markers) == 1


@pytest.mark.parametrize("given", [[], readings("a", None, None)])
def test_without_a_number_there_is_no_drawing(given: list[Reading]) -> None:
    assert draw(given, {"a": "a"}) is None


def test_no_language_puts_a_comma_into_a_place() -> None:
    with translation.override("nb"):
        drawing = draw(readings("a", 2.5, 7.5, 3), {"a": "a"})
        assert drawing is not None
        assert drawing.strokes[0].label == "a 3"
        places = [drawing.left, drawing.right, drawing.strokes[0].label_y, *(tick.place for tick in drawing.values)]
    assert all("," not in place for place in places)
    assert all(marker.count(",") == 1 for marker in drawing.strokes[0].markers)


def test_more_raters_than_shapes_still_differ() -> None:
    raters = [str(place) for place in range(KINDS)]
    drawing = draw([one for rater in raters for one in readings(rater, 1, 2)], {rater: rater for rater in raters})
    assert drawing is not None
    looks = {(stroke.kind, stroke.shape) for stroke in drawing.strokes}
    assert len(looks) == KINDS
    assert len(SHAPES) < KINDS


def test_a_long_name_is_cut_in_the_label_and_whole_in_the_words() -> None:
    drawing = draw(readings("a", 3, 4), {"a": "Grandmother on the father's side"})
    assert drawing is not None
    assert drawing.strokes[0].label.endswith("… 4")
    assert "Grandmother on the father's side" in drawing.words


def test_a_spark_is_a_line_of_two_numbers_or_more() -> None:
    assert spark([]) == ""
    assert spark([(FIRST, 3)]) == ""
    assert spark([(FIRST, 0), (FIRST + timedelta(days=7), 10)]) == "3,21 69,3"


def test_numbers_are_written_as_people_write_them() -> None:
    with translation.override("nb"):
        assert [number(value) for value in (4.0, 2.5, 3.14159, 0.0)] == ["4", "2,5", "3,14", "0"]

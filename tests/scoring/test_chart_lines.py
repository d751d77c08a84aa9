from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.lines import Margins, Reading, chart

DAY = date(2026, 1, 5)
SIZE = {"width": 320, "height": 160}
DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1))
READINGS = st.lists(
    st.builds(Reading, DAYS, st.none() | st.floats(-20, 30), st.sampled_from(["Mor", "Far", "Ali"])), max_size=20
)


def weekly(*values, rater="Mor"):
    return [Reading(DAY + timedelta(weeks=i), value, rater) for i, value in enumerate(values)]


def test_corners_of_the_scale_are_corners_of_the_surface():
    drawn = chart(weekly(0, 10), **SIZE)
    first, last = drawn.lines[0].points
    assert (first.x, first.y) == (drawn.left, drawn.bottom)
    assert (last.x, last.y) == (drawn.right, drawn.top)
    assert (drawn.left, drawn.top, drawn.right, drawn.bottom) == (32, 12, 304, 132)


def test_a_missing_reading_breaks_the_line():
    (line,) = chart(weekly(3, 4, None, 6, float("nan"), 7, 8), **SIZE).lines
    assert [[point.value for point in piece] for piece in line.pieces] == [[3, 4], [6], [7, 8]]


def test_each_rater_keeps_a_line_in_order_of_appearance():
    drawn = chart([*weekly(3, 4, rater="Mor"), *weekly(9, 1, rater="Far")], **SIZE)
    assert [(line.rater, [point.value for point in line.points]) for line in drawn.lines] == [
        ("Mor", [3, 4]),
        ("Far", [9, 1]),
    ]


def test_readings_are_drawn_in_time_order():
    (line,) = chart(weekly(1, 2, 3)[::-1], **SIZE).lines
    assert [point.value for point in line.points] == [1, 2, 3]


def test_one_date_stands_in_the_middle():
    drawn = chart(weekly(5), **SIZE)
    assert drawn.lines[0].points[0].x == (drawn.left + drawn.right) / 2
    assert [(tick.x, tick.on) for tick in drawn.dates] == [(168, DAY)]


def test_nothing_to_draw_still_has_its_values():
    drawn = chart([], **SIZE)
    assert (drawn.dates, drawn.lines) == ((), ())
    assert [tick.value for tick in drawn.values] == [0, 2, 4, 6, 8, 10]


def test_a_rater_who_never_answered_keeps_an_empty_line():
    assert chart(weekly(None), **SIZE).lines[0].pieces == ()


@pytest.mark.parametrize(
    ("low", "high", "most", "values"),
    [
        (0, 80, 6, [0, 20, 40, 60, 80]),
        (0, 27, 6, [0, 5, 10, 15, 20, 25]),
        (0, 21, 6, [0, 5, 10, 15, 20]),
        (0, 5, 6, [0, 1, 2, 3, 4, 5]),
        (0, 10, 3, [0, 5, 10]),
        (-2, 2, 6, [-2, -1, 0, 1, 2]),
        (0, 1, 6, pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])),
        (0, 10, 5, [0, 2.5, 5, 7.5, 10]),
    ],
)
def test_values_get_round_steps(low, high, most, values):
    drawn = chart([], low=low, high=high, most_values=most, **SIZE)
    assert [tick.value for tick in drawn.values] == values


def test_dates_are_even_and_never_repeated():
    drawn = chart([Reading(DAY, 1, "Mor"), Reading(DAY + timedelta(days=2), 2, "Mor")], **SIZE)
    assert [tick.on.day for tick in drawn.dates] == [5, 6, 7]
    assert len(chart(weekly(*range(10)), most_dates=4, **SIZE).dates) == 4


@pytest.mark.parametrize(
    "wrong", [{"low": 10, "high": 10}, {"margins": Margins(left=400)}, {"margins": Margins(top=90, bottom=90)}]
)
def test_no_room_is_refused(wrong):
    with pytest.raises(ValueError, match="room"):
        chart([], **SIZE, **wrong)


@given(READINGS)
def test_everything_lands_on_the_surface(readings):
    drawn = chart(readings, **SIZE)
    points = [point for line in drawn.lines for point in line.points]
    assert len(points) == sum(reading.value is not None for reading in readings)
    for x in [*(point.x for point in points), *(tick.x for tick in drawn.dates)]:
        assert drawn.left - 1e-9 <= x <= drawn.right + 1e-9
    for y in [*(point.y for point in points), *(tick.y for tick in drawn.values)]:
        assert drawn.top - 1e-9 <= y <= drawn.bottom + 1e-9
    assert 2 <= len(drawn.values) <= 6

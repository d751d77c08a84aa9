"""The picture of a case: goals on top in words, lines and tables; then scores; the next step; what waits."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import translation
from django.utils.html import escape

from forms_engine.casework.services import close_goal
from sessions.models import Interview, Observation
from sessions.selectors.picture import moved, score_pictures
from sessions.services.visits import agree_next_step
from tests.cast import NOW, Cast
from tests.sessions.leading import answer, draft, finished
from tests.visits.holding import Browser, actions, at, days_ago, may_not_read, queries_of, rated, text, under_way

TODAY = date(2026, 6, 15)


@pytest.fixture
def months(cast: Cast) -> Cast:
    """Three visits: the son's number for his goal rises, the mother's stays."""
    for place, number in enumerate((3, 4, 6)):
        rated(cast, NOW + timedelta(days=30 * place), (cast.goal, cast.son, number), (cast.goal, cast.mother, 5))
    return cast


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([(date(2026, 3, 2), 3.0), (date(2026, 6, 1), 6.0)], "From 3 in March to 6 now."),
        ([(date(2026, 3, 2), 6.0), (date(2026, 6, 1), 3.0)], "From 6 in March to 3 now."),
        ([(date(2025, 3, 2), 3.0), (date(2026, 6, 1), 6.0)], "From 3 in March 2025 to 6 now."),
        ([(date(2026, 3, 2), 4.0), (date(2026, 4, 2), 9.0), (date(2026, 6, 1), 4.0)], "4 in March and now."),
        ([(date(2026, 3, 2), 3.0)], "3 in March."),
        ([(date(2026, 1, 2), 3.0), (date(2026, 5, 1), 6.0)], "From 3 in January to 6 in May."),
        ([(date(2026, 1, 2), 3.0), (date(2026, 5, 1), 3.0)], "3 in January and in May."),
    ],
)
def test_how_it_went_is_said_in_neutral_words(given: list[tuple[date, float]], words: str) -> None:
    with translation.override("en"):
        assert moved(given, TODAY) == words


def test_each_goal_has_words_a_line_for_each_rater_and_a_table(months: Cast, as_: Browser) -> None:
    page = as_(months.alice).get(at("picture", months.case.pk))
    first, second = page.context["goals"]
    assert first.goal == months.goal
    assert [rater for rater, _sentence in first.words] == ["T.", "Mamma"]
    assert [(row.rater, row.value) for row in first.rows] == [
        ("T.", "3"), ("Mamma", "5"), ("T.", "4"), ("Mamma", "5"), ("T.", "6"), ("Mamma", "5"),
    ]  # fmt: skip
    assert second.drawing is None
    words = text(page)
    assert words.count('<svg class="chart"') == 1
    assert 'role="img" aria-label="How the goal was rated. T.: 2 Mar 2026: 3, 1 Apr 2026: 4' in words
    assert "Not rated yet." in words


def test_goals_come_before_scores_and_words_before_numbers(months: Cast, as_: Browser) -> None:
    page = text(as_(months.alice).get(at("picture", months.case.pk)))
    places = [page.index(part) for part in ("What the family wants", "See my brother", "From 3 in", "<svg", "<table")]
    assert places == sorted(places)
    assert page.index("The next step") < page.index("Questionnaires over time")


def test_closed_goals_stand_apart(months: Cast, as_: Browser) -> None:
    close_goal(actor=months.alice, goal=months.goal, reached=True, now=NOW)
    page = as_(months.alice).get(at("picture", months.case.pk))
    assert [one.goal for one in page.context["closed_goals"]] == [months.goal]
    assert months.goal not in [one.goal for one in page.context["goals"]]


def test_a_replaced_number_is_not_shown(months: Cast, as_: Browser) -> None:
    wrong = Observation.objects.filter(value=6).get()
    wrong.replaced_at = NOW
    wrong.save(update_fields=["replaced_at"])
    page = as_(months.alice).get(at("picture", months.case.pk))
    assert "6" not in [row.value for row in page.context["goals"][0].rows]


def test_the_newest_next_step_is_shown(cast: Cast, as_: Browser) -> None:
    for place, words in enumerate(("Older step", "Newer step", "")):
        visit = under_way(cast, NOW + timedelta(days=place))
        agree_next_step(actor=cast.alice, visit=visit, words=words, by=None, now=NOW)
    page = text(as_(cast.alice).get(at("picture", cast.case.pk)))
    assert "Newer step" in page
    assert "Older step" not in page


def test_an_open_alert_is_pointed_at_without_its_words(cast: Cast, as_: Browser) -> None:
    answer(as_(cast.alice), draft(cast), q9=2)
    page = as_(cast.alice).get(at("picture", cast.case.pk))
    alert = page.context["alerts"][0]
    assert at("alert", alert.pk) in text(page)
    assert alert.words.split("\n")[0] not in text(page)


# ---- scores ---------------------------------------------------------------------------------------------------------


def phq9(cast: Cast, as_: Browser, value: int, days: int) -> Interview:
    """A finished PHQ-9 of the mother, every answer ``value``, asked some days ago."""
    begun = draft(cast, now=days_ago(days))
    return finished(as_(cast.alice), cast, begun, **{f"q{place}": value for place in range(1, 9)}, q9=0)


def test_scores_have_words_a_verdict_by_norm_a_line_and_a_table(cast: Cast, as_: Browser) -> None:
    phq9(cast, as_, 2, 60)
    phq9(cast, as_, 1, 0)
    page = as_(cast.alice).get(at("picture", cast.case.pk))
    (picture,) = page.context["scores"]
    assert (picture.key, picture.name, picture.range) == ("phq-9", "total", "0–27")
    assert [row.value for row in picture.rows] == ["16", "8"]
    words = " ".join(picture.words)
    assert "A higher number means more trouble." in words
    assert "Mamma: From 16 in" in words
    assert "fell by more than measurement error" in words
    assert "NHS Talking Therapies" in words
    assert picture.breaks == ()
    assert "It is not a diagnosis." in text(page)


def test_one_number_gets_no_verdict(cast: Cast, as_: Browser) -> None:
    phq9(cast, as_, 2, 0)
    (picture,) = score_pictures(cast.case, TODAY)
    assert "measurement error" not in " ".join(picture.words)
    assert "verdict" not in " ".join(picture.words)


def test_without_a_norm_that_fits_there_is_no_verdict(cast: Cast, as_: Browser) -> None:
    for days in (60, 0):
        begun = draft(cast, "pc-ptsd-5", now=days_ago(days))
        finished(as_(cast.alice), cast, begun, exposed=1, q1=1, q2=1, q3=0, q4=0, q5=0)
    (picture,) = [one for one in score_pictures(cast.case, TODAY) if one.name == "total"]
    assert "No norm set fits these numbers, so there is no verdict about the change." in picture.words


def test_a_change_of_version_is_a_gap_with_words(cast: Cast, as_: Browser) -> None:
    for days in (90, 60, 30, 0):
        phq9(cast, as_, 1, days)
    for row in list(Observation.objects.order_by("-at")[:2]):
        Observation.objects.filter(pk=row.pk).update(replaced_at=NOW)  # a number is never changed, only replaced
        row.pk, row.version = uuid4(), "2.0.0"
        row.save(force_insert=True)
    (picture,) = score_pictures(cast.case, TODAY)
    assert len(picture.breaks) == 1
    assert "version 2.0.0 was used" in picture.breaks[0]
    assert picture.drawing is not None
    assert len(picture.drawing.strokes[0].pieces) == 2
    assert [row.version for row in picture.rows] == ["1.0.0", "1.0.0", "2.0.0", "2.0.0"]


def test_what_was_corrected_or_void_does_not_count(cast: Cast, as_: Browser) -> None:
    phq9(cast, as_, 1, 30)
    Observation.objects.update(replaced_at=NOW)
    assert score_pictures(cast.case, TODAY) == []


def test_the_total_comes_first(cast: Cast, as_: Browser) -> None:
    begun = draft(cast, "pcl-5")
    finished(as_(cast.alice), cast, begun, **{f"q{place}": 1 for place in range(1, 21)})
    found = score_pictures(cast.case, TODAY)
    assert (found[0].name, found[0].is_part) == ("total", False)
    assert len(found) > 1
    assert all(one.is_part for one in found[1:])
    page = text(as_(cast.alice).get(at("picture", cast.case.pk)))
    assert page.count(f"<h3>{found[0].instrument}</h3>") == 1
    assert all(escape(one.title) in page for one in found)


def test_a_title_that_holds_its_range_is_not_followed_by_it(cast: Cast, as_: Browser) -> None:
    finished(as_(cast.alice), cast, draft(cast, "mi-conversation"), importance=7)
    phq9(cast, as_, 1, 0)
    ranges = {one.name: one.range for one in score_pictures(cast.case, TODAY)}
    assert ranges == {"importance_ruler": "", "total": "0–27"}
    page = text(as_(cast.alice).get(at("picture", cast.case.pk)))
    assert page.count("(0–10)</h4>") == 1
    assert '<span class="hint-inline">(0–10)</span>' not in page


# ---- who, how fast --------------------------------------------------------------------------------------------------


def test_nothing_yet_says_what_comes(cast: Cast, as_: Browser) -> None:
    cast.case.goals.all().delete()
    page = text(as_(cast.alice).get(at("picture", cast.case.pk)))
    for part in ("No goals yet.", "No next step yet.", "No questionnaire has been finished yet."):
        assert part in page


def test_reading_is_recorded_and_the_title_says_nothing(cast: Cast, as_: Browser) -> None:
    page = as_(cast.alice).get(at("picture", cast.case.pk))
    assert "<title>Case 2041</title>" in text(page)
    assert actions(cast.case)[-1] == "case.picture_viewed"


def test_a_supervisor_sees_it_and_nobody_else(cast: Cast, as_: Browser) -> None:
    assert as_(cast.sam).get(at("picture", cast.case.pk)).status_code == 200
    may_not_read("picture", cast.case.pk, cast, as_)


def test_it_is_the_first_tab_of_the_case(cast: Cast, as_: Browser) -> None:
    reply = as_(cast.alice).get(f"/cases/{cast.case.pk}/")
    assert reply["Location"] == at("picture", cast.case.pk)


def test_the_page_takes_few_queries_however_much_happened(months: Cast, as_: Browser) -> None:
    for days in (60, 30, 0):
        phq9(months, as_, 1, days)
    assert queries_of(as_(months.alice), at("picture", months.case.pk)) <= 12

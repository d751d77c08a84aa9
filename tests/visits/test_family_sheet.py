"""The sheet that the family takes home: their goals, their numbers, the next step, and nothing else."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sessions.services.visits import agree_next_step
from tests.cast import NOW, Cast, make_case, make_goal
from tests.sessions.leading import draft, finished
from tests.visits.holding import Browser, actions, at, may_not_read, queries_of, rated, text, under_way

MONTH = timedelta(days=30)


def test_the_sheet_has_goals_numbers_lines_step_and_whom_to_reach(cast: Cast, as_: Browser) -> None:
    rated(cast, NOW, (cast.goal, cast.son, 3))
    visit = rated(cast, NOW + MONTH, (cast.goal, cast.son, 4), (cast.goal, cast.mother, 7), ended=False)
    agree_next_step(actor=cast.alice, visit=visit, words="Call the school", by=date(2026, 4, 8), now=NOW)
    page = text(as_(cast.alice).get(at("family_sheet", visit.pk)))
    for part in ("See my brother every week", "Sleep through the night", "Call the school", "Wednesday 8 April 2026"):
        assert part in page
    assert "<bdi>T.</bdi> <strong>4</strong>" in page
    assert "<bdi>Mamma</bdi> <strong>7</strong>" in page
    assert "Wednesday 1 April 2026" in page
    assert '<svg class="chart"' in page
    assert "Alice Aas (School)" in page
    assert "data-print" in page
    assert actions(cast.case)[-1] == "visit.family_sheet_viewed"


def test_it_holds_no_score_no_case_and_no_view_of_the_workers(cast: Cast, as_: Browser) -> None:
    visit = rated(cast, NOW, (cast.goal, None, 9), (cast.goal, cast.son, 3), ended=False)
    begun = draft(cast, visit=visit)
    finished(as_(cast.alice), cast, begun, **{f"q{place}": 2 for place in range(1, 9)}, q9=0)
    other = make_case(cast.unit, cast.cora, 3000)
    make_goal(other, cast.alice, "Somebody else's goal", "trust", None)
    page = text(as_(cast.alice).get(at("family_sheet", visit.pk)))
    main = re.sub(r'href="[^"]*"', "", page.split("<main")[1].split("</main>")[0])  # keys hold any digits
    for foreign in ("PHQ", "16", "AA", "<strong>9", "Case", "2041", "Somebody else"):
        assert foreign not in main, foreign
    assert "<title>Goals and next step</title>" in page


def test_later_visits_do_not_change_an_older_sheet(cast: Cast, as_: Browser) -> None:
    first = rated(cast, NOW, (cast.goal, cast.son, 3))
    before = as_(cast.alice).get(at("family_sheet", first.pk)).context["goals"]
    rated(cast, NOW + MONTH, (cast.goal, cast.son, 9))
    after = as_(cast.alice).get(at("family_sheet", first.pk)).context["goals"]
    assert [one.drawing for one in after] == [one.drawing for one in before]
    assert [one.given for one in after] == [(("T.", "3"),), ()]


def test_an_empty_sheet_still_makes_sense(cast: Cast, as_: Browser) -> None:
    page = text(as_(cast.alice).get(at("family_sheet", under_way(cast).pk)))
    assert "We agree on it together next time." in page
    assert "<svg" not in page


def test_in_norwegian_too(cast: Cast, as_: Browser) -> None:
    alice = as_(cast.alice)
    alice.cookies["django_language"] = "nb"
    page = alice.get(at("family_sheet", under_way(cast).pk)).content.decode()
    assert '<html lang="nb"' in page


def test_a_supervisor_sees_it_and_nobody_else(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    assert as_(cast.sam).get(at("family_sheet", visit.pk)).status_code == 200
    may_not_read("family_sheet", visit.pk, cast, as_)


def test_the_page_takes_few_queries(cast: Cast, as_: Browser) -> None:
    visit = rated(cast, NOW, (cast.goal, cast.son, 3))
    assert queries_of(as_(cast.alice), at("family_sheet", visit.pk)) <= 12

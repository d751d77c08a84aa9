"""Rating goals: each person's own number, and the last one shown only after the new one is saved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from forms_engine.access.services import Refused
from forms_engine.casework.models import Goal, Person
from forms_engine.casework.services import close_goal
from sessions.models import Observation, Visit
from sessions.services.ratings import rate_goal
from sessions.services.visits import end_visit
from tests.cast import NOW, Cast, make_case, make_goal, person
from tests.visits.holding import Browser, actions, at, may_not_write, rated, text, under_way

MONTH = timedelta(days=30)


def form(rater: Person | None, *numbers: tuple[Goal, int], seen: dict[Goal, str] | None = None) -> dict[str, Any]:
    sent: dict[str, Any] = {"rater": str(rater.pk) if rater else "me"}
    sent |= {f"goal-{goal.pk}": number for goal, number in numbers}
    return sent | {f"seen-{goal.pk}": key for goal, key in (seen or {}).items()}


def standing() -> dict[tuple[str, str], float]:
    """(measure, who) -> the number that counts."""
    counted = Observation.objects.filter(replaced_at__isnull=True).select_related("person", "staff")
    return {(row.measure, row.person.called if row.person else row.staff.initials): row.value for row in counted}


def test_each_rater_keeps_a_number_of_their_own(cast: Cast, as_: Browser) -> None:
    visit, alice = under_way(cast), as_(cast.alice)
    for rater, number in ((cast.son, 3), (cast.mother, 7), (None, 5)):
        reply = alice.post(at("rate", visit.pk), form(rater, (cast.goal, number)))
        assert reply.status_code == 302
    measure = f"goal/{cast.goal.pk}"
    assert standing() == {(measure, "T."): 3, (measure, "Mamma"): 7, (measure, "AA"): 5}
    assert actions(cast.case).count("goal.rated") == 3


def test_both_workers_have_their_own_view(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    for worker, number in ((cast.alice, 2), (cast.bob, 8)):
        as_(worker).post(at("rate", visit.pk), form(None, (cast.goal, number)))
    assert sorted(standing().values()) == [2, 8]


def test_several_goals_are_saved_at_once(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    as_(cast.alice).post(at("rate", visit.pk), form(cast.son, (cast.goal, 0), (cast.other_goal, 10)))
    assert sorted(standing().values()) == [0, 10]


def test_the_last_number_is_shown_after_saving_and_not_before(cast: Cast, as_: Browser) -> None:
    rated(cast, NOW, (cast.goal, cast.son, 3))
    visit, alice = under_way(cast, NOW + MONTH), as_(cast.alice)
    before = text(alice.get(at("visit", visit.pk) + f"?rater={cast.son.pk}"))
    assert "last time" not in before
    ratings = before.partition('id="ratings"')[2].partition("</section>")[0]
    assert "Save the numbers" in ratings
    assert "checked" not in ratings, "nothing is carried forward"
    after = text(alice.post(at("rate", visit.pk), form(cast.son, (cast.goal, 4)), follow=True))
    assert "<strong>4 today</strong>, 3 last time (2 March 2026)" in after


def test_the_numbers_of_others_are_not_shown_to_a_rater(cast: Cast, as_: Browser) -> None:
    visit, alice = under_way(cast), as_(cast.alice)
    alice.post(at("rate", visit.pk), form(cast.mother, (cast.goal, 7)))
    assert "7 today" in text(alice.get(at("visit", visit.pk) + f"?rater={cast.mother.pk}"))
    assert "7 today" not in text(alice.get(at("visit", visit.pk) + f"?rater={cast.son.pk}"))


def test_the_first_number_is_called_so(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    page = as_(cast.alice).post(at("rate", visit.pk), form(cast.son, (cast.goal, 4)), follow=True)
    assert "<strong>4 today</strong>, the first number" in text(page)


def test_a_newer_number_counts_and_the_older_one_stays(cast: Cast, as_: Browser) -> None:
    visit, alice = under_way(cast), as_(cast.alice)
    alice.post(at("rate", visit.pk), form(cast.son, (cast.goal, 4)))
    first = Observation.objects.get()
    reply = alice.post(at("rate", visit.pk), form(cast.son, (cast.goal, 6), seen={cast.goal: str(first.pk)}))
    assert reply.status_code == 302
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert first.value == 4
    assert list(standing().values()) == [6]


def test_the_page_carries_what_stands_there(cast: Cast, as_: Browser) -> None:
    visit, alice = under_way(cast), as_(cast.alice)
    alice.post(at("rate", visit.pk), form(cast.son, (cast.goal, 4)))
    page = text(alice.get(at("visit", visit.pk) + f"?rater={cast.son.pk}"))
    assert f'name="seen-{cast.goal.pk}" value="{Observation.objects.get().pk}"' in page


def test_the_same_again_does_nothing(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    replies = [as_(cast.alice).post(at("rate", visit.pk), form(cast.son, (cast.goal, 4))) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [302, 302]
    assert Observation.objects.count() == 1
    assert actions(cast.case).count("goal.rated") == 1


def test_a_page_that_is_out_of_date_saves_nothing_of_it(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    as_(cast.bob).post(at("rate", visit.pk), form(cast.son, (cast.other_goal, 4)))
    reply = as_(cast.alice).post(at("rate", visit.pk), form(cast.son, (cast.goal, 1), (cast.other_goal, 9)))
    assert reply.status_code == 409
    assert "Another number was saved meanwhile" in text(reply)
    assert "4 today" in text(reply)
    assert standing() == {(f"goal/{cast.other_goal.pk}", "T."): 4}


@pytest.mark.parametrize("number", ["-1", "11", "4.5", "ten", "NaN"])
def test_only_whole_numbers_from_0_to_10(cast: Cast, as_: Browser, number: str) -> None:
    visit = under_way(cast)
    sent = form(cast.son) | {f"goal-{cast.goal.pk}": number}
    assert as_(cast.alice).post(at("rate", visit.pk), sent).status_code == 422
    assert not Observation.objects.exists()


def test_no_number_at_all_is_said(cast: Cast, as_: Browser) -> None:
    reply = as_(cast.alice).post(at("rate", under_way(cast).pk), form(cast.son))
    assert reply.status_code == 422
    assert "Choose a number for at least one goal." in text(reply)


@pytest.mark.parametrize("rater", ["", "nobody", "00000000-0000-4000-8000-000000000000"])
def test_only_who_is_there_rates(cast: Cast, as_: Browser, rater: str) -> None:
    sent = {"rater": rater, f"goal-{cast.goal.pk}": 4}
    assert as_(cast.alice).post(at("rate", under_way(cast).pk), sent).status_code == 422
    assert not Observation.objects.exists()


def test_the_service_refuses_what_a_page_never_offers(cast: Cast) -> None:
    visit = under_way(cast)
    elsewhere = make_case(cast.unit, cast.cora, 3000)
    foreign = make_goal(elsewhere, cast.alice, "x", "trust", None)
    close_goal(actor=cast.alice, goal=cast.other_goal, reached=True, now=NOW)
    cast.other_goal.refresh_from_db()
    for goal, rater, value in (
        (foreign, cast.son, 4),
        (cast.goal, person(elsewhere, "x", "parent"), 4),
        (cast.other_goal, cast.son, 4),
        (cast.goal, cast.son, 11),
        (cast.goal, cast.son, -1),
    ):
        with pytest.raises(Refused):
            rate_goal(actor=cast.alice, visit=visit, goal=goal, person=rater, value=value, now=NOW)
    assert not Observation.objects.exists()


def test_not_after_the_visit(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    end_visit(actor=cast.alice, visit=visit, now=NOW)
    reply = as_(cast.alice).post(at("rate", visit.pk), form(cast.son, (cast.goal, 4)))
    assert reply.status_code == 409
    assert not Observation.objects.exists()


def test_nobody_else_rates(cast: Cast, as_: Browser) -> None:
    visit: Visit = under_way(cast)
    may_not_write("rate", visit.pk, cast, as_, form(cast.son, (cast.goal, 4)))
    assert not Observation.objects.exists()


def test_on_an_ended_visit_the_words_do_not_say_today(cast: Cast, as_: Browser) -> None:
    visit = rated(cast, NOW, (cast.goal, cast.son, 3))
    page = text(as_(cast.alice).get(at("visit", visit.pk) + f"?rater={cast.son.pk}"))
    assert "3 at this visit" in page
    assert "3 today" not in page

"""A goal in the family's words is written down."""

from uuid import uuid4

import pytest

from forms_engine.casework.models import Goal
from tests.casework.checklist import Act, BadTexts
from tests.cast import make_case, person

KEY = uuid4()


class TestGoalAdd(Act, BadTexts):
    event = "goal.set"
    model = Goal
    texts = ("words", "low", "high")

    def path(self, cast):
        return f"/cases/{cast.case.pk}/goals/add/"

    def data(self, cast):
        return {
            "key": KEY,
            "words": "Å spise middag i lag",
            "aim": "less_isolation",
            "person": cast.mother.pk,
            "low": "aldri",
            "high": "hver dag",
            "good_enough": "6",
        }

    def undo(self, cast):
        Goal.objects.filter(pk=KEY).delete()

    def test_what_is_stored_and_shown(self, cast, as_):
        browser = as_(cast.alice)
        browser.post(self.path(cast), self.data(cast))
        goal = Goal.objects.get(pk=KEY)
        assert (goal.words, goal.low, goal.high, goal.good_enough, goal.person) == (
            "Å spise middag i lag",
            "aldri",
            "hver dag",
            6,
            cast.mother,
        )
        page = browser.get(f"/cases/{cast.case.pk}/plan/").content.decode()
        assert "Å spise middag i lag" in page
        assert "No measure serves this goal yet: Å spise middag i lag" in page

    @pytest.mark.parametrize(
        "wrong", [{"words": ""}, {"aim": "win"}, {"good_enough": "11"}, {"good_enough": "-1"}, {"person": "x"}]
    )
    def test_refused_with_what_was_typed(self, cast, as_, wrong):
        with self.nothing_stored():
            page = as_(cast.alice).post(self.path(cast), {**self.data(cast), **wrong})
        assert page.status_code == 422
        assert "hver dag" in page.content.decode()

    def test_a_person_of_another_case_is_unknown(self, cast, as_):
        foreign = person(make_case(cast.unit, cast.cora, 2042), "Foreign", "parent")
        with self.nothing_stored():
            page = as_(cast.cora).post(self.path(cast), {**self.data(cast), "person": foreign.pk})
            assert page.status_code == 422

    def test_the_whole_family(self, cast, as_):
        as_(cast.alice).post(self.path(cast), {"words": "Together", "aim": "trust"})
        assert "The whole family" in as_(cast.alice).get(f"/cases/{cast.case.pk}/plan/").content.decode()

"""A goal is reached or left."""

import pytest

from forms_engine.casework.models import Goal
from tests.casework.checklist import Act


class TestGoalClose(Act):
    event = "goal.closed"
    model = Goal
    makes = 0

    def path(self, cast):
        return f"/goals/{cast.goal.pk}/close/"

    def data(self, cast):
        return {"reached": "yes"}

    def undo(self, cast):
        Goal.objects.update(closed_at=None, reached=None)

    def test_what_was_said_first_stands(self, cast, as_):
        browser = as_(cast.alice)
        browser.post(self.path(cast), {"reached": "no"})
        browser.post(self.path(cast), {"reached": "yes"})
        cast.goal.refresh_from_db()
        assert cast.goal.reached is False
        assert "Left" in browser.get(f"/cases/{cast.case.pk}/plan/").content.decode()

    @pytest.mark.parametrize("said", [{}, {"reached": "perhaps"}])
    def test_it_must_be_said(self, cast, as_, said):
        with self.nothing_stored():
            assert as_(cast.alice).post(self.path(cast), said).status_code == 400
        cast.goal.refresh_from_db()
        assert cast.goal.closed_at is None

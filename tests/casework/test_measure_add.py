"""A measure is written down."""

from uuid import uuid4

import pytest

from forms_engine.access import services as access
from forms_engine.casework.models import Measure
from tests.casework.checklist import Act, BadTexts
from tests.cast import NOW, make_case, make_goal

KEY = uuid4()


class TestMeasureAdd(Act, BadTexts):
    event = "measure.added"
    model = Measure
    texts = ("words",)

    def path(self, cast):
        return f"/cases/{cast.case.pk}/measures/add/"

    def data(self, cast):
        return {
            "key": KEY,
            "words": "Drive to football",
            "service": cast.school.pk,
            "goal": cast.goal.pk,
            "starts_on": "2026-03-01",
        }

    def undo(self, cast):
        Measure.objects.all().delete()

    def test_it_closes_the_gap_of_its_goal(self, cast, as_):
        plan = f"/cases/{cast.case.pk}/plan/"
        missing = f"No measure serves this goal yet: {cast.goal.words}"
        assert missing in as_(cast.alice).get(plan).content.decode()
        as_(cast.alice).post(self.path(cast), self.data(cast))
        page = as_(cast.alice).get(plan).content.decode()
        assert missing not in page
        assert "Drive to football" in page

    @pytest.mark.parametrize(
        "wrong",
        [
            {"words": ""},
            {"service": ""},
            {"service": "x"},
            {"goal": "x"},
            {"starts_on": "soon"},
            {"starts_on": "0001-01-01"},
            {"starts_on": ""},
        ],
    )
    def test_refused(self, cast, as_, wrong):
        with self.nothing_stored():
            assert as_(cast.alice).post(self.path(cast), {**self.data(cast), **wrong}).status_code == 422

    def test_neither_a_closed_service_nor_a_foreign_goal(self, cast, as_):
        foreign = make_goal(make_case(cast.unit, cast.cora, 2042), cast.cora, "Foreign", "trust", None)
        assert as_(cast.cora).post(self.path(cast), {**self.data(cast), "goal": foreign.pk}).status_code == 422
        access.close_service(actor=cast.ada, service=cast.school, now=NOW)
        assert as_(cast.cora).post(self.path(cast), self.data(cast)).status_code == 422
        assert not Measure.objects.exists()

"""What is missing is written down, and filled."""

from uuid import uuid4

import pytest

from forms_engine.casework import services
from forms_engine.casework.models import Gap
from tests.casework.checklist import Act, BadTexts
from tests.cast import NOW

KEY = uuid4()


class TestGapAdd(Act, BadTexts):
    event = "gap.raised"
    model = Gap
    texts = ("words",)

    def path(self, cast):
        return f"/cases/{cast.case.pk}/gaps/add/"

    def data(self, cast):
        return {"key": KEY, "words": "Nobody helps with the rent"}

    def undo(self, cast):
        Gap.objects.all().delete()

    def test_nothing_written(self, cast, as_):
        with self.nothing_stored():
            assert as_(cast.alice).post(self.path(cast), {"words": "  "}).status_code == 422


class TestGapClose(Act):
    event = "gap.closed"
    model = Gap
    makes = 0

    @pytest.fixture(autouse=True)
    def gap(self, cast):
        self.gap = services.raise_gap(actor=cast.alice, case=cast.case, words="No interpreter in Somali", now=NOW)

    def path(self, cast):
        return f"/gaps/{self.gap.pk}/close/"

    def undo(self, cast):
        Gap.objects.update(closed_at=None)

    def test_it_leaves_the_plan(self, cast, as_):
        plan = f"/cases/{cast.case.pk}/plan/"
        assert "No interpreter in Somali" in as_(cast.alice).get(plan).content.decode()
        as_(cast.alice).post(self.path(cast))
        assert "No interpreter in Somali" not in as_(cast.alice).get(plan).content.decode()

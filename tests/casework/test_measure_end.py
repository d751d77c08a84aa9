"""A measure ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forms_engine.casework import services
from forms_engine.casework.models import Measure
from tests.casework.checklist import Act
from tests.cast import NOW


class TestMeasureEnd(Act):
    event = "measure.ended"
    model = Measure
    makes = 0

    @pytest.fixture(autouse=True)
    def measure(self, cast):
        self.measure = services.add_measure(
            actor=cast.alice,
            case=cast.case,
            words="Homework help",
            service=cast.school,
            goal=None,
            starts_on=timezone.localdate(),
            now=NOW,
        )

    def path(self, cast):
        return f"/measures/{self.measure.pk}/end/"

    def undo(self, cast):
        Measure.objects.update(ended_on=None)

    def test_not_before_it_begins(self, cast, as_):
        Measure.objects.update(starts_on=timezone.localdate() + timedelta(days=2))
        with self.nothing_stored():
            page = as_(cast.alice).post(self.path(cast), follow=True)
        assert "A measure cannot end before it begins." in page.content.decode()
        assert Measure.objects.get().ended_on is None

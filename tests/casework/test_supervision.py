"""A supervisor follows a case, and stops."""

import pytest

from forms_engine.access import services as access
from forms_engine.access.models import Grant
from tests.casework.checklist import Act
from tests.cast import NOW, make_case, staff


class TestSupervise(Act):
    event = "access.granted"
    model = Grant
    may = ("cora",)
    may_not = ("alice", "charlie", "stranger", "ada", "sam")

    @pytest.fixture(autouse=True)
    def sonja(self, cast):
        self.sonja = staff(cast.unit, "sonja", "Sonja Supervisor", ["supervisor"])

    def path(self, cast):
        return f"/cases/{cast.case.pk}/supervisors/add/"

    def data(self, cast):
        return {"supervisor": self.sonja.pk}

    def test_they_may_read_and_not_write(self, cast, as_):
        as_(cast.cora).post(self.path(cast), self.data(cast))
        page = as_(self.sonja).get(f"/cases/{cast.case.pk}/people/")
        assert page.status_code == 200
        assert "<form" not in page.content.decode().split("</header>")[1]

    @pytest.mark.parametrize("who", ["alice", "cora", "stranger"])
    def test_only_a_supervisor_of_the_municipality(self, cast, as_, who):
        with self.nothing_stored():
            page = as_(cast.cora).post(self.path(cast), {"supervisor": getattr(cast, who).pk})
            assert page.status_code == 422

    def test_not_who_is_shut_out(self, cast, as_):
        access.block(actor=cast.cora, compartment_id=cast.case.compartment_id, staff=self.sonja, now=NOW)
        with self.nothing_stored():
            assert as_(cast.cora).post(self.path(cast), self.data(cast)).status_code == 422


class TestSupervisionEnd(Act):
    event = "access.ended"
    model = Grant
    makes = 0
    may = ("cora",)
    may_not = ("alice", "charlie", "stranger", "ada", "sam")

    def path(self, cast):
        return f"/cases/{cast.case.pk}/supervisors/{cast.sam.pk}/end/"

    def test_sight_ends(self, cast, as_):
        plan = f"/cases/{cast.case.pk}/plan/"
        assert as_(cast.sam).get(plan).status_code == 200
        as_(cast.cora).post(self.path(cast))
        assert as_(cast.sam).get(plan).status_code == 404

    def test_who_never_followed_it_is_not_there(self, cast, as_):
        other = make_case(cast.unit, cast.cora, 2042)
        assert as_(cast.cora).post(f"/cases/{other.pk}/supervisors/{cast.sam.pk}/end/").status_code == 404
        assert as_(cast.cora).post(self.path(cast).replace(str(cast.sam.pk), str(cast.bob.pk))).status_code == 404

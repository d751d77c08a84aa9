"""A worker is taken off a case."""

from forms_engine.casework.models import Assignment
from tests.casework.checklist import Act


class TestWorkerEnd(Act):
    event = "worker.ended"
    model = Assignment
    makes = 0
    may = ("cora",)
    may_not = ("alice", "bob", "charlie", "stranger", "ada", "sam")

    def path(self, cast):
        return f"/assignments/{Assignment.objects.get(staff=cast.bob).pk}/end/"

    def test_access_ends_and_the_gap_shows(self, cast, as_):
        people = f"/cases/{cast.case.pk}/people/"
        assert as_(cast.bob).get(people).status_code == 200
        as_(cast.cora).post(self.path(cast))
        assert as_(cast.bob).get(people).status_code == 404
        assert "Case 2041" not in as_(cast.bob).get("/cases/").content.decode()
        assert "one worker; there should be two" in as_(cast.cora).get(people).content.decode()
        plan = as_(cast.alice).get(f"/cases/{cast.case.pk}/plan/").content.decode()
        assert "School has one worker on this case; there should be two." in plan

    def test_they_can_come_back(self, cast, as_):
        as_(cast.cora).post(self.path(cast))
        assert as_(cast.cora).post(f"/cases/{cast.case.pk}/pairs/assign/", {"worker": cast.bob.pk}).status_code == 302
        assert as_(cast.bob).get(f"/cases/{cast.case.pk}/people/").status_code == 200
        assert Assignment.objects.filter(staff=cast.bob).count() == 2

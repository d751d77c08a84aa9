"""Somebody is taken off the case."""

from forms_engine.casework.models import Person
from tests.casework.checklist import Act


class TestPersonRemove(Act):
    event = "person.removed"
    model = Person
    makes = 0

    def path(self, cast):
        return f"/people/{cast.son.pk}/remove/"

    def undo(self, cast):
        Person.objects.update(removed_at=None)

    def test_what_they_said_stays(self, cast, as_):
        browser = as_(cast.alice)
        assert browser.post(self.path(cast)).status_code == 302
        cast.son.refresh_from_db()
        assert cast.son.removed_at
        family = browser.get(f"/cases/{cast.case.pk}/people/").content.decode()
        assert f"/people/{cast.son.pk}/" not in family
        assert cast.goal.words in browser.get(f"/cases/{cast.case.pk}/plan/").content.decode()

    def test_no_new_goal_is_theirs(self, cast, as_):
        browser = as_(cast.alice)
        browser.post(self.path(cast))
        goal = {"words": "Ride a bike", "aim": "trust", "person": cast.son.pk}
        assert browser.post(f"/cases/{cast.case.pk}/goals/add/", goal).status_code == 422

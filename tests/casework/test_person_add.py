"""Somebody is added to the family."""

from uuid import uuid4

import pytest

from forms_engine.casework.models import Case, Person
from tests.casework.checklist import Act, BadTexts
from tests.cast import make_case

KEY = uuid4()


class TestPersonAdd(Act, BadTexts):
    event = "person.added"
    model = Person
    texts = ("called",)

    def path(self, cast):
        return f"/cases/{cast.case.pk}/people/add/"

    def data(self, cast):
        return {"key": KEY, "called": "Bestemor", "part": "relative", "birth_year": "1950", "language": "nb"}

    def undo(self, cast):
        Person.objects.filter(pk=KEY).delete()

    def test_what_is_stored(self, cast, as_):
        as_(cast.alice).post(self.path(cast), {**self.data(cast), "interpreter": "on"})
        person = Person.objects.get(pk=KEY)
        assert (person.called, person.part, person.birth_year, person.interpreter) == (
            "Bestemor",
            "relative",
            1950,
            True,
        )

    @pytest.mark.parametrize(
        "wrong",
        [
            {"called": ""},
            {"part": "dragon"},
            {"birth_year": "2099"},
            {"birth_year": "1899"},
            {"language": "tlh"},
            {"key": "no-key"},
            {"birth_year": "9" * 400},
            {"called": "x" * 61},
        ],
    )
    def test_refused_with_what_was_typed(self, cast, as_, wrong):
        with self.nothing_stored():
            page = as_(cast.alice).post(self.path(cast), {**self.data(cast), **wrong})
        assert page.status_code == 422
        if "called" not in wrong:
            assert "Bestemor" in page.content.decode()

    def test_the_key_of_another_case_is_refused(self, cast, as_):
        other = make_case(cast.unit, cast.cora, 2042)
        assert Case.objects.count() == 2
        assert as_(cast.cora).post(f"/cases/{other.pk}/people/add/", self.data(cast)).status_code == 302
        with self.nothing_stored():
            assert as_(cast.cora).post(self.path(cast), self.data(cast)).status_code == 422

    def test_a_name_is_shown_as_text(self, cast, as_):
        browser = as_(cast.alice)
        browser.post(self.path(cast), {**self.data(cast), "called": "<script>x</script>"})
        page = browser.get(f"/cases/{cast.case.pk}/people/").content.decode()
        assert "<script>x" not in page
        assert "&lt;script&gt;x" in page

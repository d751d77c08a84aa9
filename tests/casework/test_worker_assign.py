"""A worker is put on a case."""

import pytest

from forms_engine.access import services as access
from forms_engine.access.models import Grant
from forms_engine.casework.models import Assignment
from tests.casework.checklist import Act
from tests.cast import NOW


class TestWorkerAssign(Act):
    event = "worker.assigned"
    model = Assignment
    may = ("cora",)
    may_not = ("alice", "charlie", "stranger", "ada", "sam")

    def path(self, cast):
        return f"/cases/{cast.case.pk}/pairs/assign/"

    def data(self, cast):
        return {"worker": cast.charlie.pk}

    def test_access_begins(self, cast, as_):
        assert as_(cast.charlie).get(f"/cases/{cast.case.pk}/people/").status_code == 404
        as_(cast.cora).post(self.path(cast), self.data(cast))
        assert as_(cast.charlie).get(f"/cases/{cast.case.pk}/people/").status_code == 200
        assert "one worker" in as_(cast.cora).get(f"/cases/{cast.case.pk}/people/").content.decode()

    @pytest.mark.parametrize("who", ["cora", "sam", "ada", "stranger"])
    def test_only_a_practitioner_of_the_municipality(self, cast, as_, who):
        with self.nothing_stored():
            page = as_(cast.cora).post(self.path(cast), {"worker": getattr(cast, who).pk})
            assert page.status_code == 422
        assert not Grant.objects.filter(staff=getattr(cast, who), capacity="worker").exists()

    @pytest.mark.parametrize("worker", ["", "nobody", "a\0b", "9" * 5000])
    def test_nonsense(self, cast, as_, worker):
        with self.nothing_stored():
            assert as_(cast.cora).post(self.path(cast), {"worker": worker}).status_code == 422

    def test_neither_who_is_shut_out_nor_who_has_left(self, cast, as_):
        browser, page = as_(cast.cora), f"/cases/{cast.case.pk}/people/"
        assert f'value="{cast.charlie.pk}"' in browser.get(page).content.decode()
        access.block(actor=cast.cora, compartment_id=cast.case.compartment_id, staff=cast.charlie, now=NOW)
        assert f'value="{cast.charlie.pk}"' not in browser.get(page).content.decode()
        assert browser.post(self.path(cast), self.data(cast)).status_code == 422
        from forms_engine.access.models import ConflictBlock

        ConflictBlock.objects.all().delete()
        cast.charlie.ends_on = NOW.date()
        cast.charlie.save()
        assert browser.post(self.path(cast), self.data(cast)).status_code == 422

    def test_who_is_on_the_case_is_not_offered(self, cast, as_):
        page = as_(cast.cora).get(f"/cases/{cast.case.pk}/people/").content.decode()
        assert f'value="{cast.alice.pk}"' not in page

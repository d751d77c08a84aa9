"""A case is opened."""

import re
from uuid import uuid4

from forms_engine.access.models import AuditEvent
from forms_engine.casework import services
from forms_engine.casework.models import Case
from tests.casework.checklist import Act
from tests.cast import NOW

KEY = uuid4()


class TestCaseNew(Act):
    event = "case.opened"
    model = Case
    may = ("cora",)
    may_not = ("alice", "charlie", "ada", "sam")

    def path(self, cast):
        return "/cases/new/"

    def data(self, cast):
        return {"key": KEY}

    def test_works_and_is_logged(self, cast, as_):
        answer = as_(cast.cora).post("/cases/new/", self.data(cast))
        case = Case.objects.get(pk=KEY)
        assert answer["Location"] == f"/cases/{case.pk}/people/"
        assert case.number == cast.case.number + 1
        assert case.unit == cast.unit
        assert AuditEvent.objects.filter(compartment=case.compartment, action="case.opened", actor=cast.cora).exists()

    def test_bad_id(self, cast, as_):
        with self.nothing_stored():
            assert as_(cast.cora).post("/cases/new/", {"key": "1"}).status_code == 400

    def test_the_page_carries_a_new_key_each_time(self, cast, as_):
        browser = as_(cast.cora)
        keys = [re.search(r'name="key" value="([0-9a-f-]{36})"', browser.get("/cases/").content.decode()) for _ in "ab"]
        assert keys[0][1] != keys[1][1]
        browser.post("/cases/new/", {"key": keys[0][1]})
        assert Case.objects.filter(pk=keys[0][1]).exists()

    def test_the_key_of_somebody_elses_case(self, cast, as_):
        assert as_(cast.stranger).post("/cases/new/", {"key": KEY}).status_code == 302
        with self.nothing_stored():
            page = as_(cast.cora).post("/cases/new/", {"key": KEY}, follow=True)
        assert "cannot be used again" in page.content.decode()

    def test_each_municipality_counts_for_itself(self, cast):
        first = services.open_case(actor=cast.stranger, now=NOW)
        assert first.number == services.FIRST_CASE_NUMBER
        assert services.open_case(actor=cast.stranger, now=NOW).number == first.number + 1

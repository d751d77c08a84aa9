"""The pages of casework: who sees them, in both languages, recorded, and with few questions to the database."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from forms_engine import casework
from forms_engine.access import services as access
from forms_engine.access.models import AuditEvent
from forms_engine.access.policy import RULES
from forms_engine.casework import services
from forms_engine.casework.log import WORDS
from forms_engine.casework.models import Case
from tests.casework.checklist import at_most
from tests.cast import NOW, assign, make_case, make_goal, person

PAGES = {
    "people": ({"alice", "bob", "cora", "sam"}, "case.people_viewed"),
    "plan": ({"alice", "bob", "cora", "sam"}, "case.plan_viewed"),
    "log": ({"cora", "sam"}, "case.log_viewed"),
}
EVERYBODY = ("alice", "bob", "charlie", "cora", "sam", "ada", "stranger")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sees_it_is_recorded(cast, as_, page, who):
    readers, event = PAGES[page]
    answer = as_(getattr(cast, who)).get(f"/cases/{cast.case.pk}/{page}/")
    seen = AuditEvent.objects.filter(action=event, actor=getattr(cast, who), compartment=cast.case.compartment)
    assert (answer.status_code, seen.count()) == ((200, 1) if who in readers else (404, 0))


@pytest.mark.parametrize("page", ["", *[f"{name}/" for name in PAGES]])
def test_bad_id_and_wrong_method(cast, as_, page):
    browser = as_(cast.cora)
    assert browser.get(f"/cases/{uuid4()}/{page}").status_code == 404
    assert browser.get(f"/cases/2041/{page}").status_code == 404
    assert browser.post(f"/cases/{cast.case.pk}/{page}").status_code == 405


def test_wrong_method_of_the_list(cast, as_):
    assert as_(cast.cora).post("/cases/").status_code == 405


@pytest.mark.parametrize("page", PAGES)
def test_somebody_shut_out_sees_nothing(cast, as_, page):
    access.block(actor=cast.cora, compartment_id=cast.case.compartment_id, staff=cast.cora, now=NOW)
    assert as_(cast.cora).get(f"/cases/{cast.case.pk}/{page}/").status_code == 404
    assert "Case 2041" not in as_(cast.cora).get("/cases/").content.decode()


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_case_leads_to_its_first_tab(cast, as_, who):
    answer = as_(getattr(cast, who)).get(f"/cases/{cast.case.pk}/")
    if who in {"charlie", "ada", "stranger"}:
        assert answer.status_code == 404
    else:
        assert as_(getattr(cast, who)).get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("page", ["/cases/", "people/", "plan/", "log/"])
def test_in_both_languages(cast, as_, language, page):
    browser = as_(cast.cora)
    browser.post("/language/", {"language": language})
    shown = browser.get(page if page.startswith("/") else f"/cases/{cast.case.pk}/{page}").content.decode()
    assert f'<html lang="{language}"' in shown
    title = shown.split("<title>")[1].split("</title>")[0]
    assert not {cast.mother.called, cast.son.called} & set(title.split())
    ids = [part.split('"')[0] for part in shown.split(' id="')[1:]]
    assert len(ids) == len(set(ids)), "ids on a page are unique"
    for target in [part.split('"')[0] for part in shown.split('<label for="')[1:]]:
        assert target in ids


def test_closed_cases_come_last(cast, as_):
    make_case(cast.unit, cast.cora, 2050)
    Case.objects.filter(number=2041).update(status="closed", closed_at=NOW)
    page = as_(cast.cora).get("/cases/").content.decode()
    assert page.index("Case 2050") < page.index("Case 2041")


def test_only_own_cases(cast, as_):
    make_case(cast.unit, cast.cora, 2050)
    assert "Case 2050" not in as_(cast.alice).get("/cases/").content.decode()
    assert "Case 2041" in as_(cast.alice).get("/cases/").content.decode()
    assert "No cases yet" in as_(cast.charlie).get("/cases/").content.decode()
    assert "No cases yet" in as_(cast.stranger).get("/cases/").content.decode()


def test_empty_pages_say_what_comes_there(cast, as_):
    case = make_case(cast.unit, cast.cora, 2050)
    people = as_(cast.cora).get(f"/cases/{case.pk}/people/").content.decode()
    assert "Nobody yet." in people
    assert "No workers yet." in people
    plan = as_(cast.cora).get(f"/cases/{case.pk}/plan/").content.decode()
    assert "No goals yet." in plan
    assert "No measures yet." in plan
    assert "No service has a worker on this case yet." in plan


@pytest.fixture
def crowded(cast):
    """A case with twelve of everything, and eleven cases beside it."""
    for number in range(12):
        one = person(cast.case, f"P{number}", "child", 2010)
        goal = make_goal(cast.case, cast.alice, f"Goal {number}", "trust", one)
        services.add_measure(
            actor=cast.alice,
            case=cast.case,
            words=f"Measure {number}",
            service=cast.school,
            goal=goal,
            starts_on=timezone.localdate(),
            now=NOW,
        )
        services.raise_gap(actor=cast.alice, case=cast.case, words=f"Gap {number}", now=NOW)
        assign(make_case(cast.unit, cast.cora, 3000 + number), cast.alice, cast.school, cast.cora)
    return cast


@pytest.mark.parametrize("who", ["alice", "cora"])
@pytest.mark.parametrize("page", ["/cases/", "people/", "plan/", "log/"])
def test_few_questions_to_the_database(crowded, as_, who, page):
    if (who, page) == ("alice", "log/"):
        return
    browser = as_(getattr(crowded, who))
    address = page if page.startswith("/") else f"/cases/{crowded.case.pk}/{page}"
    browser.get(address)  # the first page of a sign-in finds the key of the case, and remembers it
    with at_most(12):
        assert browser.get(address).status_code == 200


ACTION = re.compile(
    r'action="([a-z_]+\.[a-z_]+)"|_(?:note|record)\([^"]*"([a-z_]+\.[a-z_]+)"|"([a-z]+\.[a-z_]*viewed)"'
)


def test_everything_that_is_logged_about_a_case_has_words():
    """Every name of an event in the rooms that write about cases; names of rights look alike and are left out."""
    written = set()
    for room in ("forms_engine/casework", "sessions", "exports"):
        for file in (Path(casework.__file__).parents[2] / room).rglob("*.py"):
            written |= {next(filter(None, found)) for found in ACTION.findall(file.read_text(encoding="utf-8"))}
    assert len(written - RULES.keys()) > 40
    assert written - RULES.keys() <= WORDS.keys()


def test_the_log_is_in_words_and_in_pages(cast, as_):
    for number in range(102):
        services.raise_gap(actor=cast.alice, case=cast.case, words=f"Gap {number}", now=NOW)
    browser = as_(cast.cora)
    page = browser.get(f"/cases/{cast.case.pk}/log/").content.decode()
    assert "Wrote down what is missing" in page
    assert "gap.raised" not in page
    assert "Gap 1" not in page, "the log holds no content"
    older = page.split("?before=")[1].split('"')[0]
    second = browser.get(f"/cases/{cast.case.pk}/log/?before={older}").content.decode()
    assert "Gave somebody access" in second
    assert "?before=" not in second
    for nonsense in ("x", "-1", "9" * 50, ""):
        assert browser.get(f"/cases/{cast.case.pk}/log/", {"before": nonsense}).status_code == 200

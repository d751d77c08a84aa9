"""Acts that cannot be taken back carry the question that the page's script asks before it sends them."""

import pytest
from django.urls import reverse

from forms_engine.casework import services
from forms_engine.casework.models import Assignment
from tests.cast import NOW


@pytest.fixture
def acts(cast):
    """Name of an act -> who does it, on which page of the case, its key, and the questions it asks."""
    case = cast.case
    measure = services.add_measure(
        actor=cast.alice, case=case, words="Help with homework", service=cast.school, goal=None, starts_on=NOW.date(),
        now=NOW,
    )  # fmt: skip
    gap = services.raise_gap(actor=cast.alice, case=case, words="Nobody meets the father", now=NOW)
    bob = Assignment.objects.get(staff=cast.bob)
    return {
        "person_remove": (cast.alice, "people", [cast.mother.pk], ["Remove? Press again."]),
        "assignment_end": (cast.cora, "people", [bob.pk], ["End? Press again."]),
        "supervision_end": (cast.cora, "people", [case.pk, cast.sam.pk], ["End? Press again."]),
        "goal_close": (
            cast.alice, "plan", [cast.goal.pk], ["Reached? Press again.", "Leave this goal? Press again."],
        ),
        "measure_end": (cast.alice, "plan", [measure.pk], ["End today? Press again."]),
        "gap_close": (cast.alice, "plan", [gap.pk], ["Filled? Press again."]),
    }  # fmt: skip


@pytest.mark.parametrize(
    "act", ["person_remove", "assignment_end", "supervision_end", "goal_close", "measure_end", "gap_close"]
)
def test_it_is_asked_again(cast, as_, acts, act):
    who, page, keys, questions = acts[act]
    shown = as_(who).get(f"/cases/{cast.case.pk}/{page}/").content.decode()
    form = shown.split(f'action="{reverse(f"casework:{act}", args=keys)}"')[1].split("</form>")[0]
    assert form.lstrip().startswith("data-sure")
    for question in questions:
        assert f'data-sure="{question}"' in form

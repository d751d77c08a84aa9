"""The policy is total: whatever is not in its table is refused."""

from hypothesis import given
from hypothesis import strategies as st

from forms_engine.access.policy import RULES, Facts, allow
from forms_engine.access.roles import ROLES

CAPACITIES = ["worker", "supervisor", "reader"]
FACTS = st.builds(
    Facts,
    same_unit=st.booleans(),
    capacities=st.frozensets(st.sampled_from(CAPACITIES)),
    blocked=st.booleans(),
)
ROLE_SETS = st.frozensets(st.sampled_from(sorted(ROLES)))


@given(ROLE_SETS, st.text(), FACTS | st.none())
def test_an_unknown_action_is_refused(roles, action, facts):
    assert action in RULES or not allow(roles, action, facts)


@given(st.frozensets(st.text()), st.sampled_from(sorted(RULES)), FACTS | st.none())
def test_unknown_roles_allow_nothing(roles, action, facts):
    assert roles & ROLES.keys() or not allow(roles, action, facts)


@given(ROLE_SETS, st.sampled_from(sorted(RULES)), FACTS)
def test_a_conflict_block_beats_everything(roles, action, facts):
    blocked = Facts(facts.same_unit, facts.capacities, blocked=True)
    assert not allow(roles, action, blocked)


@given(st.sampled_from(sorted(RULES)), FACTS)
def test_the_administrator_alone_reaches_no_case(action, facts):
    assert not allow(frozenset({"administrator"}), action, facts)


@given(ROLE_SETS, st.sampled_from(sorted(RULES)))
def test_nothing_is_known_of_a_stranger(roles, action):
    assert not allow(roles, action, Facts())


def test_the_hand_written_corners():
    worker = Facts(same_unit=True, capacities=frozenset({"worker"}))
    colleague = Facts(same_unit=True)
    assert allow(frozenset({"practitioner"}), "interview.lead", worker)
    assert not allow(frozenset({"practitioner"}), "interview.lead", colleague)
    assert not allow(frozenset({"coordinator"}), "interview.read", colleague)
    assert allow(frozenset({"coordinator"}), "case.read", colleague)
    assert not allow(frozenset({"supervisor"}), "interview.lead", Facts(True, frozenset({"supervisor"})))
    assert not allow(frozenset({"practitioner"}), "package.read", worker)
    assert not allow(frozenset({"coordinator"}), "share.order_worker_copy", colleague)

"""The policy: one pure, total function. What is not in the table is refused.

An action is allowed when the person holds one of its roles *and*, where it names capacities, has one of them on the
thing's compartment (or, where it says so, works in the same unit). A capacity counts only as long as the person holds
the role that it was given for. A conflict block beats everything.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WORKER = frozenset({"worker"})
TEAM = frozenset({"worker", "supervisor"})
READER = frozenset({"reader"})
# Capacity -> the role that it was given for. When an administrator takes the role away, the grant opens nothing.
GIVEN_FOR = {"worker": "practitioner", "supervisor": "supervisor"}


@dataclass(frozen=True)
class Rule:
    """``roles``: one is needed. ``capacities``: one is needed on the thing. ``unit_roles``: enough in the own unit."""

    roles: frozenset[str]
    capacities: frozenset[str] = frozenset()
    unit_roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """What is known about a person and a thing at this moment. The default knows nothing and allows nothing."""

    same_unit: bool = False
    capacities: frozenset[str] = field(default_factory=frozenset)
    blocked: bool = False


def _rule(*roles: str, on: frozenset[str] = frozenset(), unit: tuple[str, ...] = ()) -> Rule:
    return Rule(frozenset(roles) | frozenset(unit), on, frozenset(unit))


_CASE_ROLES = ("practitioner", "supervisor")

RULES: dict[str, Rule] = {
    # without a thing: pages that show only what is the person's own
    "today.read": _rule("practitioner", "supervisor", "coordinator", "administrator"),
    "account.own": _rule("practitioner", "supervisor", "coordinator", "administrator"),
    "case.list": _rule("practitioner", "supervisor", "coordinator"),
    "case.open": _rule("coordinator"),
    "staff.manage": _rule("administrator"),
    "service.manage": _rule("administrator"),
    "instrument.list": _rule("practitioner", "supervisor", "coordinator", "administrator"),
    "translation.add": _rule("administrator"),
    # on a case
    "case.read": _rule("practitioner", "supervisor", on=TEAM, unit=("coordinator",)),
    "people.write": _rule("practitioner", on=WORKER, unit=("coordinator",)),
    "pairs.write": _rule(unit=("coordinator",)),
    "plan.read": _rule("practitioner", "supervisor", on=TEAM, unit=("coordinator",)),
    "plan.write": _rule("practitioner", on=WORKER, unit=("coordinator",)),
    "log.read": _rule("supervisor", on=frozenset({"supervisor"}), unit=("coordinator",)),
    "picture.read": _rule(*_CASE_ROLES, on=TEAM),
    "visit.read": _rule(*_CASE_ROLES, on=TEAM),
    "visit.write": _rule("practitioner", on=WORKER),
    "interview.lead": _rule("practitioner", on=WORKER),
    "interview.read": _rule(*_CASE_ROLES, on=TEAM),
    "alert.record": _rule("practitioner", on=WORKER),
    "rating.write": _rule("practitioner", on=WORKER),
    "share.read": _rule("practitioner", "supervisor", on=TEAM, unit=("coordinator",)),
    "share.order": _rule("practitioner", on=WORKER, unit=("coordinator",)),
    "share.order_worker_copy": _rule("practitioner", on=WORKER),
    # on a package: its own compartment
    "package.read": _rule("practitioner", "supervisor", "coordinator", on=READER),
}


def in_force(capacities: frozenset[str], roles: frozenset[str]) -> frozenset[str]:
    """Those of the capacities that count for a person with these roles."""
    return frozenset(capacity for capacity in capacities if GIVEN_FOR.get(capacity) in {None, *roles})


def allow(roles: frozenset[str], action: str, facts: Facts | None = None) -> bool:
    """May a person with these roles do this? ``facts`` is None when the action has no thing.

    An unknown action, an unknown role, a thing where the rule knows none, or no thing where it needs one: no.
    """
    rule = RULES.get(action)
    if rule is None or not rule.roles & roles:
        return False
    needs_thing = bool(rule.capacities or rule.unit_roles)
    if facts is None or not needs_thing:
        return facts is None and not needs_thing
    if facts.blocked:
        return False
    return bool(in_force(rule.capacities & facts.capacities, roles)) or (
        facts.same_unit and bool(rule.unit_roles & roles)
    )

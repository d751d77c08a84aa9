"""Profiles are allow-lists: what nobody lists leaves in no package, and what nobody knows stops the start."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import exports
from exports import parts
from exports.drawing import draw_up
from exports.formats.report import Paragraph, Section
from exports.models import LegalBasis
from exports.parts import PARTS, Wanted
from exports.profiles import WORDS, profiles, read_profiles
from exports.reference import load_legal_bases, shipped_bases, valid_bases
from forms_engine.access.policy import RULES
from tests.exports.full_case import make_full_case

SHIPPED = json.loads((Path(exports.__file__).parent / "data" / "profiles.json").read_text(encoding="utf-8"))


def test_the_shipped_profiles():
    assert profiles().keys() == WORDS.keys() == {"overview-municipal", "worker-copy"}
    assert profiles()["overview-municipal"].parts == (
        *("case", "pairs", "methods", "goals"),
        *("measures", "next_step", "gaps"),
    )
    assert profiles()["worker-copy"].parts == ("case", "interviews")


@pytest.mark.parametrize("name", ["action", "reads", "readers", "parts", "bases", "key"])
def test_an_unknown_name_is_refused(name):
    entry = {**SHIPPED[0], name: ["nobody"] if isinstance(SHIPPED[0][name], list) else "nobody"}
    with pytest.raises(ValueError, match="nobody"):
        read_profiles([entry])


def test_two_profiles_with_one_name_are_refused():
    with pytest.raises(ValueError, match="two profiles"):
        read_profiles([SHIPPED[0], SHIPPED[0]])


@pytest.mark.parametrize("change", [{"more": 1}, {"parts": None}])
def test_an_entry_of_another_shape_is_refused(change):
    entry = {**SHIPPED[0], **change}
    with pytest.raises(TypeError):
        read_profiles([entry])


def test_every_action_of_a_profile_is_about_a_case():
    for profile in profiles().values():
        for action in (profile.action, profile.reads):
            assert RULES[action].capacities or RULES[action].unit_roles


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(listed=st.lists(st.sampled_from(sorted(PARTS)), unique=True))
def test_a_report_holds_exactly_the_parts_that_are_listed(cast, as_, listed):
    """Each part is marked; whatever a profile lists is there in its order, and nothing else is."""
    marked = {name: lambda wanted, name=name: [Section(f"part {name}", (Paragraph(name),))] for name in PARTS}
    profile = read_profiles([{**SHIPPED[0], "parts": listed}])["overview-municipal"]
    before = dict(parts.PARTS)
    parts.PARTS.update(marked)
    try:
        report = draw_up(profile=profile, wanted=Wanted(cast.case, frozenset()), language="en")
    finally:
        parts.PARTS.update(before)
    assert [section.title for section in report.sections] == [f"part {name}" for name in listed]


def test_a_new_part_is_in_no_package_until_a_profile_lists_it(cast, as_, monkeypatch):
    make_full_case(cast, as_)
    wanted = Wanted(cast.case, frozenset())
    before = {key: draw_up(profile=one, wanted=wanted, language="en") for key, one in profiles().items()}
    monkeypatch.setitem(PARTS, "new", lambda wanted: [Section("new", (Paragraph("new"),))])
    assert {key: draw_up(profile=one, wanted=wanted, language="en") for key, one in profiles().items()} == before
    entry = {**SHIPPED[0], "parts": [*SHIPPED[0]["parts"], "new"]}
    listed = draw_up(profile=read_profiles([entry])["overview-municipal"], wanted=wanted, language="en")
    assert [section.title for section in listed.sections][-1] == "new"


def test_every_part_is_in_the_documentation_and_in_a_profile():
    page = (Path(exports.__file__).parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
    for name in (*PARTS, *profiles(), *{basis["code"] for basis in shipped_bases()}):
        assert f"`{name}`" in page, name
    assert {name for profile in profiles().values() for name in profile.parts} == PARTS.keys()


def test_legal_bases_are_loaded_once(db):
    count = LegalBasis.objects.count()
    assert count == len(shipped_bases()) >= 6
    load_legal_bases()
    assert LegalBasis.objects.count() == count


def test_a_basis_is_valid_from_its_first_day_to_its_last(db):
    from datetime import date, timedelta

    one = LegalBasis.objects.create(
        code="L9",
        version=1,
        provision="x",
        text_nb="x",
        text_en="x",
        valid_from=date(2025, 1, 1),
        valid_to=date(2025, 6, 30),
    )
    for day, valid in ((one.valid_from, True), (one.valid_to, True)):
        assert valid_bases(("L9",), day).exists() == valid
    assert not valid_bases(("L9",), one.valid_from - timedelta(days=1)).exists()
    assert not valid_bases(("L9",), one.valid_to + timedelta(days=1)).exists()

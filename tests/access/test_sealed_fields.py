"""Content is sealed under its compartment's key, bound to its place, and cannot be reached around the model."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from forms_engine.access import keys
from forms_engine.access.models import DataKey
from forms_engine.casework.models import Goal, Person
from tests.cast import NOW

CANARY = "Kanarifugl Æøå 7731"


@pytest.fixture
def goal(cast):
    return Goal.objects.create(
        case=cast.case, compartment=cast.case.compartment, words=CANARY, aim="trust", set_at=NOW, set_by=cast.alice
    )


def raw(goal):
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM casework_goal WHERE id = %s", [goal.pk.hex if sqlite() else goal.pk])
        return bytes(cursor.fetchone()[0])


def sqlite():
    return connection.vendor == "sqlite"


def test_what_is_stored_can_be_read_again(goal):
    assert Goal.objects.get(pk=goal.pk).words == CANARY
    assert Goal.objects.only("aim").get(pk=goal.pk).words == CANARY


def test_the_database_holds_no_content(goal):
    assert CANARY.encode() not in raw(goal)


def test_equal_texts_look_different(goal, cast):
    goal.words = CANARY
    before = raw(goal)
    goal.save()
    assert raw(goal) != before


def test_it_cannot_be_moved_to_another_row(goal, cast):
    sealed = raw(goal)
    with pytest.raises(keys.UnreadableContent):
        keys.unseal(cast.case.compartment_id, f"casework_goal:{cast.goal.pk}:words", sealed)


def test_it_cannot_be_opened_with_another_key(goal, cast):
    other = keys.make_compartment(unit_id=cast.unit.pk, now=NOW)
    with pytest.raises(keys.UnreadableContent):
        keys.unseal(other.pk, f"casework_goal:{goal.pk}:words", raw(goal))


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: b"", lambda s: b"\x02" + s[1:], lambda s: s[:20]])
def test_changed_bytes_are_not_read(goal, cast, change):
    with pytest.raises(keys.UnreadableContent):
        keys.unseal(cast.case.compartment_id, f"casework_goal:{goal.pk}:words", change(raw(goal)))


def test_without_its_key_the_content_is_gone(goal, cast):
    DataKey.objects.filter(compartment=cast.case.compartment).delete()
    keys.forget_keys()
    with pytest.raises(keys.UnreadableContent):
        _ = Goal.objects.get(pk=goal.pk).words


def test_update_and_search_are_refused(goal):
    with pytest.raises(TypeError):
        Goal.objects.filter(pk=goal.pk).update(words="in the clear")
    with pytest.raises((TypeError, FieldError)):
        list(Goal.objects.filter(words=CANARY))


def test_every_sealed_field_says_what_personal_data_it_holds():
    from django.apps import apps

    from forms_engine.access.fields import EncryptedField

    sealed = [
        field for model in apps.get_models() for field in model._meta.get_fields() if isinstance(field, EncryptedField)
    ]
    assert len(sealed) > 15
    assert all(len(field.privacy) > 10 for field in sealed)
    assert all(any(f.name == "compartment" for f in field.model._meta.fields) for field in sealed)


def test_bulk_create_seals_too(cast):
    Person.objects.bulk_create(
        [Person(case=cast.case, compartment=cast.case.compartment, called=CANARY, part="child", added_at=NOW)]
    )
    assert CANARY in [person.called for person in Person.objects.all()]

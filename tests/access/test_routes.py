"""Every address declares its action, or is named among those that belong to signing in."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from forms_engine.access.middleware import ENROLMENT, OPEN
from forms_engine.access.policy import RULES


def patterns(resolver=None, names=()):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from patterns(entry, inner)
        else:
            assert isinstance(entry, URLPattern)
            yield ":".join((*names, entry.name or "")), entry


OURS = [(name, entry) for name, entry in patterns() if ":" in name]
FOREIGN = [name for name, entry in patterns() if ":" not in name]


@pytest.mark.parametrize(("name", "entry"), OURS, ids=[name for name, _ in OURS])
def test_our_routes_declare_a_known_action(name, entry):
    if name in OPEN:
        return
    assert getattr(entry.callback, "action", None) in RULES


def test_sign_in_pages_are_those_the_gate_names():
    assert {name for name in OPEN | ENROLMENT if ":" not in name} <= set(FOREIGN)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in FOREIGN if name not in OPEN | ENROLMENT])
def test_other_pages_of_the_sign_in_library_do_not_exist(name, as_, cast):
    for found, entry in patterns():
        if found == name and "<" not in str(entry.pattern):
            from django.urls import reverse

            assert as_(cast.alice).get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", [name for name, entry in OURS if name not in OPEN])
def test_strangers_are_sent_to_sign_in(name, client, db):
    entry = dict(OURS)[name]
    from uuid import uuid4

    from django.urls import reverse

    arguments = {key: _example(converter, uuid4) for key, converter in entry.pattern.converters.items()}
    response = client.get(reverse(name, kwargs=arguments))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def _example(converter, uuid4):
    return uuid4() if type(converter).__name__ == "UUIDConverter" else "step"

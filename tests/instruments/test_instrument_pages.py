"""The list of instruments, and one version as it is led."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from forms_engine.access.models import Staff
from instruments.models import Retirement, Version
from instruments.services import add_overlay
from tests.cast import NOW, Cast
from tests.instruments.small import make_version, overlay_file

pytestmark = pytest.mark.django_db
Browser = Callable[[Staff], Client]


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(f"instruments:{name}", args=args) + query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("name", ["alice", "cora", "sam", "ada"])
def test_everybody_who_works_here_sees_the_list(cast: Cast, as_: Browser, name: str) -> None:
    seen = page(as_(getattr(cast, name)), "instruments")
    for version in Version.objects.all():
        assert version.title in seen


def test_the_list_tells_older_and_retired_versions(cast: Cast, as_: Browser) -> None:
    older = make_version()
    make_version(version="1.1.0")
    Retirement.objects.create(version=older, at=NOW, by=cast.ada)
    seen = page(as_(cast.alice), "instruments")
    assert seen.index("1.1.0") < seen.index("Older versions") < seen.index("not offered any more")


def test_a_version_shows_both_surfaces_rights_and_hash(cast: Cast, as_: Browser) -> None:
    version = make_version()
    seen = page(as_(cast.alice), "version", version.pk)
    for text in ("Hello.", "Shall we talk?", "Why a {importance}?", "Wait.", "Listen.", "If stuck", "Ask again."):
        assert text in seen
    assert "importance > 0" in seen
    assert version.sha256 in seen
    assert "MIT" in seen
    assert "Add a translation" not in seen
    assert "Add a translation" in page(as_(cast.ada), "version", version.pk)


def test_a_version_can_be_read_in_each_of_its_languages(cast: Cast, as_: Browser) -> None:
    version = make_version()
    add_overlay(actor=cast.ada, version=version, data=overlay_file(status="official"), now=NOW)
    seen = page(as_(cast.alice), "version", version.pk, query="?language=nb")
    assert "Skal vi snakke?" in seen
    assert "Shall we talk?" not in seen
    assert "Official translation" in seen


def test_an_unknown_language_is_not_there(cast: Cast, as_: Browser) -> None:
    version = make_version()
    address = reverse("instruments:version", args=[version.pk])
    for language in ("ar", "%00", "x" * 500):
        assert as_(cast.alice).get(f"{address}?language={language}").status_code == 404


def test_every_shipped_version_can_be_shown_in_all_its_languages(cast: Cast, as_: Browser) -> None:
    alice = as_(cast.alice)
    for version in Version.objects.all():
        for language in {version.language, *version.overlays.values_list("language", flat=True)}:
            page(alice, "version", version.pk, query=f"?language={language}")


def test_without_signing_in_there_is_nothing(client: Client) -> None:
    version = make_version()
    for address in (reverse("instruments:instruments"), reverse("instruments:version", args=[version.pk])):
        assert client.get(address).status_code == 302


def test_pages_are_only_read(cast: Cast, as_: Browser) -> None:
    version = make_version()
    assert as_(cast.alice).post(reverse("instruments:instruments")).status_code == 405
    assert as_(cast.alice).post(reverse("instruments:version", args=[version.pk])).status_code == 405


def test_titles_of_pages_name_no_instrument(cast: Cast, as_: Browser) -> None:
    seen = page(as_(cast.alice), "version", make_version().pk)
    title = seen[seen.index("<title>") : seen.index("</title>")]
    assert "small" not in title

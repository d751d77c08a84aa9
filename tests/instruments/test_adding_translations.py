"""A site adds a translation without programming: by the page, or by the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from forms_engine.access.models import AuditEvent, Staff
from forms_engine.core import text_hash
from instruments import selectors
from instruments.models import Overlay, Version
from instruments.services import FaultyTranslation, add_overlay
from tests.cast import NOW, Cast
from tests.instruments.small import TEXTS, make_version, overlay, overlay_file

pytestmark = pytest.mark.django_db
Browser = Callable[[Staff], Client]


@pytest.fixture
def version() -> Version:
    return make_version()


def codes(fault: pytest.ExceptionInfo[FaultyTranslation]) -> list[str]:
    return [problem.code for problem in fault.value.problems]


def test_a_good_translation_is_stored_and_noted(cast: Cast, version: Version) -> None:
    made = add_overlay(actor=cast.ada, version=version, data=overlay_file(status="official"), now=NOW)
    assert (made.language, made.status, made.number, made.source) == ("nb", "official", 1, "The tests")
    event = AuditEvent.objects.get(action="translation.added")
    assert (event.actor_id, event.thing_id) == (cast.ada.pk, str(made.pk))
    assert selectors.instrument(version.pk, made.pk).title == "En liten prat"


def test_the_same_file_again_does_nothing(cast: Cast, version: Version) -> None:
    made = [add_overlay(actor=cast.ada, version=version, data=overlay_file(), now=NOW) for _ in range(2)]
    assert made[0] == made[1]
    assert AuditEvent.objects.filter(action="translation.added").count() == 1


def test_a_correction_is_the_next_number_and_is_used(cast: Cast, version: Version) -> None:
    add_overlay(actor=cast.ada, version=version, data=overlay_file(), now=NOW)
    better = overlay_file(**{"/title": "En bedre prat"})
    second = add_overlay(actor=cast.ada, version=version, data=better, now=NOW)
    assert second.number == 2
    fresh = selectors.versions().get(pk=version.pk)
    assert [one.overlay for one in selectors.languages(fresh) if one.code == "nb"] == [second]


def test_a_missing_text_is_a_problem(cast: Cast, version: Version) -> None:
    texts = {place: text for place, text in TEXTS.items() if place != "/conversation/0/say"}
    with pytest.raises(FaultyTranslation) as fault:
        add_overlay(actor=cast.ada, version=version, data=json.dumps(overlay(texts)).encode(), now=NOW)
    assert codes(fault) == ["text-missing"]
    assert not Overlay.objects.filter(version=version).exists()


def test_a_stale_text_is_a_problem(cast: Cast, version: Version) -> None:
    stale = overlay()
    stale["texts"]["/title"]["of"] = text_hash("An older title")
    with pytest.raises(FaultyTranslation) as fault:
        add_overlay(actor=cast.ada, version=version, data=json.dumps(stale).encode(), now=NOW)
    assert codes(fault) == ["text-stale"]


def test_a_translated_text_must_quote_what_there_is(cast: Cast, version: Version) -> None:
    data = overlay_file(**{"/answers/properties/why/title": "Hvorfor {viktighet}?"})
    with pytest.raises(FaultyTranslation) as fault:
        add_overlay(actor=cast.ada, version=version, data=data, now=NOW)
    assert codes(fault) == ["unknown-item"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "not-json"),
        (b"[]", "not-an-object"),
        (b"\xff", "not-utf-8"),
        (b"[" * 100_000, "too-deep"),
        (b'"' + b"x" * (1 << 20) + b'"', "file-too-large"),
        (overlay_file(language="nb") .replace(b'"small"', b'"other"'), "other-document"),
        (overlay_file(language="en"), "same-language"),
        (overlay_file(language="norsk bokm"), "bad-form"),
        (overlay_file().replace(b"The tests", b"x" * 301), "text-too-long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_foreign_files_are_refused_with_their_problem(cast: Cast, version: Version, data: bytes, code: str) -> None:
    with pytest.raises(FaultyTranslation) as fault:
        add_overlay(actor=cast.ada, version=version, data=data, now=NOW)
    assert code in codes(fault)
    assert not Overlay.objects.filter(version=version).exists()


def test_the_file_to_translate_becomes_a_translation(cast: Cast, version: Version, as_: Browser) -> None:
    answer = as_(cast.ada).get(reverse("instruments:to_translate", args=[version.pk]))
    file = json.loads(answer.content)
    with pytest.raises(FaultyTranslation):  # as it is: no language, no source
        add_overlay(actor=cast.ada, version=version, data=answer.content, now=NOW)
    for place, text in TEXTS.items():
        file["texts"][place]["text"] = text
    file |= {"language": "nb", "source": "Translated at the town hall"}
    made = add_overlay(actor=cast.ada, version=version, data=json.dumps(file).encode(), now=NOW)
    assert made.source == "Translated at the town hall"


# ---- the page -------------------------------------------------------------------------------------------------------


def upload(client: Client, version: Version, data: bytes) -> tuple[int, str]:
    file = SimpleUploadedFile("nb.json", data, "application/json")
    answer = client.post(reverse("instruments:translation_new", args=[version.pk]), {"file": file})
    return answer.status_code, answer.content.decode()


def test_the_administrator_adds_one_twice_without_harm(cast: Cast, version: Version, as_: Browser) -> None:
    ada = as_(cast.ada)
    assert ada.get(reverse("instruments:translation_new", args=[version.pk])).status_code == 200
    assert [upload(ada, version, overlay_file())[0] for _ in range(2)] == [302, 302]
    assert Overlay.objects.filter(version=version).count() == 1


def test_a_faulty_file_shows_every_fault(cast: Cast, version: Version, as_: Browser) -> None:
    status, page = upload(as_(cast.ada), version, json.dumps(overlay({})).encode())
    assert status == 422
    assert page.count("No translation of ") == len(TEXTS)
    assert upload(as_(cast.ada), version, b"")[0] == 422


@pytest.mark.parametrize("name", ["alice", "cora", "sam"])
def test_nobody_else_may_add_one(cast: Cast, version: Version, as_: Browser, name: str) -> None:
    client = as_(getattr(cast, name))
    assert client.get(reverse("instruments:translation_new", args=[version.pk])).status_code == 404
    assert client.get(reverse("instruments:to_translate", args=[version.pk])).status_code == 404
    assert upload(client, version, overlay_file())[0] == 404
    assert not Overlay.objects.filter(version=version).exists()


def test_a_guessed_version_is_not_there(cast: Cast, as_: Browser) -> None:
    for name in ("translation_new", "to_translate", "version"):
        address = reverse(f"instruments:{name}", args=["00000000-0000-4000-8000-000000000000"])
        assert as_(cast.ada).get(address).status_code == 404


def test_other_methods_are_refused(cast: Cast, version: Version, as_: Browser) -> None:
    ada = as_(cast.ada)
    assert ada.delete(reverse("instruments:translation_new", args=[version.pk])).status_code == 405
    assert ada.post(reverse("instruments:to_translate", args=[version.pk])).status_code == 405


# ---- the command ----------------------------------------------------------------------------------------------------


def test_the_command_adds_one(cast: Cast, version: Version, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "nb.json"
    file.write_bytes(overlay_file())
    call_command("add_translation", "small@1.0.0", str(file), by="ada")
    assert capsys.readouterr().out == "small 1.0.0 in nb: unofficial, number 1\n"
    assert Overlay.objects.get(version=version).loaded_by == cast.ada


@pytest.mark.parametrize(
    ("which", "by", "said"),
    [
        ("small@9.0.0", "ada", "There is no instrument 'small@9.0.0' here"),
        ("small", "ada", "There is no instrument 'small' here"),
        ("small@1.0.0", "alice", "'alice' is not an administrator here"),
        ("small@1.0.0", "nobody", "'nobody' is not an administrator here"),
    ],
)
def test_the_command_says_what_is_wrong(
    cast: Cast, version: Version, tmp_path: Path, which: str, by: str, said: str
) -> None:
    file = tmp_path / "nb.json"
    file.write_bytes(overlay_file())
    with pytest.raises(CommandError, match=said):
        call_command("add_translation", which, str(file), by=by)
    assert not Overlay.objects.filter(version=version).exists()


def test_the_command_prints_each_problem_with_its_place(cast: Cast, version: Version, tmp_path: Path) -> None:
    file = tmp_path / "nb.json"
    file.write_bytes(json.dumps(overlay({})).encode())
    with pytest.raises(CommandError) as said:
        call_command("add_translation", "small@1.0.0", str(file), by="ada")
    assert str(said.value).count("nb.json:/texts: text-missing: ") == len(TEXTS)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("add_translation", "small@1.0.0", str(tmp_path / "missing.json"), by="ada")

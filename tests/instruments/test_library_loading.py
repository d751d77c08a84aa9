"""What is on the shelf gets into the database, once, and never under another meaning."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from forms_engine.core import text_hash
from instruments import loading
from instruments.loading import LibraryFault, load_library
from instruments.models import Overlay, Version
from instruments.shelf import Shipped, documents
from tests.cast import NOW, Cast
from tests.instruments.small import DOCUMENT, TEXTS, overlay

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(tmp_path: Path) -> Shipped:
    """One small shipped version with one translation."""
    path, beside = tmp_path / "document.json", tmp_path / "nb.json"
    path.write_text(json.dumps(DOCUMENT))
    beside.write_text(json.dumps(overlay()))
    return Shipped(DOCUMENT["key"], DOCUMENT["version"], path, {"nb": beside})


def test_migrate_has_loaded_every_shipped_version() -> None:
    found = {(one.key, one.version): one for one in Version.objects.all()}
    assert {(one.key, one.version) for one in documents()} <= set(found)
    for shipped in documents():
        version = found[shipped.key, shipped.version]
        assert set(version.overlays.values_list("language", flat=True)) == set(shipped.overlays)


def test_a_second_run_finds_nothing_new(shelf: Shipped) -> None:
    first, second = load_library(now=NOW, shipped=[shelf]), load_library(now=NOW, shipped=[shelf])
    assert (first.versions, first.overlays, second.versions, second.overlays) == (1, 1, 0, 0)


def test_other_spelling_of_the_same_document_is_the_same_version(shelf: Shipped) -> None:
    load_library(now=NOW, shipped=[shelf])
    shelf.path.write_text(json.dumps(dict(reversed(DOCUMENT.items())), indent=3, ensure_ascii=True))
    assert load_library(now=NOW, shipped=[shelf]).versions == 0


def test_changed_contents_under_an_old_version_are_refused_and_named(shelf: Shipped) -> None:
    load_library(now=NOW, shipped=[shelf])
    before = Version.objects.get(key="small").sha256
    shelf.path.write_text(json.dumps({**DOCUMENT, "title": "Another title"}))
    with pytest.raises(LibraryFault, match=r"small 1\.0\.0 is in the database with other contents"):
        load_library(now=NOW, shipped=[shelf])
    assert Version.objects.get(key="small").sha256 == before


def test_a_faulty_document_names_its_faults_and_loads_nothing(shelf: Shipped, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.json"
    faulty.write_text(json.dumps({**DOCUMENT, "key": "faulty", "kind": "poem"}))
    shipped = [shelf, Shipped("faulty", "1.0.0", faulty, {})]
    with pytest.raises(LibraryFault, match=r"faulty\.json:/kind: not-one-of"):
        load_library(now=NOW, shipped=shipped)
    assert not Version.objects.filter(key__in=["small", "faulty"]).exists()


def test_a_file_that_is_no_json_is_named(shelf: Shipped) -> None:
    shelf.path.write_text("{")
    with pytest.raises(LibraryFault, match=r"document\.json:: not-json"):
        load_library(now=NOW, shipped=[shelf])


def test_a_document_in_the_wrong_folder_is_refused(shelf: Shipped) -> None:
    with pytest.raises(LibraryFault, match="its folder says otherwise"):
        load_library(now=NOW, shipped=[replace(shelf, version="1.1.0")])


def test_a_translation_with_a_missing_text_is_refused(shelf: Shipped) -> None:
    texts = {place: text for place, text in TEXTS.items() if place != "/title"}
    shelf.overlays["nb"].write_text(json.dumps(overlay(texts)))
    with pytest.raises(LibraryFault, match=r"nb\.json:/texts: text-missing"):
        load_library(now=NOW, shipped=[shelf])


def test_a_corrected_translation_is_a_new_row(shelf: Shipped) -> None:
    load_library(now=NOW, shipped=[shelf])
    shelf.overlays["nb"].write_text(json.dumps(overlay(**{"/title": "Bedre tittel"})))
    assert load_library(now=NOW, shipped=[shelf]).overlays == 1
    assert list(Overlay.objects.filter(version__key="small").order_by("number").values_list("number", flat=True)) == [
        1,
        2,
    ]


def test_a_translation_of_the_site_is_not_covered_by_a_shipped_one(shelf: Shipped, cast: Cast) -> None:
    load_library(now=NOW, shipped=[shelf])
    shipped = Overlay.objects.get(version__key="small")
    own = Overlay.objects.create(
        version=shipped.version,
        language="nb",
        number=2,
        status="official",
        source="The directorate",
        document=shipped.document,
        sha256="0" * 64,
        loaded_at=NOW,
        loaded_by=cast.ada,
    )
    shelf.overlays["nb"].write_text(json.dumps(overlay(**{"/title": "Bedre tittel"})))
    assert load_library(now=NOW, shipped=[shelf]).overlays == 0
    assert Overlay.objects.filter(version__key="small").order_by("-number").first() == own


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_library")
    assert capsys.readouterr().out == "0 new versions, 0 new translations\n"


def test_the_command_fails_with_a_plain_line(shelf: Shipped, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.path.write_text("[]")
    monkeypatch.setattr(loading, "documents", lambda: (shelf,))
    with pytest.raises(CommandError, match="not-an-object"):
        call_command("load_library")


def test_hashes_of_texts_are_those_of_the_core() -> None:
    assert overlay()["texts"]["/title"]["of"] == text_hash(DOCUMENT["title"])


def test_time_of_publishing_is_the_time_given(shelf: Shipped) -> None:
    now = timezone.now()
    load_library(now=now, shipped=[shelf])
    assert Version.objects.get(key="small").published_at == now

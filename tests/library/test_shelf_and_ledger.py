import copy
import json

import pytest

from forms_engine.core import canonical, digest, lint, read_json
from forms_engine.project.cli import main
from instruments import ledger, shelf
from scoring import RULES

SHIPPED = shelf.documents()
SCALES = {"pc-ptsd-5": 6, "pcl-5": 20, "phq-9": 10, "gad-7": 7}


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: f"{shipped.key}-{shipped.version}")
class TestEveryShippedVersion:
    def test_is_what_its_folder_says(self, shipped):
        instrument = shelf.read(shipped.key, shipped.version)
        assert (instrument.key, instrument.version) == (shipped.key, shipped.version)
        assert (shelf.LIBRARY / shipped.key / "README.md").exists()

    def test_has_no_problems(self, shipped):
        assert lint(read_json(shipped.path.read_bytes())[0], RULES) == ()

    def test_may_be_shipped(self, shipped):
        assert shelf.read(shipped.key, shipped.version).rights["redistribution"] == "bundled"


def test_nothing_committed_has_changed_and_everything_shipped_is_committed():
    assert ledger.differences(ledger.committed(), ledger.on_disk()) == ([], [])


def test_the_ledger_holds_the_hash_that_interviews_point_at():
    entry = ledger.committed()["pcl-5"]["1.0.0"]
    assert entry == {"document": shelf.read("pcl-5").sha256, "overlays": {}}
    assert shelf.read("pcl-5").sha256 == digest(canonical(read_json(shelf.find("pcl-5").path.read_bytes())[0]))


def test_changed_bytes_under_an_old_version_are_seen():
    old = ledger.committed()
    new = copy.deepcopy(old)
    new["pcl-5"]["1.0.0"]["document"] = "0" * 64
    new["pcl-5"]["1.0.1"] = {"document": "1" * 64, "overlays": {"nb": "2" * 64}}
    del new["gad-7"]
    broken, added = ledger.differences(old, new)
    assert sorted(broken) == ["gad-7 1.0.0", "pcl-5 1.0.0"]
    assert sorted(added) == ["pcl-5 1.0.1", "pcl-5 1.0.1 nb"]


class TestLedgerCommand:
    @pytest.fixture(autouse=True)
    def library(self, tmp_path, monkeypatch):
        """A library of one document of its own."""
        self.folder = tmp_path / "small" / "1.0.0"
        self.folder.mkdir(parents=True)
        source = shelf.find("gad-7").path.read_bytes()
        (self.folder / "document.json").write_bytes(source)
        monkeypatch.setattr(shelf, "LIBRARY", tmp_path)
        monkeypatch.setattr(ledger, "FILE", tmp_path / "ledger.json")
        shelf.documents.cache_clear()
        yield
        shelf.documents.cache_clear()

    def test_new_versions_are_added_when_asked(self, capsys):
        assert main(["ledger"]) == 1
        assert "not in the ledger: small 1.0.0" in capsys.readouterr().out
        assert not ledger.FILE.exists()
        assert main(["ledger", "--write"]) == 0
        assert main(["ledger"]) == 0
        assert list(json.loads(ledger.FILE.read_text())) == ["small"]

    def test_a_changed_version_is_never_written_over(self, capsys):
        main(["ledger", "--write"])
        before = ledger.FILE.read_bytes()
        document = json.loads((self.folder / "document.json").read_text("utf-8"))
        (self.folder / "document.json").write_text(json.dumps(document | {"title": "Another"}), "utf-8")
        assert main(["ledger", "--write"]) == 1
        assert "changed or gone: small 1.0.0" in capsys.readouterr().out
        assert ledger.FILE.read_bytes() == before

    def test_spaces_and_the_order_of_keys_are_no_change(self):
        main(["ledger", "--write"])
        document = json.loads((self.folder / "document.json").read_text("utf-8"))
        (self.folder / "document.json").write_text(json.dumps(document, sort_keys=True), "utf-8")
        assert main(["ledger"]) == 0

    def test_a_file_that_cannot_be_read_is_named(self):
        (self.folder / "nb.json").write_bytes(b"{")
        shelf.documents.cache_clear()
        with pytest.raises(ValueError, match=r"nb\.json"):
            ledger.on_disk()

    def test_versions_are_in_order_and_the_newest_is_the_default(self):
        for version in ("1.10.0", "1.9.0", "draft"):
            (self.folder.parent / version).mkdir()
            (self.folder.parent / version / "document.json").write_bytes(b"{}")
        shelf.documents.cache_clear()
        assert [shipped.version for shipped in shelf.documents()] == ["1.0.0", "1.9.0", "1.10.0"]
        assert shelf.find("small").version == "1.10.0"
        with pytest.raises(ValueError, match="lint"):
            shelf.read("small")


@pytest.mark.parametrize(("key", "version"), [("nobody", None), ("pcl-5", "9.9.9"), ("", None), ("../library", None)])
def test_what_is_not_on_the_shelf(key, version):
    with pytest.raises(shelf.UnknownInstrument):
        shelf.read(key, version)


@pytest.mark.parametrize("key", SCALES)
def test_scales_are_calm_pages_in_the_published_order(key):
    instrument = shelf.read(key)
    asked = [question.item.key for step in instrument.steps for question in step.ask]
    numbered = [name for name in asked if name[1:].isdigit()]
    assert len(asked) == SCALES[key]
    assert numbered == [f"q{i}" for i in range(1, len(numbered) + 1)]
    assert all(len(step.ask) <= 5 for step in instrument.steps)
    assert instrument.language == "en"
    assert instrument.requires


def test_the_pinned_wording_of_the_traps():
    pcl, phq, gad = (shelf.read(key).items for key in ("pcl-5", "phq-9", "gad-7"))
    assert pcl["q17"].title.plain == 'Being "superalert" or watchful or on guard?'
    assert [option.title for option in gad["q1"].options] == [option.title for option in phq["q1"].options]
    assert gad["q1"].options[0].title == "Not at all"
    assert [option.value for option in pcl["q1"].options] == [0, 1, 2, 3, 4]

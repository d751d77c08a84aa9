"""A report as values and as JSON: there and back without loss, and nothing taken that is not a report."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from exports.formats.data import as_data, from_data
from exports.formats.json import FORMAT, read_json, write_json
from exports.formats.report import LineChart, Paragraph, Report, Seal, Section, Series, Table
from tests.formats.reports import EVERY_BLOCK, SEAL, report

META = {"profile": "case-overview-municipal", "instruments": [{"key": "phq-9", "sha256": "00"}]}


def test_every_block_comes_back_as_it_was() -> None:
    whole = report(*EVERY_BLOCK)
    assert from_data(as_data(whole)) == whole
    assert read_json(write_json(whole, META)) == (whole, META)


@given(st.text(), st.floats(-1e9, 1e9), st.dates())
def test_any_text_number_and_day_comes_back(text: str, value: float, on: Any) -> None:
    shown = text.encode("utf-8", "replace").decode()
    chart = LineChart(shown, (Series(shown, ((on.isoformat(), value),)),))
    whole = report(Paragraph(shown), Table((shown,), ((shown,),)), chart, title=shown)
    assert read_json(write_json(whole, {}))[0] == whole


def test_the_bytes_are_canonical() -> None:
    data = write_json(report(*EVERY_BLOCK), META)
    value = json.loads(data)
    assert value["format"] == FORMAT == "forms-engine/report/1"
    assert data == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert data == write_json(report(*EVERY_BLOCK), dict(reversed(META.items())))


@pytest.mark.parametrize(
    "meta", [{"x": float("nan")}, {"x": "\ud800"}, {"x": 2**60}], ids=["nan", "surrogate", "integer"]
)
def test_what_json_cannot_hold_is_refused(meta: dict[str, object]) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        write_json(report(), meta)


def _changed(**changes: object) -> dict[str, object]:
    return {**as_data(report(*EVERY_BLOCK)), **changes}


def _with_block(block: object) -> dict[str, object]:
    return _changed(sections=[{"title": "x", "blocks": [block]}])


WRONG = {
    "no object": [],
    "a field more": _changed(secret="x"),
    "a field less": {"title": "x"},
    "another language": _changed(language="xx"),
    "a number for a text": _changed(title=1),
    "a text for a list": _changed(facts="x"),
    "a pair of three": _changed(facts=[["a", "b", "c"]]),
    "an unknown block": _with_block({"kind": "image", "text": "x"}),
    "a block without kind": _with_block({"text": "x"}),
    "a block that is none": _with_block("x"),
    "a truth for a number": _with_block({"kind": "table", "head": ["a"], "rows": [["b"]], "widths": [True]}),
    "a row too long": _with_block({"kind": "table", "head": ["a"], "rows": [["b", "c"]], "widths": None}),
    "a seal without hash": _changed(seal={"recipient": "x"}),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG.keys())
def test_values_of_another_shape_are_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"expected|needs|written"):
        from_data(data)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"format":"x"}', b'{"format":"other/1","meta":{},"report":{}}', b'{"format":"\xff"}']
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"format|Expecting value|codec"):
        read_json(data)


def test_meta_is_an_object() -> None:
    data = write_json(report(), {}).replace(b'"meta":{}', b'"meta":[]')
    with pytest.raises(ValueError, match="meta"):
        read_json(data)


def test_values_that_cannot_be_drawn_are_refused_when_made() -> None:
    with pytest.raises(ValueError, match="head"):
        Table((), ())
    with pytest.raises(ValueError, match="widths"):
        Table(("a",), (), (1.0, 2.0))
    with pytest.raises(ValueError, match="widths"):
        Table(("a",), (), (0.0,))
    with pytest.raises(ValueError, match="below"):
        LineChart("x", (), 5, 5)
    with pytest.raises(ValueError, match="below"):
        LineChart("x", (), 0, float("inf"))
    with pytest.raises(ValueError, match="isoformat"):
        Series("x", (("yesterday", 1.0),))
    with pytest.raises(ValueError, match="number"):
        Series("x", (("2026-01-01", float("nan")),))
    with pytest.raises(ValueError, match="isoformat"):
        Seal("x", "x", "x", "now")
    with pytest.raises(ValueError, match="nb or en"):
        Report("x", "", "xx", (), (Section("x", ()),), SEAL)  # type: ignore[arg-type]


def test_the_writers_load_no_django() -> None:
    code = "import sys, exports.formats.pdf, exports.formats.json; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""A report as PDF: everything that was given can be read in it, and nothing else happens."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date

import pytest

from exports.formats.paper import sheet
from exports.formats.pdf import write_pdf
from exports.formats.report import (
    Block,
    Bullets,
    Facts,
    LineChart,
    Note,
    Paragraph,
    Quote,
    Report,
    Section,
    Series,
    Table,
)
from tests.formats.reports import EVERY_BLOCK, GOAL, SEAL, read, read_body, report, squeezed

pytestmark = [pytest.mark.needs_poppler]

HOSTILE = {
    "norwegian": "Ærlig talt, Åse – «å høre til» koster 1 000 kr",
    "sami": "Čáhci Đeatnu Ŋuorra áŋŋá šiella žalihit",
    "cyrillic": "Привет, как дела? Їжак і ґанок",
    "vietnamese": "Nguyễn Thị Hường",
    "markup": "<b>ikke slutt & <img src=/etc/passwd> <a href='http://example.org/'>y</a> &amp;",
    "formula": "=1+1;@SUM(A1:A9)|cmd +4712345678 -2",
    "template": "{recipient} {{ x }} %(y)s {% z %} \\N{BULLET} \\",
    "pdf": ") Tj ET (/etc/passwd) endstream endobj <</S /JavaScript>>",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_place_for_text_shows_it_as_typed(text: str) -> None:
    chart = LineChart(text, (Series(text, (("2026-01-01", 1.0),)),), 0, 10, text, text)
    blocks: tuple[Block, ...] = (
        Paragraph(text),
        Quote(text, text),
        Facts(((text, text),)),
        Table((text, "x"), ((text, text),)),
        Bullets((text,)),
        Note(text),
        chart,
    )
    pdf = write_pdf(
        Report(text, text, "nb", ((text, text),), (Section(text, blocks),), replace(SEAL, recipient=text), text)
    )
    # Title, subtitle, classification, heading, recipient; two facts; then the blocks in their order. The chart shows it
    # as its title, at both ends of the scale and in its table.
    wanted = 5 + 2 + (1 + 2 + 2 + 3 + 1 + 1 + 4)
    assert squeezed(read_body(pdf)).count(squeezed(text)) >= wanted


def test_nothing_in_a_text_becomes_a_link_an_image_or_a_script() -> None:
    pdf = write_pdf(report(*(Paragraph(text) for text in HOSTILE.values())))
    for key in (b"/Annots", b"/URI", b"/Subtype /Image", b"/JavaScript", b"/OpenAction", b"/EmbeddedFile"):
        assert key not in re.sub(rb"stream\r?\n.*?endstream", b"", pdf, flags=re.DOTALL)


def test_what_no_font_can_show_stands_as_its_code_point() -> None:
    text = read_body(
        write_pdf(
            report(
                Paragraph("a😀👩\u200d💻b 日本 ok\u202eleft\u0000nul\x1b\ud800\ufffe \U0001df00"), Paragraph("e\u0301")
            )
        )
    )
    assert "a[U+1F600 U+1F469 U+200D U+1F4BB]b [U+65E5 U+672C] ok[U+202E]left[U+0000]nul" in text
    assert squeezed("[U+001B U+D800 U+FFFE] [U+1DF00]") in squeezed(text)
    assert "é" in text


ARABIC = (
    "السلام عليكم، أنا أحب مدرستي الجديدة (PCL-5) في أوسلو منذ عام ٢٠٢٦",
    "لا إله إلا الله",
    "اِسْمِي لَيْلَى",
    "پدرم در کارخانه چای می‌نوشد، ژاله و گل",
    "ڕۆژ باش، ئێمە لێرەین",
)


@pytest.mark.parametrize("text", ARABIC)
def test_arabic_comes_out_with_every_letter(text: str) -> None:
    found = squeezed(read_body(write_pdf(report(Paragraph(text), Table(("A", "B"), ((text, text),))))))
    for character in set(squeezed(text)) - {"\u200c"}:
        assert found.count(character) >= 3 * squeezed(text).count(character), character
    assert "[U+" not in found


LONG: dict[str, Block] = {
    "a word of 100,000 letters": Paragraph("ø" * 100_000),
    "in a cell": Table(("A", "B"), (("y" * 100_000, "kort"), ("neste", "rad"))),
    "in a narrow cell": Table(tuple("abcdefghijkl"), (("word " * 2000, *"bcdefghijkl"),)),
    "in a head": Table(("z" * 100_000, "B"), (("neste", "rad"),)),
    "in a bullet": Bullets(("q" * 100_000, "neste")),
    "in a note": Note("tekst og " * 20_000),
    "in a quote": Quote("ord " * 30_000, "w" * 30_000),
    "a megabyte of notes": Paragraph("Dette er en lang setning med noen ord til. " * 24_000),
    "a megabyte without a blank": Paragraph("æ" * 500_000),
    "a megabyte of line ends": Paragraph("linje\n" * 40_000),
    "a megabyte of blanks": Paragraph(" " * 1_000_000 + "slutt"),
    "many hyphens": Paragraph("ab-" * 100_000),
}


@pytest.mark.parametrize("block", LONG.values(), ids=LONG.keys())
def test_long_texts_come_out_complete_and_soon(block: Block) -> None:
    started = time.monotonic()
    pdf = write_pdf(report(block))
    # About a second here; the limit only tells a growth with the square of the length from an ordinary one.
    assert time.monotonic() - started < 20
    found = squeezed(read_body(pdf))
    assert [text[:40] for text in _texts(block) if squeezed(text) not in found] == []


def _texts(block: Block) -> list[str]:
    if isinstance(block, Table):
        # A cell that goes on over pages is written beside its neighbours, page by page, under a repeated head.
        return [
            text for row in (block.head, *block.rows) for cell in row for text in cell.split()[:1] if len(text) < 200
        ]
    if isinstance(block, Bullets):
        return list(block.items)
    if isinstance(block, Quote):
        return [block.text, block.by]
    assert isinstance(block, Paragraph | Note)
    return [block.text]


def test_a_cell_longer_than_a_page_keeps_every_letter() -> None:
    words = [f"ord{number:05d}" for number in range(4000)]
    found = read_body(write_pdf(report(Table(("A", "B"), ((" ".join(words), "kort"), ("neste", "rad"))))))
    assert re.findall(r"ord\d{5}", found) == words
    assert "neste" in found
    letters = squeezed(read_body(write_pdf(report(Table(("A", "B"), (("ŋ" * 50_000, "ž" * 50_000),))))))
    assert (letters.count("ŋ"), letters.count("ž")) == (50_000, 50_000)


def test_a_head_too_tall_to_repeat_is_written_once() -> None:
    found = squeezed(read_body(write_pdf(report(Table(("ŋ" * 20_000, "B"), (("neste", "rad"),) * 100)))))
    assert found.count("ŋ") == 20_000
    assert found.count("neste") == 100


def test_tables_keep_all_rows_in_order_under_repeated_heads() -> None:
    rows = tuple((f"rad{number:04d}", f"tekst {number} " * (number % 7)) for number in range(1500))
    pdf = write_pdf(report(Table(("Nummeret", "Teksten"), rows)))
    found = read_body(pdf)
    assert re.findall(r"rad\d{4}", found) == [number for number, _ in rows]
    pages = read(pdf).count("\f")
    assert pages > 20
    assert found.count("Nummeret") in {pages, pages - 1}
    assert all(f"tekst {number}" in found for number in range(1500) if number % 7)


def test_rows_as_tall_as_half_a_page_are_not_divided() -> None:
    cell = "\n".join(f"linje {number}" for number in range(25))
    found = read_body(write_pdf(report(Table(("A", "B"), ((cell, "x"),) * 3)))).split("\f")
    assert all(page.count("linje 0\n") == page.count("linje 24") for page in found)


def test_no_row_stands_alone_on_the_last_page() -> None:
    for count in range(20, 60):
        rows = tuple((f"rad{number:02d}", "x") for number in range(count))
        table = write_pdf(report(Table(("A", "B"), rows)))
        pages = [re.findall(r"rad\d\d", page) for page in read_body(table).split("\f")]
        assert [row for page in pages for row in page] == [row for row, _ in rows]
        assert 1 not in map(len, pages)


def test_small_tables_stay_whole() -> None:
    rows = tuple((f"{letter}-rad", "x") for letter in "abcde")
    table = Table(("Nummeret", "B"), rows)
    found = read_body(write_pdf(report(*(table for _ in range(12))))).split("\f")
    assert len(found) > 2
    assert all(page.count("a-rad") == page.count("e-rad") == page.count("Nummeret") for page in found)


def test_pages_are_numbered_and_carry_reader_and_hash() -> None:
    pages = read(write_pdf(report(Paragraph("linje\n" * 120)))).split("\f")[:-1]
    assert len(pages) == 4
    for place, page in enumerate(pages, 1):
        assert f"Side {place} av 4" in page
        assert "Til Koordineringsgruppen" in page
        assert SEAL.digest[:16] in page
        assert "Saksoversikt" in page
        assert "Fortrolig" in page
    assert SEAL.digest in pages[-1]
    assert "22. nov. 2026 kl. 13.05 +01:00" in pages[-1]


def test_english_pages_speak_english() -> None:
    found = read(write_pdf(report(GOAL, language="en")))
    for text in ("Page 1 of ", "For Koordineringsgruppen", "About this document", "11 May\n2026", "no answer", "4.5"):
        assert text in found


def test_a_chart_gives_its_numbers_as_text() -> None:
    found = read_body(write_pdf(report(GOAL)))
    for text in ("0 = som da vi ba om hjelp", "10 = slik vi ønsker det", "11. mai\n2026"):
        assert text in found
    rows = {line.split()[0]: line for line in found.splitlines() if line.startswith(("Mor 2", "Ungdom 4"))}
    assert rows["Mor"] == "Mor 2 3 4,5"
    assert rows["Ungdom"] == "Ungdom 4 ikke svart 6"


def test_charts_of_every_size_show_every_number() -> None:
    days = [date(2026, 1 + place // 28, 1 + place % 28).isoformat() for place in range(60)]
    series = tuple(
        Series(f"Linje {line}", tuple((day, 1000 * line + place) for place, day in enumerate(days)))
        for line in range(9)
    )
    found = read_body(write_pdf(report(LineChart("", series, 0, 10))))
    numbers = set(re.findall(r"\b\d{4}\b", found))
    assert {str(1000 * line + place) for line in range(1, 9) for place in range(60)} <= numbers


def test_a_crowd_of_wide_columns_shares_the_page() -> None:
    words = tuple(f"{letter * 30}" for letter in "abcdefghij")
    found = squeezed(read_body(write_pdf(report(Table(words, (words,))))))
    assert all(found.count(word[0]) >= 60 for word in words)


def test_two_numbers_on_one_day_are_both_told_and_no_numbers_too() -> None:
    twice = LineChart("To", (Series("Mor", (("2026-05-11", 2.0), ("2026-05-11", 3.0))),))
    empty = LineChart("Ingen", (Series("Mor", ()),))
    unanswered = LineChart("Ubesvart", (Series("Mor", (("2026-05-11", None),)),))
    found = read_body(write_pdf(report(twice, empty, unanswered)))
    assert "Mor 2 / 3" in found
    assert "Ingen tall ennå." in found
    assert "ikke svart" in found


def test_a_bare_report_is_a_page() -> None:
    bare = Report("Tittel", "", "nb", (), (Section("", (Table(("Tom",), ()), Paragraph(""), Bullets(()))),), SEAL)
    found = read(write_pdf(bare))
    assert "Side 1 av 1" in found
    assert "Tom" in found


def test_equal_reports_give_equal_bytes() -> None:
    assert write_pdf(report(*EVERY_BLOCK)) == write_pdf(report(*EVERY_BLOCK))
    assert write_pdf(report(*EVERY_BLOCK)) != write_pdf(report(*EVERY_BLOCK[1:]))


PRINT_DIGESTS = """
import hashlib
from concurrent.futures import ThreadPoolExecutor
from exports.formats.pdf import write_pdf
from tests.formats.reports import EVERY_BLOCK, report
with ThreadPoolExecutor(4) as pool:
    for pdf in pool.map(lambda _: write_pdf(report(*EVERY_BLOCK)), range(8)):
        print(hashlib.sha256(pdf).hexdigest())
"""


def test_bytes_are_equal_in_other_processes_and_threads() -> None:
    expected = hashlib.sha256(write_pdf(report(*EVERY_BLOCK))).hexdigest()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", PRINT_DIGESTS],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert set(done.stdout.split()) == {expected}


def test_no_names_in_what_describes_the_file() -> None:
    pdf = write_pdf(report(*EVERY_BLOCK))
    info = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    facts = dict(line.split(":", 1) for line in info.splitlines())
    described = {name: value.strip() for name, value in facts.items()}
    assert described["Title"] == "Dokument"
    assert (described["Author"], described["Subject"], described["Keywords"]) == ("", "", "")
    assert "2000" in described["CreationDate"]
    assert b"/Lang (nb)" in pdf
    assert "Saksoversikt" not in info


def test_every_font_is_embedded_and_can_be_read_back() -> None:
    pdf = write_pdf(report(*EVERY_BLOCK, Paragraph(ARABIC[0]), Note("Привет Ŋ")))
    listed = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    fonts = [line.split() for line in listed.splitlines()[2:]]
    assert {name.split("+")[1] for name, *_ in fonts} == {"NotoSansRegular", "NotoSansBold", "NotoSansArabicRegular"}
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts)


@pytest.mark.needs_qpdf
def test_qpdf_finds_no_fault(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "report.pdf"
    path.write_bytes(write_pdf(report(*EVERY_BLOCK, *(Paragraph(text) for text in (*HOSTILE.values(), *ARABIC)))))
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_report_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_PAGES", 3)
    with pytest.raises(sheet.TooManyPages):
        write_pdf(report(Paragraph("linje\n" * 400)))

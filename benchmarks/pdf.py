"""How long a four-page report takes as PDF, beside bare reportlab platypus with the same texts.

    python benchmarks/pdf.py [rounds]

The contender is a plain SimpleDocTemplate with the same paragraphs and tables of the same Paragraph cells in Noto Sans;
it draws no charts, heads or feet. Both run in a process of their own, each round after one to warm up; printed are the
fastest and the median round in milliseconds, the peak memory of the process in MB, and the ratio.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from exports.formats.report import (
    Block,
    Bullets,
    Facts,
    LineChart,
    Note,
    Paragraph,
    Quote,
    Report,
    Seal,
    Section,
    Series,
    Table,
)

Rows = Sequence[Sequence[str]]
DAYS = ("2026-05-11", "2026-06-08", "2026-08-17", "2026-09-14", "2026-10-12", "2026-11-16")
SENTENCE = "Familieveiledning hjemme annenhver uke; samtale om hva som hjelper når kveldene blir vanskelige."


def overview() -> Report:
    """A case overview of four pages: facts, two goals with lines, measures, visits, gaps."""
    goals = tuple(
        block
        for goal in range(1, 3)
        for block in (
            Quote("At vi kan spise middag sammen uten at det ender i krangel.", "Mor, 11. mai 2026"),
            LineChart(
                f"Mål {goal}",
                (
                    Series("Mor", tuple((day, float(place + 1)) for place, day in enumerate(DAYS))),
                    Series("Ungdom", tuple((day, float(place)) for place, day in enumerate(DAYS))),
                ),
                low_label="som da vi ba om hjelp",
                high_label="slik vi ønsker det",
            ),
        )
    )
    measures = tuple((f"{place}. {SENTENCE}", "Barneverntjenesten", "25.05.2026", "07.12.2026") for place in range(8))
    visits = tuple((day, "Mor, ungdom; A. Hætta", "Tall på målene", SENTENCE) for day in DAYS * 2)
    return Report(
        title="Saksoversikt, kommunal utgave",
        subtitle="Sak 2026-014",
        language="nb",
        facts=tuple((f"Opplysning {place}", SENTENCE) for place in range(6)),
        sections=(
            Section("Mål i familiens egne ord", (Paragraph(SENTENCE * 3), *goals)),
            Section("Tiltak", (Table(("Tiltak", "Ansvarlig", "Start", "Vurderes"), measures), Note(SENTENCE))),
            Section("Neste steg", (Bullets((SENTENCE, SENTENCE)), Facts((("Neste møte", "7. desember"),)))),
            Section("Besøk", (Table(("Dato", "Til stede", "Tema", "Avtalt"), visits),)),
        ),
        seal=Seal("0" * 64, "Koordineringsgruppen", "case-overview/1.0.0", "2026-11-22T13:05:00+01:00"),
        classification="Fortrolig",
    )


def ours() -> Callable[[], bytes]:
    from exports.formats.pdf import write_pdf

    return lambda: write_pdf(overview())


def bare() -> Callable[[], bytes]:
    from reportlab import platypus
    from reportlab.lib.styles import ParagraphStyle

    from exports.formats.paper.fonts import typeface

    body = ParagraphStyle("body", fontName=typeface("regular").main, fontSize=9, leading=13)
    heading = ParagraphStyle("heading", parent=body, fontName=typeface("bold").main, fontSize=14, leading=20)

    def paragraph(text: str, **settings: str) -> platypus.Flowable:
        return platypus.Paragraph(escape(text), body, **settings)

    def cells(rows: Rows, **settings: int) -> platypus.Flowable:
        texts = [[paragraph(text) for text in row] for row in rows]
        return platypus.Table(texts, colWidths=[470 / len(rows[0])] * len(rows[0]), splitInRow=1, **settings)

    def flowables(report: Report) -> Iterator[platypus.Flowable]:
        yield platypus.Paragraph(escape(report.title), heading)
        yield cells(report.facts)
        for section in report.sections:
            yield platypus.Paragraph(escape(section.title), heading)
            for block in section.blocks:
                yield from plainly(block, paragraph, cells)

    def write() -> bytes:
        target = BytesIO()
        platypus.SimpleDocTemplate(target, invariant=1).build(list(flowables(overview())))
        return target.getvalue()

    return write


def plainly(block: Block, paragraph: Callable[..., Any], cells: Callable[..., Any]) -> Iterator[Any]:
    """The texts of one block as paragraphs and tables; a chart's title and numbers, not its lines."""
    match block:
        case Paragraph(text) | Note(text):
            yield paragraph(text)
        case Quote(text, by):
            yield from (paragraph(text), paragraph(by))
        case Bullets(items):
            yield from (paragraph(item, bulletText="•") for item in items)
        case Facts(rows):
            yield cells(rows)
        case Table(head, rows):
            yield cells((head, *rows), repeatRows=1)
        case LineChart(title, series):
            yield paragraph(title)
            numbers = ((line.label, *(str(value) for _, value in line.points)) for line in series)
            yield cells((("", *(day for day, _ in series[0].points)), *numbers))


def measure(name: str, rounds: int) -> None:
    """Run one contender here and print its figures as JSON."""
    write = {"ours": ours, "bare": bare}[name]()
    write()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        pdf = write()
        times.append(1000 * (time.perf_counter() - started))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = pdf.count(b"/Type /Page\n")
    print(json.dumps({"best": min(times), "median": statistics.median(times), "MB": peak, "pages": pages}))


def main(rounds: int) -> None:
    figures = {}
    for name in ("bare", "ours"):
        command = [sys.executable, __file__, "--only", name, str(rounds)]
        figures[name] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        print(
            f"{name:5} best {figures[name]['best']:7.1f} ms   median {figures[name]['median']:7.1f} ms   "
            f"peak {figures[name]['MB']:5.0f} MB   {figures[name]['pages']} pages"
        )
    ratio = {key: figures["ours"][key] / figures["bare"][key] for key in ("best", "median")}
    print(f"ours / bare: best {ratio['best']:.2f}, median {ratio['median']:.2f} (at most 1.5 wanted)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        measure(sys.argv[2], int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 30)

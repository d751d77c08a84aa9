"""Reports for the tests of the formats, and what can be read back out of a PDF."""

from __future__ import annotations

import re
import subprocess
import unicodedata

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

SEAL = Seal("0123456789abcdef" * 4, "Koordineringsgruppen", "case-overview/1.0.0", "2026-11-22T13:05:00+01:00")
GOAL = LineChart(
    "Middag sammen uten krangel",
    (
        Series("Mor", (("2026-05-11", 2.0), ("2026-06-08", 3.0), ("2026-08-17", 4.5))),
        Series("Ungdom", (("2026-05-11", 4.0), ("2026-06-08", None), ("2026-08-17", 6.0))),
    ),
    0.0,
    10.0,
    "som da vi ba om hjelp",
    "slik vi ønsker det",
)
EVERY_BLOCK: tuple[Block, ...] = (
    Paragraph("Familien setter målene selv."),
    Quote("At vi kan spise sammen.", "Mor, 11. mai"),
    Quote("Uten navn."),
    Facts((("Status", "Aktiv"), ("Kontaktpar", "A. Hætta og M. Øverby"))),
    Table(("Tiltak", "Start"), (("Leksehjelp", "18.08.2026"), ("Skyss", "01.09.2026")), (3.0, 1.0)),
    Table(("Hull", "Meldt"), (("Ingen skyss etter 1. mars", "12.10.2026"),)),
    Bullets(("Møte med læreren", "Bursdag")),
    GOAL,
    Note("Tallene regnes aldri sammen."),
)


def report(*blocks: Block, title: str = "Saksoversikt", language: str = "nb") -> Report:
    return Report(
        title=title,
        subtitle="Sak 2026-014",
        language=language,  # type: ignore[arg-type]
        facts=(("Saksnummer", "2026-014"),),
        sections=(Section("Innhold", blocks),),
        seal=SEAL,
        classification="Fortrolig",
    )


def read(pdf: bytes, *options: str) -> str:
    """All text of the pages, in the order in which it was written."""
    done = subprocess.run(["pdftotext", "-raw", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def read_body(pdf: bytes) -> str:
    """The text between the pages' heads and feet."""
    return read(pdf, "-x", "0", "-y", "70", "-W", "596", "-H", "694")


def squeezed(text: str) -> str:
    """Without blanks and marks of direction, with letters in their plain form."""
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e]+", "", unicodedata.normalize("NFKC", text))

"""docs/guided-step.md and docs/translations.md say what is there."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.management import load_command_class

from instruments import shelf
from instruments.rendering import bar_html, foot_html, steps_html
from instruments.rendering.inputs import INPUTS

ROOT = Path(__file__).parents[2]
STEP = (ROOT / "docs" / "guided-step.md").read_text()
TRANSLATIONS = (ROOT / "docs" / "translations.md").read_text()
QUEUE = (ROOT / "sessions" / "static" / "interviews" / "queue.js").read_text()
GUIDE = (ROOT / "sessions" / "static" / "interviews" / "guide.js").read_text()


def test_every_item_type_is_named() -> None:
    for name in INPUTS:
        assert f"`{name}`" in STEP


def test_the_parts_named_are_on_the_page() -> None:
    mi = shelf.read("mi-conversation")
    html = steps_html(mi, {}, "before") + bar_html(mi, {}, "before", str) + foot_html(mi, "before")
    table = STEP[: STEP.index("## How an answer is saved")]
    parts = re.findall(
        r"`(?:\w*)\.([a-z]+)(?:\[([a-z-]+)\])?`", "".join(re.findall(r"^\| .*? \|", table, re.MULTILINE))
    )
    assert len(parts) >= 8
    for look, data in parts:
        assert f'class="{look}' in html
        assert not data or f'{data}="' in html


def test_every_refusal_named_is_known_to_the_queue() -> None:
    for code in re.findall(r"\| \d+ `([a-z-]+)` \|", STEP):
        assert code == "finalised" or f'"{code}"' in QUEUE
    for status in ("401", "403", "404", "408", "409", "422", "429"):
        assert status in STEP
        assert status in QUEUE


def test_the_times_named_are_those_of_the_scripts() -> None:
    assert "const TYPING = 800;" in GUIDE
    assert "0.8 seconds" in STEP
    assert "const SOON = 1000;" in QUEUE
    assert "const LATE = 30000;" in QUEUE
    assert "1, 2, 4 ... 30 seconds" in STEP


def test_the_command_takes_what_the_page_says() -> None:
    (line,) = re.findall(r"forms-engine add_translation (.+)", TRANSLATIONS)
    parser = load_command_class("instruments", "add_translation").create_parser("forms-engine", "add_translation")
    given = parser.parse_args(line.split())
    assert (given.version, str(given.file), given.by) == ("phq-9@1.0.0", "nb.json", "ada")

"""Every text of the pages has its Norwegian, and the committed .mo holds exactly what the .po says."""

import ast
import gettext
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "forms_engine/project/locale/nb/LC_MESSAGES/django.po"
ROOMS = ["forms_engine", "instruments", "sessions", "exports"]
TRANSLATE = re.compile(r"""\{%\s*translate\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
NAMES = {"_", "gettext", "lazy", "gettext_lazy"}


def catalogue():
    with PO.with_suffix(".mo").open("rb") as handle:
        return gettext.GNUTranslations(handle)._catalog


def texts_of_templates():
    for room in ROOMS:
        for path in (ROOT / room).rglob("templates/**/*.html"):
            for found in TRANSLATE.findall(path.read_text()):
                yield path, found[1:-1]


def texts_of_code():
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in NAMES and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield path, first.value


def test_every_text_has_its_norwegian():
    known = catalogue()
    missing = {
        f"{path.relative_to(ROOT)}: {text}"
        for path, text in [*texts_of_templates(), *texts_of_code()]
        if text.strip() and not known.get(text)
    }
    assert not missing, "\n".join(sorted(missing))


def entries():
    """Each msgid of the .po with its msgstr (of plurals the first form)."""
    for block in PO.read_text().split("\n\n"):
        parts = {"msgid": "", "msgstr": ""}
        current = None
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            keyword, _, rest = line.partition(" ")
            if keyword.startswith("msg"):
                current = {"msgid": "msgid", "msgstr": "msgstr", "msgstr[0]": "msgstr"}.get(keyword)
                line = rest
            if current and line.startswith('"'):
                parts[current] += ast.literal_eval(line)
        if parts["msgid"]:
            yield parts["msgid"], parts["msgstr"]


def test_the_compiled_file_is_not_older_than_its_source():
    compiled = {
        key.split("\x04")[-1] if isinstance(key, str) else key[0].split("\x04")[-1]: text
        for key, text in catalogue().items()
        if isinstance(key, str) or key[1] == 0
    }
    stale = [source for source, text in entries() if compiled.get(source) != text]
    assert not stale, "compile the catalogue again: docs/page-texts.md"

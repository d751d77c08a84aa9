"""How heavy the scripts and styles of a guided step are, as gzip would send them.

    python benchmarks/page_weight.py

A draft is made in a database of its own and its page is fetched; every stylesheet and script that the page names is
counted, and every module and stylesheet that those import. Printed are bytes as they lie on disk and gzipped; in all at
most 60 KiB gzipped.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

MOST = 60 * 1024
_COMMENTS = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
_IMPORTS = {
    ".js": re.compile(r"""\b(?:from|import)\s*\(?\s*["']([^"']+)["']"""),
    ".css": re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"')\s;]+)"""),
}


@dataclass(frozen=True)
class Loaded:
    """One file that the page loads; sizes in bytes."""

    url: str
    size: int
    gzipped: int


class _Names(HTMLParser):
    """Collects the addresses of stylesheets and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        loads = {"link": named.get("href"), "script": named.get("src")}.get(tag)
        if loads and (tag == "script" or named.get("rel") in {"stylesheet", "modulepreload"}):
            self.urls.append(loads)


def loaded(page: str) -> list[Loaded]:
    """Every script and stylesheet that the page loads, once each. Raises LookupError for one that is not there."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    names = _Names()
    names.feed(page)
    waiting, found = list(dict.fromkeys(names.urls)), {}
    for url in waiting:
        path = finders.find(url.removeprefix(settings.STATIC_URL))
        if path is None:
            raise LookupError(f"the page loads {url}, which is not there")
        data = Path(path).read_bytes()
        found[url] = Loaded(url, len(data), len(gzip.compress(data)))
        inside = _IMPORTS[Path(path).suffix].findall(_COMMENTS.sub("", data.decode()))
        waiting += [one for one in (urljoin(url, name) for name in inside) if one not in waiting]
    return list(found.values())


def page_of_a_step() -> str:
    """The page of the benchmark's own questionnaire, from the product, in a database made for it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from benchmarks.bare.town import people

    call_command("migrate", verbosity=0)
    person = people(1, timezone.now())[0]
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies.load(person["cookies"])
    response = client.get(f"/interviews/{person['interview']}/steps/first/")
    assert response.status_code == 200
    page: str = response.content.decode()
    return page


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="forms-engine-weight-") as folder:
        (Path(folder) / "static").mkdir()
        os.environ |= {"FORMS_ENGINE_VAR": folder, "FORMS_ENGINE_HTTP": "1"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "forms_engine.project.settings"
        page = page_of_a_step()
        files = loaded(page)
        for one in files:
            print(f"{one.size:>8,} {one.gzipped:>8,}  {one.url}")
        total = sum(one.gzipped for one in files)
        print(f"{sum(one.size for one in files):>8,} {total:>8,}  in all, at most {MOST:,} gzipped")
        print(f"{len(page.encode()):>8,} {len(gzip.compress(page.encode())):>8,}  the page itself, forty questions")
    return 0 if total <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

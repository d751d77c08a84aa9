"""Drawing up the report of a package from a case, and the hash that binds the preview to what is ordered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from exports.formats.data import as_data, from_data
from exports.formats.report import Report, Seal
from exports.models import Package
from exports.parts import PARTS, Wanted
from exports.profiles import Profile
from forms_engine import core

FORM_VERSION = "1"
UNSEALED = Seal(digest="", recipient="", version=FORM_VERSION, made_at="1970-01-01T00:00:00+00:00")


def draw_up(*, profile: Profile, wanted: Wanted, language: str) -> Report:
    """What would leave: the parts that the profile lists, in the language of the report, not yet sealed."""
    with translation.override(language):
        sections = [section for name in profile.parts for section in PARTS[name](wanted)]
        return Report(
            title=str(profile.words.title),
            subtitle=_("Case %(number)s") % {"number": wanted.case.number},
            language="nb" if language == "nb" else "en",
            facts=((_("For"), str(profile.words.reader)),),
            sections=tuple(sections),
            seal=UNSEALED,
            classification=str(profile.words.left_out),
        )


def content_sha256(report: Report) -> str:
    """SHA-256 of the canonical content, the same before and after it is sealed."""
    return core.digest(core.canonical(as_data(replace(report, seal=UNSEALED))))


def sealed_report(package: Package) -> Report:
    """The report of a package, exactly as it was previewed."""
    return from_data(package.content)


def json_meta(package: Package) -> dict[str, Any]:
    """What goes with the JSON of a package."""
    return {
        "package": str(package.pk),
        "profile": package.profile,
        "profile_version": package.profile_version,
        "content_sha256": package.content_sha256,
        "legal_basis": f"{package.legal_basis.code}/{package.legal_basis.version}",
        "ordered_at": package.ordered_at.isoformat(),
    }

"""What happens in this room, in the words of a case's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "case.shares_viewed": _("Looked at what has been shared"),
    "share.prepared": _("Prepared a package and saw its preview"),
    "package.ordered": _("Ordered a package"),
    "package.made": _("Made the document of a package"),
    "package.parked": _("Stopped making the document of a package"),
    "package.retried": _("Tried the document of a package again"),
    "package.viewed": _("Looked at a package"),
    "package.pdf_downloaded": _("Downloaded a package as PDF"),
    "package.json_downloaded": _("Downloaded a package as JSON"),
}

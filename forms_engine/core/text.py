"""What a text may hold: one rule for answers, a stricter one for instruments."""

import re
import unicodedata

from forms_engine.core.problems import Problem

# NUL and the other C0 controls except tab and line feed; surrogates; U+FDD0..FDEF and the last two of every plane.
_BROKEN = re.compile(
    "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)
# Bidirectional controls can make a text read differently from what it says; C1 controls and DEL have no place in print.
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean_text(text: str) -> tuple[str, Problem | None]:
    """Text as it is stored: Unicode NFC, line ends as a single line feed.

    Refuses (code `answer-character`) what the databases, a PDF or a spreadsheet do not all hold: control characters
    but tab and line feed, lone surrogates, noncharacters. The text given back beside a problem is the one that came
    in.
    """
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    if _BROKEN.search(unix):
        return text, Problem("", "answer-character", "The text holds a control character that cannot be stored.")
    return unicodedata.normalize("NFC", unix), None


def text_fault(text: str) -> tuple[str, str] | None:
    """(code, message) when an instrument may not hold this text, else None."""
    if text.isascii() and text.isprintable():
        return None
    found = _BROKEN.search(text)
    if found:
        return "text-character", f"Holds the control character or noncharacter U+{ord(found[0]):04X}."
    found = _HIDDEN.search(text)
    if found:
        return (
            "text-hidden-character",
            f"Holds U+{ord(found[0]):04X}, which is invisible or turns the reading direction.",
        )
    if not unicodedata.is_normalized("NFC", text):
        return "text-not-nfc", "Is not in Unicode normal form NFC; save the file in composed form."
    return None

"""The guided conversation as HTML: prepared once per instrument and language, then joined with the answers given.

No Django form, widget or template is involved: a page of twenty groups of radio buttons takes well under a millisecond.
Everything that comes from a document or an answer is escaped in :mod:`instruments.rendering.text` and nowhere else.
"""

from instruments.rendering.bar import bar_html, foot_html
from instruments.rendering.posted import Posted, posted_answers
from instruments.rendering.shown import Shown, values_of
from instruments.rendering.steps import steps_html
from instruments.rendering.words import Words, client_texts, words

__all__ = [
    "Posted",
    "Shown",
    "Words",
    "bar_html",
    "client_texts",
    "foot_html",
    "posted_answers",
    "steps_html",
    "values_of",
    "words",
]

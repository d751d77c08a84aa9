"""The language of instruments: documents, expressions, answers and the flow of a conversation. Plain Python, no Django.

Everything that other rooms use is named here; expressions have a front door of their own,
`forms_engine.core.expressions`.
"""

from forms_engine.core.canonical import canonical, digest
from forms_engine.core.client import client_form, client_parts
from forms_engine.core.document import FORMAT, Rule, lint, read_document
from forms_engine.core.flow import ANSWER_STATES, AnswerState, Way, counted, walk
from forms_engine.core.instrument import Card, Instrument, Question, Stage, Step
from forms_engine.core.item_types import ITEM_TYPES, ItemType, check_answer
from forms_engine.core.items import Item, Option
from forms_engine.core.overlay import FORMAT as OVERLAY_FORMAT
from forms_engine.core.overlay import apply_overlay, overlay_texts, text_hash
from forms_engine.core.problems import Problem
from forms_engine.core.reading import pointer, read_json
from forms_engine.core.template import Template, read_expression, read_template
from forms_engine.core.text import clean_text

__all__ = [
    "ANSWER_STATES",
    "FORMAT",
    "ITEM_TYPES",
    "OVERLAY_FORMAT",
    "AnswerState",
    "Card",
    "Instrument",
    "Item",
    "ItemType",
    "Option",
    "Problem",
    "Question",
    "Rule",
    "Stage",
    "Step",
    "Template",
    "Way",
    "apply_overlay",
    "canonical",
    "check_answer",
    "clean_text",
    "client_form",
    "client_parts",
    "counted",
    "digest",
    "lint",
    "overlay_texts",
    "pointer",
    "read_document",
    "read_expression",
    "read_json",
    "read_template",
    "text_hash",
    "walk",
]

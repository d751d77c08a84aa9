"""How much checking a document asks for, told from its texts before any of it is done.

A megabyte holds three hundred thousand small expressions, or ranges that each stand for four hundred names. Without
this limit a hostile document would keep a checker busy for minutes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from forms_engine.core.expressions.limits import MAX_NODES
from forms_engine.core.limits import MAX_EXPRESSIONS
from forms_engine.core.template import quoted_expressions

PER_EXPRESSION = 5


def is_too_much(document: Mapping[str, Any]) -> bool:
    """Whether the expressions are more than MAX_EXPRESSIONS; `document` has the shape of the meta-schema."""
    per_range = min(len(document["answers"]["properties"]), MAX_NODES)
    effort = 0
    for text in _expressions(document):
        effort += len(text) + PER_EXPRESSION + text.count("..") * per_range
        if effort > MAX_EXPRESSIONS:
            return True
    return False


def _expressions(document: Mapping[str, Any]) -> Iterator[str]:
    for item in document["answers"]["properties"].values():
        yield from quoted_expressions(item["title"])
    for step in document["conversation"]:
        yield from _conditions_and_quotes(step)
        for question in step.get("ask", ()):
            if not isinstance(question, str):
                yield from _conditions_and_quotes(question)
    scoring = document.get("scoring", {})
    for score in scoring.get("scores", {}).values():
        yield score["value"]
    for finding in scoring.get("findings", {}).values():
        yield finding if isinstance(finding, str) else finding["when"]
    for alert in scoring.get("alerts", {}).values():
        yield alert["when"]
        yield from quoted_expressions(alert["text"])


def _conditions_and_quotes(part: Mapping[str, Any]) -> Iterator[str]:
    if "when" in part:
        yield part["when"]
    yield from quoted_expressions(part.get("say", ""))

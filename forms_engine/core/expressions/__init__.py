"""The expression language: parsed and type-checked once into a JSON tree, then run many times.

`check` reads text; `run`, `compile_tree` and `compile_program` run the tree here, `expressions.js` in the browser.
The reference for authors is `docs/expressions.md`.
"""

from forms_engine.core.expressions.checker import Checked, check
from forms_engine.core.expressions.closures import compile_tree
from forms_engine.core.expressions.program import compile_program
from forms_engine.core.expressions.tokens import KEYWORDS
from forms_engine.core.expressions.types import Tree, Type, Value
from forms_engine.core.expressions.walker import run

__all__ = ["KEYWORDS", "Checked", "Tree", "Type", "Value", "check", "compile_program", "compile_tree", "run"]

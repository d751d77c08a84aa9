"""The limits of format 1, in one place. The documentation lists them and a test compares."""

MAX_BYTES = 1024 * 1024
"""Size of one file, in bytes."""

MAX_DEPTH = 32
"""Nested objects and arrays, counted before a parser sees them."""

MAX_NODES = 20_000
"""Values in one file: every object, array, text, number, true, false and null."""

MAX_INTEGER = 2**53 - 1
"""Largest whole number that Python and JavaScript hold alike."""

MAX_NUMBER = 1_000_000_000
"""Largest size of a number in an instrument or an answer."""

MAX_ITEMS = 1_000
MAX_OPTIONS = 500
MAX_TEXT = 10_000
"""Longest text in an instrument, and longest text answer, in characters (code points)."""

MAX_SHOWN = 100
"""Problems of one code that one reading reports; the rest are counted in a last one."""

MAX_EXPRESSIONS = 40_000
"""All expressions of a document together: their characters, 5 more for each, and for each range its names."""

MAX_PROBLEMS = 200
"""Problems after which the reading of expressions stops, and the most that one added rule reports."""

RESERVED = frozenset({"__proto__", "constructor", "prototype", "csrfmiddlewaretoken", "wizard_goto_step"})
"""Names that a browser or a form library gives a meaning of their own."""

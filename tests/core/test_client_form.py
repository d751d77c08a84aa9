"""What the browser is given to lead the flow by itself."""

import json
from typing import Any

from forms_engine.core import client_form
from forms_engine.core.expressions import run
from tests.core.documents import instrument


def form() -> dict[str, Any]:
    return json.loads(json.dumps(client_form(instrument()), allow_nan=False))


def test_the_flow_is_there() -> None:
    made = form()
    assert (made["key"], made["version"], made["language"]) == ("first-talk", "1.0.0", "en")
    assert made["sha256"] == instrument().sha256
    assert list(made["names"])[:3] == ["willing", "topic", "calm"]
    opening, ruler, why = made["steps"]
    assert [step["id"] for step in made["steps"]] == ["opening", "ruler", "why"]
    assert opening["when"] is None
    assert opening["say"] == ["Thank you for coming.\n\nThis is {not} a test."]
    assert run(ruler["when"], {"topic": "school", "calm": None}) is True
    assert run(opening["ask"][2]["when"], {"willing": False}) is False
    assert opening["ask"][2]["say"][1]["labels"] == [["school", "School"], ["home", "Home"]]
    assert why["ask"][0]["title"][0] == "What makes it a "
    assert run(why["ask"][0]["title"][3]["tree"], {"importance": 7}) == 6
    assert "labels" not in why["ask"][0]["title"][3]


def test_nothing_that_the_family_should_not_see_is_there() -> None:
    text = json.dumps(form())
    assert "Sit beside, not opposite." not in text
    assert "scoring" not in text
    assert "guidance" not in text

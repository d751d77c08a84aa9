import json
from pathlib import Path

import pytest

from forms_engine.core import lint, read_document
from forms_engine.core.limits import MAX_PROBLEMS
from scoring import RULES
from scoring.section import read_section
from tests.scoring.small_document import small_document

FAULTS = json.loads((Path(__file__).parent / "vectors" / "faults.json").read_text("utf-8"))


def found(document):
    return [[problem.path, problem.code] for problem in lint(document, RULES)]


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case["id"])
def test_faults(case):
    assert found(small_document(**case["change"])) == case["problems"]


def test_messages_are_whole_sentences_without_values():
    for case in FAULTS:
        for problem in lint(small_document(**case["change"]), RULES):
            assert problem.message[0].isupper()


def test_hostile_sections_are_answered_in_time():
    """Looking for similar names is slow, so reading stops after enough problems."""
    scores = {
        f"s{i}": {"title": "S", "value": f"nobody{i} + someone{i}", "range": [0, 1], "higher": "worse"}
        for i in range(200)
    }
    document = small_document(scores=scores)
    instrument, _ = read_document(document)
    assert MAX_PROBLEMS <= len(read_section(instrument)[1]) < MAX_PROBLEMS + 10
    assert {code for _, code in found(document)} == {"unknown-item"}


class TestJudgement:
    """A judgement is refused whatever number hides in it."""

    def judgement(self, **scoring):
        document = small_document(scores={}, **scoring)
        document["kind"] = "judgement"
        document["answers"] = {
            "type": "object",
            "additionalProperties": False,
            "$defs": {"rating": {"oneOf": [{"const": "no", "title": "No"}, {"const": "partial", "title": "Partly"}]}},
            "properties": {name: {"title": name, "$ref": "#/$defs/rating"} for name in ("f1", "f2", "f3")}
            | {"age": {"title": "Age", "type": "integer", "minimum": 0, "maximum": 120}},
        }
        document["conversation"] = [{"id": "all", "title": "All", "ask": ["age", "f1", "f2", "f3"]}]
        return document

    def test_words_ages_and_conditions_are_fine(self):
        document = self.judgement(
            findings={"child": "age < 18", "missing": "not answered(f1)"},
            alerts={"urgent": {"title": "U", "when": "f1 == 'partial' and f2 != 'no'", "text": "Factor: {f1}"}},
        )
        document["conversation"].append({"id": "end", "title": "End", "when": "age >= 16", "say": "Factor one: {f1}"})
        assert found(document) == []

    @pytest.mark.parametrize(
        "part",
        [
            {"scores": {"total": {"title": "T", "value": "age", "range": [0, 120], "higher": "worse"}}},
            {"norms": [{"key": "n", "score": "x", "population": "P", "language": "en", "source": "S"}]},
        ],
    )
    def test_scores_and_norms(self, part):
        document = self.judgement()
        document["scoring"] |= part
        assert [f"/scoring/{next(iter(part))}", "judgement-number"] in found(document)

    def test_numbered_options(self):
        document = self.judgement()
        document["answers"]["$defs"]["rating"] = {"oneOf": [{"const": 0, "title": "No"}, {"const": 1, "title": "Yes"}]}
        assert found(document) == [[f"/answers/properties/{name}", "judgement-number"] for name in ("f1", "f2", "f3")]

    @pytest.mark.parametrize(
        ("place", "change"),
        [
            ("/scoring/findings/many", {"findings": {"many": "count(f1..f3 == 'partial') >= 2"}}),
            ("/scoring/findings/many", {"findings": {"many": "any([age, age] * 2 > 30)"}}),
            ("/scoring/alerts/many", {"alerts": {"many": {"title": "M", "when": "age + 1 > 3", "text": "T"}}}),
            (
                "/scoring/alerts/many/text",
                {"alerts": {"many": {"title": "M", "when": "age > 3", "text": "{count(f1..f3 == 'no')} factors"}}},
            ),
        ],
    )
    def test_counting_in_findings_and_alerts(self, place, change):
        assert found(self.judgement(**change)) == [[place, "judgement-number"]]

    @pytest.mark.parametrize(
        ("place", "step"),
        [
            ("/conversation/1", {"when": "count(f1..f3 == 'partial') > 1", "say": "Many"}),
            ("/conversation/1", {"say": "{count(f1..f3 == 'partial')} factors"}),
            ("/conversation/1", {"ask": [{"item": "more", "when": "count(f1..f3 == 'no') > 1"}]}),
            ("/answers/properties/more/title", {"ask": ["more"]}),
        ],
    )
    def test_counting_in_the_conversation(self, place, step):
        document = self.judgement()
        if "ask" in step:
            title = "Why {count(f1..f3 == 'no')}?" if place.startswith("/answers") else "Why?"
            document["answers"]["properties"]["more"] = {"title": title, "type": "string", "maxLength": 10}
        document["conversation"].append({"id": "end", "title": "End", **step})
        assert found(document) == [[place, "judgement-number"]]

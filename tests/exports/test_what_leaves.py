"""What leaves in each package, and that nothing else does: proven with texts that stand nowhere else."""

import html
import json
import subprocess

import pytest
from django.apps import apps
from django.utils import translation
from django.utils.html import strip_tags

from exports.drawing import draw_up, json_meta, sealed_report
from exports.formats.json import read_json, write_json
from exports.formats.pdf import write_pdf
from exports.interview_parts import MODES, STATES
from exports.parts import Wanted
from exports.people import names_in, part_names
from exports.profiles import profiles
from forms_engine.access.fields import EncryptedTextField
from forms_engine.casework.models import Case, Gap, Goal, Measure
from sessions.models import Visit
from sessions.selectors.interviews import interview_record
from tests.cast import make_goal, person
from tests.exports.full_case import canary, make_full_case, ordered

# The only sealed texts of a case that the overview may hold.
LISTED = {(Goal, "words"), (Goal, "low"), (Goal, "high"), (Measure, "words"), (Gap, "words"), (Visit, "next_step")}
SCORES_AND_ANSWERS = ["Total", "Moderate", "Minimal", "Several days", "More than half the days", "Nearly every day"]
INSTRUMENTS = ["PHQ", "GAD", "phq-9", "gad-7", "interest or pleasure", "better off dead", "question 9"]


@pytest.fixture
def full(cast, as_):
    return make_full_case(cast, as_)


def pdf_text(package, tmp_path):
    path = tmp_path / "package.pdf"
    path.write_bytes(write_pdf(sealed_report(package)))
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def preview_text(package, browser):
    page = browser.get(f"/packages/{package.pk}/").content.decode()
    return html.unescape(strip_tags(page.partition("<article")[2].partition("</article>")[0]))


def json_text(package):
    return " ".join(texts(json.loads(write_json(sealed_report(package), json_meta(package)))))


def texts(value):
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)
    else:
        yield str(value)


@pytest.fixture(params=["json", "preview", pytest.param("pdf", marks=pytest.mark.needs_poppler)])
def text_of(request, cast, as_, tmp_path):
    """The words of a package as JSON, on the screen, and on paper; spaces and line ends do not count."""

    def read(package):
        if request.param == "pdf":
            text = pdf_text(package, tmp_path)
        else:
            text = json_text(package) if request.param == "json" else preview_text(package, as_(cast.alice))
        return "".join(text.split())

    return read


def holds(text, words):
    return "".join(str(words).split()) in text


def sealed_texts(case):
    """(model, field, text) of every sealed text that hangs on the case, whatever model it stands in."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, EncryptedTextField)]
        if names and model._meta.app_label in {"casework", "interviews"}:
            for row in model.objects.filter(compartment_id=case.compartment_id):
                yield from ((model, name, getattr(row, name)) for name in names if getattr(row, name))


def test_the_overview_holds_every_goal_step_and_gap_and_no_other_text_of_the_case(full, text_of):
    text = text_of(ordered(full.cast))
    found = list(sealed_texts(full.cast.case))
    for model, name, words in found:
        assert holds(text, words) == ((model, name) in LISTED), (model, name, words)
    assert {(model, name) for model, name, _ in found} >= LISTED
    fields = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, EncryptedTextField) and model._meta.app_label in {"casework", "interviews"}
    }
    assert {(model, name) for model, name, _ in found} == fields, "every sealed text of a case is in this test"


def test_the_overview_holds_no_score_band_answer_instrument_or_hash_of_a_record(full, text_of):
    text = text_of(ordered(full.cast))
    with translation.override("en"):
        how = [str(words) for words in (*STATES.values(), *MODES.values())]
    for words in (*SCORES_AND_ANSWERS, *INSTRUMENTS, *how):
        assert not holds(text, words), words
    for interview in (full.phq_9, full.conversation, full.corrected, full.void):
        assert not holds(text, interview.record_sha256)
        assert not holds(text, interview.pk)
    assert not holds(text, canary("answer"))


def test_the_overview_says_who_works_with_which_methods_and_how_goals_move(full, text_of):
    text = text_of(ordered(full.cast))
    for words in ("2041", "Alice Aas", "Bob Berg", "School", "Motivational conversations", "screening"):
        assert holds(text, words), words
    for words in ("The person followed", "Worker AA", "Other relative", "Mastery"):
        assert holds(text, words), words
    assert holds(text, "No measure serves this goal yet: See my brother every week")


def test_the_workers_copy_holds_every_answer_note_score_band_norm_and_hash(full, text_of):
    text = text_of(ordered(full.cast, "worker-copy"))
    for interview in (full.phq_9, full.conversation, full.corrected):
        record = interview_record(interview)
        assert holds(text, interview.record_sha256)
        assert holds(text, record["instrument"]["sha256"])
        assert holds(text, f"{record['instrument']['key']} {record['instrument']['version']}")
        for step in record["sheet"]:
            for question in step["questions"]:
                assert holds(text, question["title"]) or question["state"] == "hidden", question["item"]
                assert holds(text, question["words"])
                assert holds(text, question["note"])
        for score in record["scores"]:
            assert holds(text, score["title"])
            assert score["band"] is None or holds(text, score["band"]["title"])
            for norm in score["norms"]:
                assert holds(text, norm["population"])
                assert holds(text, norm["source"])
        for meant in (*record["findings"], *record["alerts"]):
            assert holds(text, meant["title"])
    for words in (canary("note"), canary("conversation note"), canary("answer"), canary("reason"), "Mamma"):
        assert holds(text, words), words
    assert holds(text, full.corrected.amends.record_sha256)
    total = next(score for score in interview_record(full.phq_9)["scores"] if score["name"] == "total")
    assert total["value"] == 11
    assert holds(text, "Total11Moderate")


def test_void_and_corrected_conversations_and_drafts_never_leave(full, cast, as_, text_of):
    from tests.sessions.leading import draft

    running = draft(cast, "pcl-5", visit=None)
    text = text_of(ordered(full.cast, "worker-copy"))
    assert not holds(text, full.void.record_sha256)
    assert not holds(text, canary("void"))
    assert not holds(text, "pcl-5")
    assert not holds(text, running.pk)
    assert text.count(full.corrected.record_sha256) == 1


def test_only_the_chosen_conversations_leave(full):
    package = ordered(full.cast, "worker-copy", interviews=frozenset([full.conversation.pk]))
    text = json_text(package)
    assert full.conversation.record_sha256 in text
    assert full.phq_9.record_sha256 not in text


def test_a_void_conversation_that_is_chosen_all_the_same_does_not_leave(full):
    for interview in (full.void, full.corrected.amends):
        package = ordered(full.cast, "worker-copy", interviews=frozenset([interview.pk]))
        assert interview.record_sha256 not in json_text(package)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("profile", ["overview-municipal", "worker-copy"])
def test_what_is_sealed_can_be_read_again(full, language, profile):
    package = ordered(full.cast, profile, language=language)
    report, meta = read_json(write_json(sealed_report(package), json_meta(package)))
    assert report == sealed_report(package)
    assert report.seal.digest == package.content_sha256 == meta["content_sha256"]
    assert report.seal.recipient == "The group in Lillevik"
    assert report.language == language


def test_people_who_are_the_same_to_the_family_are_told_apart(cast):
    father = person(cast.case, "Pappa", "parent")
    with translation.override("en"):
        names = part_names(Case.objects.get(pk=cast.case.pk))
    assert {names[cast.mother.pk], names[father.pk]} == {"Parent 1", "Parent 2"}
    assert names[cast.son.pk] == "The person followed"


@pytest.mark.parametrize(
    ("called", "words", "found"),
    [
        ("Mamma", "mamma sleeps", True),
        ("Mamma", "Mammas house", False),
        ("Jo", "John rides", False),
        ("Åse", "to Åse.", True),
        ("T.", "T. and I", False),
        ("A. L.", "with a. l. again", True),
        ("(", "a (b)", False),
    ],
)
def test_a_name_in_a_text_is_found(cast, called, words, found):
    goal = make_goal(cast.case, cast.alice, words, "trust", None)
    someone = person(cast.case, called, "network")
    report = draw_up(profile=profiles()["overview-municipal"], wanted=Wanted(cast.case, frozenset()), language="en")
    assert (called in names_in(report, [someone])) == found, goal.words

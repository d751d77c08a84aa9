"""The main job as a practitioner lives it: a visit with a questionnaire, from signing in to the group's summary."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TABLETS
from tests.browser.leading import Guide
from tests.browser.phone import Phone
from tests.browser.product import Product
from tests.browser.tablet import Tablet
from tests.browser.town import GAP, MEASURE, PASSWORD
from tests.browser.visiting import begin, start_todays_visit

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_poppler]

TITLE = "Patient Health Questionnaire (PHQ-9)"
NOTE = "said with a laugh, looked away"
NEXT_STEP = "Alice og T. går sammen på kampen på lørdag"
NO_NETWORK = "net::ERR_INTERNET_DISCONNECTED"


@pytest.mark.parametrize(("size", "language"), TABLETS)
def test_main_job(
    product: Product, opener: Callable[..., Tablet], phones: dict[str, Phone], size: tuple[int, int], language: str
) -> None:
    tablet = opener(product.url, size, language)
    tablet.sign_in("alice", PASSWORD, phones["alice"])
    tablet.look("today")
    tablet.open_case(2041)
    tablet.look("picture before")
    tablet.go("/")
    start_todays_visit(tablet, "T.", "Mamma", look=True)
    guide = begin(tablet, TITLE, look=True)
    lead_without_network(tablet, guide)
    alert_at_once(tablet, guide)
    tablet.context.close()  # in the middle, without a word

    tablet = opener(product.url, size, language)
    tablet.sign_in("alice", PASSWORD, phones["alice"])
    go_on_elsewhere(tablet)
    review_and_finish(tablet)
    record_the_alert(tablet)
    rate_goals(tablet)
    agree_and_end(tablet)
    see_the_picture(tablet)
    summary_for_the_group(tablet, product)
    own_copy(tablet)


def lead_without_network(tablet: Tablet, guide: Guide) -> None:
    """Two answers with the network, four without, and all are saved when it is back."""
    guide.on_step("Questions 1 to 3")
    guidance = tablet.page.locator("section.step:not([hidden]) details.guidance")
    expect(guidance).to_have_attribute("open", "")
    tablet.look("first step")
    guidance.locator("summary").first.tap()
    expect(guidance).not_to_have_attribute("open", "")
    tablet.look("guidance folded away")
    guide.choose("q1", "More than half the days")
    guide.choose("q2", "Several days")
    guide.saved()
    with tablet.expecting(NO_NETWORK):
        tablet.context.set_offline(True)
        guide.choose("q3", "Several days")
        guide.status("Not saved yet: 1 answer waits on this page")
        guide.next()
        guide.on_step("Questions 4 to 6")
        expect(tablet.page.locator("section.step:not([hidden]) details.guidance")).not_to_have_attribute("open", "")
        guide.choose("q4", "More than half the days")
        guide.choose("q5", "Not at all")
        guide.back()
        guide.chosen("q3", "Several days")
        guide.next()
        guide.choose("q6", "Several days")
        guide.note("q6", NOTE)
        guide.status("Not saved yet: {count} answers wait on this page", count=4)
        tablet.look("no network")
        warns_before_leaving(tablet)
        tablet.context.set_offline(False)
        guide.saved()


def warns_before_leaving(tablet: Tablet) -> None:
    """With answers that are not saved the browser asks first; the worker stays."""
    with tablet.page.expect_event("dialog") as asked:
        tablet.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    assert not tablet.page.is_closed()


def alert_at_once(tablet: Tablet, guide: Guide) -> None:
    """The last of the nine questions calls for a talk now: with or without network the page says so at once."""
    guide.next()
    guide.on_step("Questions 7 to 9")
    alerts = tablet.page.locator("#guide-alerts")
    expect(alerts).to_be_hidden()
    guide.choose("q7", "More than half the days")
    guide.choose("q8", "Not at all")
    guide.saved()
    unsaved = tablet.say("Recorded on Today when the answer is saved.")
    with tablet.expecting(NO_NETWORK):
        tablet.context.set_offline(True)
        guide.choose("q9", "More than half the days")
        expect(alerts).to_contain_text("Thoughts of death or self-harm (question 9)")
        expect(alerts).to_contain_text('The person answered "More than half the days"')
        expect(alerts).to_contain_text("113")
        expect(alerts).to_contain_text(unsaved)
        expect(alerts.get_by_role("link")).to_have_count(0)
        tablet.look("an alert without network")
        tablet.context.set_offline(False)
        guide.saved()
    expect(alerts.locator(".alert")).to_have_count(1)
    expect(alerts).to_contain_text('The person answered "More than half the days"')
    expect(alerts).not_to_contain_text(unsaved)
    expect(alerts.get_by_role("link")).to_have_count(1)
    tablet.look("an alert")


def go_on_elsewhere(tablet: Tablet) -> None:
    """Another device stands where the first one stopped, with all answers; Today still knows the alert."""
    expect(tablet.link("See and record")).to_be_visible()
    tablet.look("today with an alert")
    words = "Continue: %(title)s, step %(step)s of %(steps)s"
    tablet.follow(words, title=TITLE, step=3, steps=4)
    guide = Guide(tablet)
    guide.on_step("Questions 7 to 9")
    guide.chosen("q9", "More than half the days")
    expect(tablet.page.locator("#guide-alerts")).to_be_visible()
    guide.jump("Questions 1 to 3")
    guide.chosen("q1", "More than half the days")
    guide.chosen("q3", "Several days")
    guide.jump("Questions 4 to 6")
    guide.chosen("q6", "Several days")
    expect(guide.question("q6").locator("textarea[name='q6.note']")).to_have_value(NOTE)
    guide.jump("Everyday life")
    guide.answer_otherwise("difficulty", "Would rather not")
    guide.saved()
    tablet.look("last step")
    guide.review()


def review_and_finish(tablet: Tablet) -> None:
    page = tablet.page
    expect(tablet.heading("Talk about this")).to_be_visible()
    gaps = page.get_by_role("region", name=tablet.say("Without an answer"))
    expect(gaps.get_by_role("listitem")).to_have_count(1)
    expect(gaps).to_contain_text("how difficult have these problems")
    expect(gaps).to_contain_text(tablet.say("Would rather not say"))
    tablet.look("look through")
    tablet.submit("Finish")
    meaning = page.get_by_role("region", name=tablet.say("What it may mean"))
    expect(meaning).to_contain_text("Moderate")
    expect(meaning).to_contain_text(
        tablet.say("%(value)s on a scale from %(low)s to %(high)s", value=11, low=0, high=27)
    )
    expect(meaning).to_contain_text("Symptom pattern of another depressive syndrome")
    expect(page.locator("main")).to_contain_text(NOTE)
    tablet.look("finished record")


def record_the_alert(tablet: Tablet) -> None:
    tablet.follow("Record what was done")
    tablet.look("alert to record")
    tablet.write("What you asked", "Whether there is a plan")
    tablet.write("What was answered", "No plan. Thinks of his brother.")
    tablet.write("Who was told", "The out-of-hours doctor, 14:10")
    tablet.write("Day of the next contact", "2027-01-04")
    tablet.submit("Write it down")
    tablet.look("alert recorded")
    tablet.go("/")
    expect(tablet.link("See and record")).to_have_count(0)
    tablet.follow("Continue the visit of case %(number)s", number=2041)


def rate_goals(tablet: Tablet) -> None:
    """Each gives their own number; the last one is shown only after the new one is saved."""
    page = tablet.page
    for called, number, before in (("T.", 6, 4), ("Mamma", 3, 2)):
        ratings = page.get_by_role("region", name=tablet.say("How is it going with the goals?"))
        rater = ratings.get_by_role("navigation").get_by_role("link", name=called)
        if not rater.get_attribute("aria-current"):
            tablet.leave_by(rater)
        told = tablet.say("%(number)s last time (%(day)s)", number=before, day="").replace("()", "").strip()
        expect(ratings).not_to_contain_text(told)
        for goal in ("See my brother every week", "Sleep through the night"):
            ratings.get_by_role("group", name=goal).locator("label", has_text=str(number)).first.tap()
        tablet.look(f"ratings of {called}")
        tablet.submit("Save the numbers")
        if not rater.get_attribute("aria-current"):
            tablet.leave_by(rater)
        expect(ratings).to_contain_text(tablet.say("%(number)s today", number=number))
        expect(ratings).to_contain_text(told)
    tablet.look("ratings saved")


def agree_and_end(tablet: Tablet) -> None:
    tablet.write("The next step", NEXT_STEP)
    tablet.submit("Save the next step")
    expect(tablet.field("The next step")).to_have_value(NEXT_STEP)
    tablet.follow("Sheet for the family")
    tablet.look("sheet for the family")
    tablet.page.emulate_media(media="print")
    sheet = tablet.page.locator("body")
    expect(sheet).to_contain_text("See my brother every week")
    expect(sheet).to_contain_text(NEXT_STEP)
    expect(tablet.page.locator("header.top")).to_be_hidden()
    assert "PHQ" not in sheet.inner_text()
    assert "2041" not in sheet.inner_text()
    tablet.look("sheet for the family on paper")
    tablet.page.emulate_media(media="screen")
    tablet.follow("Back to the visit")
    tablet.submit_surely("End the visit", "End the visit? Press again.")
    expect(tablet.button("End the visit")).to_have_count(0)
    tablet.look("ended visit")


def see_the_picture(tablet: Tablet) -> None:
    """Each person's line for each goal, and the same numbers as a table."""
    tablet.tab("Picture")
    page = tablet.page
    for goal in ("See my brother every week", "Sleep through the night"):
        article = page.locator("article").filter(has_text=goal).first
        expect(article.locator("svg .line")).to_have_count(2)
        article.locator("summary").first.tap()
        rows = article.get_by_role("row")
        for called, number in (("T.", "6"), ("Mamma", "3")):
            expect(rows.filter(has_text=called).filter(has_text=number).first).to_be_visible()
    tablet.look("picture after")


def summary_for_the_group(tablet: Tablet, product: Product) -> None:
    """Ordered with a preview of what leaves, made by the worker process, downloaded, and nothing too much in it."""
    order(tablet, "Case overview, municipal edition", look=True)
    preview = tablet.page.locator("#preview")
    for text in ("See my brother every week", NEXT_STEP, GAP, MEASURE):
        expect(preview).to_contain_text(text)
    tablet.submit("Order this package")
    tablet.look("package ordered")
    product.start("work")
    text = downloaded(tablet)
    tablet.look("package done")
    for wanted in ("2041", "See my brother every week", "Sleep through the night", NEXT_STEP, GAP, MEASURE):
        assert wanted in text
    for never in ("Moderate", "More than half", "Several days", "Total", "difficult", "question 9", "laugh", "Mamma"):
        assert never not in text, never


def own_copy(tablet: Tablet) -> None:
    """The worker's own copy has every answer, what was left open, the note, and the score with its band."""
    tablet.open_case(2041)
    order(tablet, "The worker's own copy")
    tablet.submit("Order this package")
    text = downloaded(tablet)
    for wanted in ("More than half the days", "Several days", "Not at all", "laugh", "Moderate", "11", "phq-9 1.0.0"):
        assert wanted in text, wanted
    assert tablet.say("Would rather not say") in text


def order(tablet: Tablet, title: str, look: bool = False) -> None:
    """To whom and why, as far as the preview."""
    tablet.tab("Shares")
    tablet.leave_by(tablet.page.get_by_role("link").filter(has_text=tablet.say(title)))
    tablet.write("What they need it for", "To agree who does what until Easter")
    tablet.page.get_by_role("radio").first.check()
    tablet.write("Why this much is needed, and not less", "The group divides the work between the services")
    if look:
        tablet.look("order a package")
    tablet.submit("Show what will leave")
    if look:
        tablet.look("preview of a package")


def downloaded(tablet: Tablet) -> str:
    """Wait for the worker process, download the PDF, and give its words."""
    download = tablet.link("Download the PDF")
    expect(download).to_be_visible(timeout=60_000)
    with tablet.page.expect_download() as started:
        download.tap()
    assert "2041" not in started.value.suggested_filename
    return text_of(started.value.path())


def text_of(pdf: Path) -> str:
    """The words of a PDF, with single spaces."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())

"""From an empty install to a finished interview, with nothing but the printed link and the web pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TABLETS
from tests.browser.phone import Phone
from tests.browser.product import Product
from tests.browser.tablet import Tablet
from tests.browser.visiting import begin

pytestmark = pytest.mark.needs_chromium

PASSWORD = "three geese over the fjord"
GOAL = "Komme på jobb hver dag"
TITLE = "Generalised Anxiety Disorder scale (GAD-7)"


@dataclass
class Town:
    """The installation, and a tablet for each who has come in."""

    product: Product
    new_tablet: Callable[[], Tablet]
    phones: dict[str, Phone] = field(default_factory=dict)

    def join(self, link: str, look: bool = False) -> Tablet:
        """Follow an invitation: a password, the phone connected by its secret, the recovery codes kept."""
        tablet = self.new_tablet()
        tablet.go(link)
        tablet.speak()
        if look:
            tablet.look("invitation")
        tablet.page.locator("input[name=password]").fill(PASSWORD)
        tablet.page.locator("input[name=again]").fill(PASSWORD)
        tablet.submit("Go on")
        tablet.speak()
        if look:
            tablet.look("connect your phone")
        phone = Phone(tablet.page.locator("#totp-secret").inner_text().strip())
        tablet.page.locator("input[name=code]").fill(phone.next_code())
        tablet.submit("Connect")
        if look:
            tablet.look("recovery codes")
        expect(tablet.page.locator(".codes li")).to_have_count(10)
        tablet.follow("I have kept them")
        expect(tablet.button("Sign out")).to_be_visible()
        return tablet


@pytest.mark.parametrize(("size", "language"), TABLETS)
def test_empty_install(
    empty_product: Product, opener: Callable[..., Tablet], size: tuple[int, int], language: str
) -> None:
    town = Town(empty_product, lambda: opener(empty_product.url, size, language))
    link = empty_product.command("install", "--unit", "Nyvik", "--username", "anna", "--name", "Anna Administrator")
    admin = town.join(link.strip(), look=True)
    admin.look("first page of the administrator")
    make_services(admin, "Skole", "Barnevern")
    links = {
        "cora": invite(admin, "cora", "Cora Koordinator", "Coordinator"),
        "una": invite(admin, "una", "Una Utøver", "Practitioner", "Skole"),
        "ulf": invite(admin, "ulf", "Ulf Utøver", "Practitioner", "Skole", look=True),
    }
    cora = town.join(links["cora"])
    una = town.join(links["una"])
    town.join(links["ulf"])
    admin.go("/staff/")
    expect(admin.page.get_by_text(admin.say("not signed in yet"))).to_have_count(0)
    admin.look("staff")
    admin.leave_by(admin.page.get_by_role("link", name=re.compile("Ulf Utøver")))
    admin.look("a colleague")
    open_a_case(cora)
    the_used_link_is_over(town, links["una"])
    plan_and_lead(una)


def make_services(admin: Tablet, *names: str) -> None:
    admin.follow("Services")
    admin.look("no services yet")
    for name in names:
        admin.write("Name of the service", name)
        admin.submit("Add the service")
        expect(admin.page.locator("ul.list")).to_contain_text(name)
    admin.look("services")


def invite(admin: Tablet, username: str, name: str, role: str, service: str = "", look: bool = False) -> str:
    """Make a colleague, and read the link that is shown once."""
    admin.go("/staff/")
    admin.follow("Invite a colleague")
    admin.write("Name to sign in with", username)
    admin.write("Full name", name)
    admin.write("Initials", "".join(part[0] for part in name.split()))
    admin.page.locator("label", has_text=re.compile(f"^\\s*{admin.say(role)}\\s*$")).tap()
    if service:
        admin.field("Service").select_option(label=service)
    if look:
        admin.look("invite a colleague")
    admin.submit("Make the invitation")
    if look:
        admin.look("invitation made")
    return admin.page.locator("#link").input_value()


def open_a_case(cora: Tablet) -> None:
    """The coordinator opens a case and adds the family and the pair of workers."""
    cora.follow("Cases")
    cora.look("no cases yet")
    cora.submit("Open a new case")
    cora.go("/cases/")
    cora.open_case(1001)
    cora.tab("People")
    cora.look("empty people")
    for called, part in (("E.", "The person followed"), ("Pappa", "Parent")):
        if not cora.field("Called").is_visible():
            cora.page.locator("summary", has_text=cora.say("Add a person")).tap()
        cora.write("Called", called)
        cora.field("Who is it?").select_option(label=cora.say(part))
        cora.submit("Add")
        expect(cora.page.get_by_role("region", name=cora.say("The family"))).to_contain_text(called)
    for worker in ("Skole: Una Utøver", "Skole: Ulf Utøver"):
        cora.field("Worker").select_option(label=worker)
        cora.submit("Put on the case")
    expect(cora.page.get_by_text(cora.say("one worker; there should be two"))).to_have_count(0)
    cora.look("people and the pair")
    cora.tab("Log")
    cora.look("log")


def the_used_link_is_over(town: Town, link: str) -> None:
    late = town.new_tablet()
    with late.expecting("404 (Not Found)"):
        late.go(link)
        late.speak()
        expect(late.heading("This invitation does not work any more")).to_be_visible()
    late.look("invitation that is over")


def plan_and_lead(una: Tablet) -> None:
    """A worker writes a goal, plans a visit for today, starts it, and leads GAD-7 to its end."""
    una.go("/")
    una.open_case(1001)
    una.tab("Plan")
    una.look("empty plan")
    if not una.field("The goal, in the family's own words").is_visible():
        una.page.locator("summary", has_text=una.say("Add a goal")).tap()
    una.write("The goal, in the family's own words", GOAL)
    una.submit("Save the goal")
    expect(una.page.locator("main")).to_contain_text(GOAL)
    una.tab("Visits")
    una.look("empty visits")
    una.write("Time", "23:59")
    una.submit("Plan the visit")
    una.look("visit planned")
    una.go("/")
    una.follow("Start the visit of case %(number)s", number=1001)
    una.page.locator("label.box", has_text="E.").tap()
    una.submit("Start")
    una.submit("I have said this")
    guide = begin(una, TITLE)
    for item, words in zip(("q1", "q2", "q3", "q4", "q5", "q6", "q7"), ["Nearly every day"] * 7, strict=True):
        while not guide.question(item).is_visible():
            guide.next()
            una.page.wait_for_timeout(50)
        guide.choose(item, words)
    guide.saved()
    una.look("gad-7 answered")
    while not una.button("Look through").is_visible():
        guide.next()
        una.page.wait_for_timeout(50)
    guide.review()
    una.submit("Finish")
    expect(una.page.get_by_role("region", name=una.say("What it may mean"))).to_contain_text(
        una.say("%(value)s on a scale from %(low)s to %(high)s", value=21, low=0, high=21)
    )
    una.look("gad-7 finished")
    una.follow("Correct something")
    una.look("correct something")
    una.follow("Cancel")
    una.follow("This was about the wrong person")
    una.look("wrong person")

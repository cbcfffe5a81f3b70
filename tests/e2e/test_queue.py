"""A trainer gives calls to reviewers, by hand and by a plan; a reviewer sees why, reviews one, and goes on."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk, Mashov
from tests.e2e.test_access import findings_day_and_night
from tests.e2e.test_rubrics import trainer

SitDown = Callable[..., Desk]
#: The call that is given, and whom to, by language.
GIVEN = {
    "he": ("he-card-missing-abroad.opus", "noa", "נועה ברק"),
    "en": ("en-oven-does-not-heat.opus", "emma", "Emma Clark"),
}
PLANS = {"he": "דגימה שבועית", "en": "Weekly sample"}


@pytest.fixture(autouse=True)
def his_own_language(mashov: Mashov, sit_down: SitDown) -> Iterator[None]:
    """The trainer's page is in Hebrew again for whoever comes next."""
    yield
    sit_down("he").sign_in("yoav").reads("he")


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_call_is_given_reviewed_and_left_for_the_next_one(sit_down: SitDown, language: str) -> None:
    file_name, mailbox, name = GIVEN[language]
    lead = trainer(sit_down, language)
    call = lead.mashov.call(file_name)
    _give(lead, file_name, name)
    lead.open("/queue/team")
    expect(lead.page.get_by_role("row", name=re.compile(name))).to_be_visible()
    expect(lead.page.locator(f'ol a[href="/calls/{call["id"]}"]')).to_be_visible()

    desk = sit_down(language).sign_in(mailbox).open("/queue")
    row = desk.page.get_by_role("listitem").filter(has=desk.page.locator(f'a[href="/calls/{call["id"]}"]'))
    expect(row.get_by_text(desk.t("queue:why.by_hand", name="יואב שני"))).to_be_visible()
    desk.page.get_by_role("button", name=desk.t("queue:next_first")).click()
    desk.page.wait_for_url(re.compile(r"/calls/\w{16}"))
    desk.open(f"/calls/{call['id']}")
    note = desk.page.get_by_role("region", name=desk.t("queue:note.label"))
    expect(note.get_by_text(desk.t("queue:note.mine"))).to_be_visible()
    evaluation = desk.decide_the_rest(call["id"])
    desk.page.reload()
    desk.page.get_by_role("button", name=desk.t("workbench:decide.submit")).click()
    expect(note.get_by_text(desk.t("queue:note.done"))).to_be_visible()
    queue = desk.api("GET", "/api/queue")
    note.get_by_role("button", name=desk.t("queue:next")).click()
    if queue["items"] or queue["pool"] or queue["counts"]["waiting"]:
        desk.page.wait_for_url(re.compile(rf"/calls/(?!{call['id']})\w{{16}}"))
    else:
        expect(desk.page.get_by_text(desk.t("queue:nothing_next"))).to_be_visible()
    left = desk.api("GET", f"/api/assignments?call_id={call['id']}")["items"]
    assert [one["state"] for one in left] == ["done"]
    assert evaluation["id"] == desk.mashov.call(file_name)["evaluation"]["id"]


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_plan_is_tried_saved_and_run(sit_down: SitDown, language: str) -> None:
    _file, _mailbox, name = GIVEN[language]
    desk = trainer(sit_down, language).open("/queue/plans/new")
    page, t = desk.page, desk.t
    page.get_by_label(t("queue:form.name")).fill(PLANS[language])
    page.get_by_role("checkbox", name=name).check()
    page.get_by_role("combobox", name=t("queue:form.add_target")).click()
    page.get_by_role("option", name=t("queue:form.target.could_flip")).click()
    page.get_by_label(t("queue:form.week")).fill("2026-11-17")
    page.get_by_role("button", name=t("queue:form.preview")).click()
    expect(page.get_by_role("heading", name=t("queue:draw.preview_title"))).to_be_visible()
    assert PLANS[language] not in str(desk.api("GET", "/api/assignment-plans")), "a preview keeps nothing"
    page.get_by_role("button", name=t("queue:form.save")).click()
    page.wait_for_url(re.compile(r"/queue/plans/\w{16}"))
    page.get_by_label(t("queue:form.week")).fill("2026-11-17")
    page.get_by_role("button", name=t("queue:form.run")).click()
    expect(page.get_by_role("heading", name=t("queue:draw.run_title"))).to_be_visible()
    again = page.url.rsplit("/", 1)[1]
    drawn = desk.api("POST", f"/api/assignment-plans/{again}/run", data={"week": "2026-W47"})
    assert drawn["calls"] == 0, "running again adds nothing"
    desk.open("/queue/plans")
    expect(page.get_by_role("link", name=PLANS[language])).to_be_visible()


@pytest.mark.parametrize("language", ["he", "en"])
def test_axe_finds_nothing_on_the_queues_and_nothing_is_too_wide(sit_down: SitDown, language: str) -> None:
    desk = trainer(sit_down, language)
    found = []
    for path in ("/queue", "/queue/team", "/queue/plans", "/queue/plans/new", "/calls"):
        desk.open(path)
        desk.page.get_by_role("heading").first.wait_for()
        found += findings_day_and_night(desk)
        wider = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path
    assert found == []


def _give(desk: Desk, file_name: str, name: str) -> None:
    """Tick the call in the list and give it to somebody by the bar below."""
    desk.open("/calls")
    desk.page.get_by_role("checkbox", name=desk.t("queue:bulk.choose", name=file_name)).check()
    bar = desk.page.get_by_role("region", name=desk.t("queue:bulk.label"))
    bar.get_by_role("combobox", name=desk.t("queue:bulk.to")).click()
    desk.page.get_by_role("option", name=name).click()
    bar.get_by_role("button", name=desk.t("queue:bulk.assign"), exact=True).click()
    expect(bar.get_by_text(desk.t("queue:bulk.given_one"))).to_be_visible()

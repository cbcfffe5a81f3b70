"""A trainer lands on the board of a cohort, makes a programme for another, and hears a call of whoever needs it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.desk import Desk, Mashov, Sight, desk_at
from tests.e2e.remembering import TRAINER
from tests.e2e.test_access import findings, findings_day_and_night
from tests.e2e.training import COHORT, OFFICE, board_of, training, workshop

Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mashov]:
    """Weeks of calls until today, in a Mashov of their own."""
    with training(tmp_path_factory.mktemp("trained")) as running:
        yield running


@pytest.fixture
def sit(trained: Mashov, chromium: Browser) -> Iterator[Sit]:
    """Gives a window in which a trainer of that language has signed in, or somebody else."""
    opened: list[Desk] = []

    def sit_at(language: str, mailbox: str | None = None) -> Desk:
        opened.append(desk_at(trained, chromium, Sight(language)).sign_in(mailbox or TRAINER[language]))
        return opened[-1].reads(language)

    yield sit_at
    for desk in opened:
        desk.context.close()
        assert desk.complaints == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_axe_finds_nothing_and_no_screen_is_wider_than_its_window(sit: Sit, language: str) -> None:
    desk = sit(language)
    board = board_of(desk, language)
    programme = desk.api("GET", "/api/programmes")[0]["id"]
    found, wide = [], []
    for path in (board, "/programmes/all", f"/programmes/all/{programme}", "/programmes/all/new"):
        desk.open(path).page.get_by_role("heading", level=1).wait_for()
        found += findings_day_and_night(desk)
        if desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    assert found == []
    assert wide == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_trainer_makes_a_programme_and_its_cohort(sit: Sit, language: str) -> None:
    desk = sit(language).open("/programmes/all/new")
    page, t = desk.page, desk.t
    name, cohort = f"תוכנית {language}", f"מחזור {language}"
    page.get_by_label(t("programmes:form.name")).fill(name)
    page.get_by_role("combobox", name=t("programmes:form.add_target")).click()
    page.get_by_role("option").first.click()
    page.locator("fieldset").first.get_by_role("textbox").first.fill("75")
    due = t("programmes:form.due_in", kind=t("programmes:due.acknowledge"), stage=t("programmes:stage.practice"))
    page.get_by_label(due).fill("4")
    page.get_by_role("button", name=t("programmes:form.save")).click()
    page.wait_for_url(re.compile(r"/programmes/all/(?!new)\w+$"))
    page.get_by_role("button", name=t("programmes:cohorts.add")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(t("programmes:cohorts.name")).fill(cohort)
    dialog.get_by_label(t("programmes:cohorts.day0")).fill(str(workshop()))
    dialog.get_by_label(t("programmes:cohorts.people")).first.click()
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name=t("programmes:form.save")).click()
    page.get_by_role("link", name=cohort).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(cohort)
    made = next(one for one in desk.api("GET", "/api/programmes") if one["name"] == name)
    assert [target["share"] for target in made["targets"]] == [0.75]
    assert made["dues"] == [{"stage": "practice", "kind": "acknowledge", "count": 4}]
    assert [(one["name"], one["members"]) for one in made["cohorts"]] == [(cohort, 1)]


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_trainer_lands_on_a_board_and_goes_to_a_call(sit: Sit, language: str) -> None:
    desk = sit(language)
    board = board_of(desk, language)
    desk.open("/").page.wait_for_url(re.compile(r"/programmes/\w+$"))
    page, t = desk.open(board).page, desk.t
    expect(page.get_by_role("heading", level=1)).to_have_text(COHORT[language])
    expect(page.locator("[aria-current=step]")).to_contain_text(t("programmes:stage.practice"))
    told = desk.api("GET", f"/api/cohorts/{board.rsplit('/', 1)[1]}/board")
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(len(told["members"]) + 1)
    needs = page.get_by_role("region", name=t("programmes:needs.title"))
    first = next(
        row["person"]["name"] for row in told["members"] if row["person"]["id"] == told["needs"][0]["person_id"]
    )
    expect(needs.locator("ol > li").first).to_contain_text(first)
    needs.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/calls/\w+$"))


@pytest.mark.parametrize("language", ["he", "en"])
def test_people_are_brought_from_a_file_that_is_looked_at_first(sit: Sit, language: str, tmp_path: Path) -> None:
    desk = sit(language, mailbox=OFFICE).open("/people")
    page, t = desk.page, desk.t
    page.get_by_role("link", name=t("peopleimport:open")).click()
    file = tmp_path / "people.csv"
    file.write_text(f"דואר,שם,תפקיד\n{language}1@example.com,דנה,נציגה\nnobody,=1+1,מלכה\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name=t("peopleimport:problems_other", count=3))).to_be_visible()
    expect(page.get_by_role("cell", name=t("peopleimport:problem.bad_email"))).to_be_visible()
    assert findings(desk) == []
    file.write_text(f"דואר,שם,תפקיד\n{language}1@example.com,דנה,נציגה\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name=t("peopleimport:take_one")).click()
    expect(page.get_by_role("heading", name=t("peopleimport:first.title"))).to_be_visible()
    assert findings(desk) == []
    with page.expect_download() as taken:
        page.get_by_role("button", name=t("peopleimport:first.keep")).click()
    assert f"{language}1@example.com" in taken.value.path().read_text("utf-8-sig")
    assert any(one["email"] == f"{language}1@example.com" for one in desk.api("GET", "/api/people"))

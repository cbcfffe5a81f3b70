"""A trainer coaches on what calls show, the agent hears it and answers, and the next calls close what was agreed."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.coaching import AGENT, WORDS, coaching, next_calls, prepared, suggested
from tests.e2e.desk import Desk, Mashov, Sight, desk_at
from tests.e2e.remembering import TRAINER
from tests.e2e.test_access import findings_day_and_night

Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mashov]:
    """Weeks of calls, in a Mashov of their own."""
    with coaching(tmp_path_factory.mktemp("coached")) as running:
        yield running


@pytest.fixture
def sit(remembered: Mashov, chromium: Browser) -> Iterator[Sit]:
    """Gives a window in which the trainer, or the agent on a phone, of that language sits."""
    opened: list[Desk] = []

    def sit_at(language: str, who: str) -> Desk:
        sight = Sight(language, phone=who == "agent")
        mailbox = AGENT[language][1] if who == "agent" else TRAINER[language]
        opened.append(desk_at(remembered, chromium, sight).sign_in(mailbox))
        return opened[-1]

    yield sit_at
    for desk in opened:
        desk.context.close()
        assert desk.complaints == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_from_a_suggestion_to_an_agreement_that_closes_itself(sit: Sit, remembered: Mashov, language: str) -> None:
    trainer, words = sit(language, "trainer"), WORDS[language]
    page, t = trainer.page, trainer.t
    trainer.open(f"/coaching?weeks=12&agent={suggested(trainer, language)['agent']['id']}")
    card = page.get_by_role("listitem").filter(has_text=AGENT[language][0]).first
    card.get_by_role("button", name=t("coaching:hear")).first.click()
    expect(card.get_by_role("button", name=t("sound:pause"))).to_be_visible()
    card.get_by_role("button", name=t("coaching:coach_this")).click()
    expect(page).to_have_url(re.compile(r"/coaching/sessions/\w+$"))
    session_id = page.url.rsplit("/", 1)[1]
    page.get_by_label(t("coaching:went_well_label")).fill(words["well"])
    page.get_by_label(t("coaching:agenda_label")).fill(words["agenda"])
    page.get_by_label(t("coaching:note_label")).fill(words["note"])
    page.get_by_label(t("coaching:action.needed")).fill("2")
    page.get_by_label(t("coaching:action.out_of")).fill("3")
    page.get_by_role("button", name=t("coaching:step.share")).click()
    expect(page.get_by_text(t("coaching:stepped.share"))).to_be_visible()

    agent = sit(language, "agent").open("/my-coaching")
    own = agent.page
    own.get_by_role("link", name=t("coaching:mine.open")).first.click()
    expect(own).to_have_url(re.compile(f"/my-coaching/{session_id}$"))
    expect(own.get_by_text(words["well"])).to_be_visible()
    expect(own.get_by_text(words["note"])).to_have_count(0)
    own.get_by_role("button", name=t("coaching:hear")).first.click()
    expect(own.get_by_role("button", name=t("sound:pause")).first).to_be_visible()
    own.get_by_label(t("coaching:mine.words")).fill(words["own"])
    own.get_by_role("button", name=t("coaching:mine.keep")).click()
    expect(own.get_by_text(t("coaching:mine.kept"))).to_be_visible()

    page = trainer.open(f"/coaching/sessions/{session_id}").page
    expect(page.get_by_text(words["own"])).to_be_visible()
    page.get_by_role("button", name=t("coaching:step.hold")).click()
    expect(page.get_by_text(t("coaching:stepped.hold"))).to_be_visible()
    own.reload()
    own.get_by_role("button", name=t("coaching:mine.acknowledge")).click()
    expect(own.get_by_text(t("coaching:mine.acknowledged"))).to_be_visible()

    (action,) = trainer.api("GET", f"/api/coaching/sessions/{session_id}")["actions"]
    next_calls(remembered, language, action["question_id"], "+-+")
    met = t("coaching:standing.met", done=2, seen=3)
    expect(trainer.open(f"/coaching/sessions/{session_id}").page.get_by_text(met)).to_be_visible()
    well = agent.open("/my-coaching").page.get_by_role("region", name=t("coaching:mine.well"))
    expect(well.get_by_text(met)).to_be_visible()
    told = trainer.api("GET", "/api/notices")["items"]
    assert {"coaching_met", "coaching_acknowledged"} <= {one["kind"] for one in told}


@pytest.mark.parametrize("language", ["he", "en"])
def test_axe_finds_nothing_and_no_screen_is_wider_than_its_window(sit: Sit, remembered: Mashov, language: str) -> None:
    trainer = sit(language, "trainer")
    kept = prepared(trainer, language, held=False)
    agent = sit(language, "agent")
    found, wide = [], []
    for desk, path in (
        (trainer, "/coaching?weeks=12"),
        (trainer, "/coaching/tasks"),
        (trainer, "/coaching/sessions"),
        (trainer, f"/coaching/sessions/{kept['id']}"),
        (agent, "/my-coaching"),
        (agent, f"/my-coaching/{kept['id']}"),
    ):
        desk.open(path).page.get_by_role("heading").first.wait_for()
        found += findings_day_and_night(desk)
        if desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    assert found == []
    assert wide == []

"""What nobody held is told from what was: in the list, on its page, beside figures, and on the agent's own page."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from qa.demo import programme
from qa.demo.programme.cast import DEMO_DOMAIN
from qa.migrations import upgrade
from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.e2e.desk import Desk, Mashov, Sight, desk_at
from tests.e2e.remembering import TRAINER, remembering
from tests.e2e.test_access import findings
from tests.integration.web import PASSWORD

Sit = Callable[..., Desk]
_AGENT = {"he": "agent1", "en": "agent3"}


def simulated(config: Settings) -> None:
    """The people who look at them, and the simulated weeks."""
    upgrade(config)
    database = Database(config.database)
    asker = Principal("system", Role.ADMINISTRATOR)
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        for role, mailboxes in ((Role.TRAINER, TRAINER), (Role.AGENT, _AGENT)):
            for language, mailbox in mailboxes.items():
                wish = NewPerson(name=mailbox.title(), email=f"{mailbox}@{DEMO_DOMAIN}", role=role, password=PASSWORD)
                add_person(unit.session, asker, wish).interface_language = language
    programme.load(database, config)
    database.dispose()


@pytest.fixture(scope="module")
def mashov(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mashov]:
    """A Mashov that has only them."""
    with remembering(tmp_path_factory.mktemp("simulated"), simulated) as running:
        yield running


@pytest.fixture
def sit(mashov: Mashov, chromium: Browser) -> Iterator[Sit]:
    """Gives a window in which somebody looks at an address."""
    opened: list[Desk] = []

    def sit_at(language: str, path: str, mailbox: str | None = None) -> Desk:
        desk = desk_at(mashov, chromium, Sight(language)).sign_in(mailbox or TRAINER[language])
        opened.append(desk)
        return desk.open(path)

    yield sit_at
    for desk in opened:
        desk.context.close()
        assert desk.complaints == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_trainer_tells_simulated_calls_from_real_ones(sit: Sit, language: str) -> None:
    desk = sit(language, "/calls")
    badge = desk.page.get_by_text(desk.t("simulated:badge"), exact=True)
    badge.first.wait_for()
    assert findings(desk) == []
    desk.open("/calls?simulated=false")
    expect(desk.page.get_by_role("combobox", name=desk.t("simulated:filter.label"))).to_have_value(
        desk.t("simulated:filter.false")
    )
    expect(badge).to_have_count(0)
    desk.open("/calls?simulated=true")
    desk.page.get_by_role("link", name=re.compile("^simulated-call-")).first.click()
    desk.page.get_by_text(desk.t("simulated:call_title")).wait_for()
    expect(badge.first).to_be_visible()
    expect(desk.page.get_by_role("slider", name=desk.t("workbench:waveform.position"))).to_have_count(0)
    assert findings(desk) == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_figures_say_that_they_contain_simulated_calls_and_leave_them_out(sit: Sit, language: str) -> None:
    desk = sit(language, "/insights")
    note = desk.page.get_by_role("note")
    note.wait_for()
    assert findings(desk) == []
    note.get_by_role("button", name=desk.t("simulated:leave_out")).click()
    expect(note).to_contain_text(desk.t("simulated:left_out"))
    assert "simulated=false" in desk.page.url
    note.get_by_role("button", name=desk.t("simulated:take_in")).click()
    expect(note.get_by_role("button", name=desk.t("simulated:leave_out"))).to_be_visible()


@pytest.mark.parametrize("language", ["he", "en"])
def test_an_agent_reads_simulated_feedback_and_is_told_that_there_is_nothing_to_hear(sit: Sit, language: str) -> None:
    desk = sit(language, "/feedback", _AGENT[language])
    desk.page.get_by_role("main").get_by_role("link").first.click()
    desk.page.get_by_text(desk.t("simulated:call_title")).wait_for()
    assert findings(desk) == []

"""The language book as people use it: agents read, star and print it; trainers write it, try it out and publish it."""

import re
from collections.abc import Callable, Iterator

import pypdfium2
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Locator, expect

from qa.calls.tables import Call
from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from tests.e2e.desk import Desk, Mashov, Sight, desk_at
from tests.e2e.remembering import TRAINER, give_sound, remembering, until_now
from tests.e2e.test_access import findings_day_and_night
from tests.integration.web import PASSWORD

Sit = Callable[..., Desk]
AGENT = {"he": "noga", "en": "ella"}
#: A word to look up, and an entry that is found by it and by no other word of its kind.
ASKED = {"he": ("בהמתנה", "לקוח חיכה זמן רב"), "en": ("waiting", "Coming back to the customer after a hold")}
STARRED = {"he": "איזו שמחה, מזל טוב", "en": "how wonderful, congratulations to you"}
TYPED = {
    "he": ("לקוח מבקש להבין חשבונית", "החשבונית האחרונה", "אני מבין/מבינה כמה זה מתסכל"),
    "en": ("A customer asks about an invoice", "my last invoice", "I understand how frustrating this is"),
}
_LANGUAGE = {"he": "language.he", "en": "language.en"}


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mashov]:
    """Weeks of calls in a Mashov of their own, and somebody who answers them."""
    with remembering(tmp_path_factory.mktemp("book"), until_now) as running:
        database = Database(Settings(data=running.data).database)
        with database.write() as unit:
            for language, mailbox in AGENT.items():
                wish = NewPerson(
                    name=mailbox, email=f"{mailbox}@demo.mashov.example", role=Role.AGENT, password=PASSWORD
                )
                asker = Principal("system", Role.ADMINISTRATOR)
                add_person(unit.session, asker, wish).interface_language = language
            give_sound(Settings(data=running.data), unit.session.scalars(sa.select(Call.id)))
        database.dispose()
        yield running


@pytest.fixture
def sit(remembered: Mashov, chromium: Browser) -> Iterator[Sit]:
    """Gives a window in which somebody looks at an address."""
    opened: list[Desk] = []

    def sit_at(language: str, mailbox: str, path: str, *, phone: bool = False) -> Desk:
        opened.append(desk_at(remembered, chromium, Sight(language, phone=phone)).sign_in(mailbox))
        return opened[-1].open(path)

    yield sit_at
    for desk in opened:
        desk.context.close()
        assert desk.complaints == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_axe_finds_nothing_and_no_screen_is_wider_than_its_window(sit: Sit, language: str) -> None:
    trainer = sit(language, TRAINER[language], "/book")
    if not trainer.page.request.get(f"{trainer.mashov.address}/api/book/draft").ok:
        trainer.api("POST", "/api/book/draft")
    found = []
    phone = sit(language, AGENT[language], "/book", phone=True)
    for desk, paths in (
        (trainer, ("/book", "/book/history", "/book/edit?entry=repeat-call", "/book/edit?new=principle")),
        (phone, ("/book", "/book/history")),
    ):
        for path in paths:
            desk.open(path).page.get_by_role("heading").first.wait_for()
            found += findings_day_and_night(desk)
            if desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{path} is wider than its window")
    trainer.open("/book").page.get_by_role("button", name=trainer.t("book:print.open")).click()
    trainer.page.get_by_role("dialog").wait_for()
    found += findings_day_and_night(trainer)
    assert found == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_an_agent_looks_something_up_keeps_a_sentence_and_takes_it_away_on_paper(sit: Sit, language: str) -> None:
    desk = sit(language, AGENT[language], "/book", phone=True)
    page, t = desk.page, desk.t
    expect(page.get_by_role("link", name=t("book:edit.open"), exact=True)).to_have_count(0)
    asked, title = ASKED[language]
    page.get_by_label(t("book:search.label")).fill(asked)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_label(t("book:search.label")).fill("")
    expect(page.get_by_text(t("book:doing.none")).first).to_be_visible()  # nobody called this agent yet
    expect(page.get_by_role("link", name=t("book:doing.drill")).first).to_be_visible()

    star = page.get_by_role("button", name=t("book:star", say=STARRED[language]), exact=True)
    star.press("Enter")
    kept = page.get_by_role("button", name=t("book:unstar", say=STARRED[language]), exact=True)
    expect(kept).to_have_attribute("aria-pressed", "true")
    page.get_by_role("switch", name=t("book:only_starred")).check()
    expect(page.get_by_role("heading", level=3)).to_have_count(1)
    page.get_by_role("button", name=t("book:print.open")).click()
    with page.expect_download() as coming:
        page.get_by_role("dialog").get_by_role("link", name=t("book:print.take")).click()
    with pypdfium2.PdfDocument(coming.value.path()) as document:
        assert len(document) == 1
    other = sit(language, TRAINER[language], "/book")
    expect(other.page.get_by_role("heading", level=1)).to_be_visible()
    assert other.api("GET", "/api/book")["stars"] == []


#: Notes on the page where in a recording something first sounds, in milliseconds.
_NOTES_SOUND = """() => {
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    this.addEventListener("timeupdate", () => {
      if (this.currentTime > 0) document.body.dataset.heard ??= String(Math.round(this.currentTime * 1000));
    });
    return play.call(this);
  };
}"""


def hears_it_there(desk: Desk, moment: Locator) -> None:
    """The moment is heard where it is told of, from its own place in the call on, and falls silent by itself."""
    link = moment.get_by_role("link")
    expect(link).to_have_attribute("href", re.compile(r"^/calls/\w+\?t=\d+$"))
    begins_ms = int((link.get_attribute("href") or "").rsplit("=", 1)[1])
    desk.page.evaluate(_NOTES_SOUND)
    hear = moment.get_by_role("button", name=desk.t("book:trial.hear_named", quote="").strip())
    hear.click()
    body = desk.page.locator("body")
    expect(body).to_have_attribute("data-heard", re.compile(r"^\d+$"), timeout=30_000)
    expect(hear).to_be_visible(timeout=30_000)
    expect(moment.get_by_role("alert")).to_have_count(0)
    assert int(body.get_attribute("data-heard") or 0) >= begins_ms - 1000


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_trainer_writes_a_situation_sees_where_it_was_said_and_publishes_it(sit: Sit, language: str) -> None:
    desk = sit(language, TRAINER[language], "/book/edit")
    page, t = desk.page, desk.t
    begin = page.get_by_role("button", name=t("book:edit.none.begin"))
    expect(begin.or_(page.get_by_role("button", name=t("book:edit.add"), exact=True))).to_be_visible()
    if begin.is_visible():
        begin.click()
    page.get_by_role("button", name=t("book:edit.add"), exact=True).click()
    page.get_by_role("menuitem", name=t("book:add.situation")).click()
    title, trigger, answer = TYPED[language]
    page.get_by_label(t("book:field.title"), exact=True).fill(title)
    for field, said in (("triggers", trigger), ("sentences", answer)):
        group = page.get_by_role("group", name=t(f"book:field.{field}"))
        group.get_by_role("button", name=t("book:edit.add_line")).click()
        group.get_by_role("textbox").first.fill(said)
    linter = page.get_by_role("region", name=t("book:lint.title"))
    expect(linter.get_by_text(t("book:lint.title_missing"))).to_have_count(1)  # in the other language
    trial = page.get_by_role("region", name=t("book:trial.title"))
    trial.get_by_role("combobox").select_option("26")
    expect(trial.get_by_role("listitem").first).to_be_visible()
    told = [trial.get_by_text(t(f"book:trial.{said}"), exact=True) for said in ("answered", "unanswered")]
    expect(told[0].or_(told[1]).first).to_be_visible()
    expect(trial.get_by_text(t("book:trial.sense_uncounted"))).to_be_visible()  # no question counts it yet
    hears_it_there(desk, trial.get_by_role("listitem").first)

    other = "en" if language == "he" else "he"
    page.get_by_role("tab", name=t(f"book:{_LANGUAGE[other]}")).click()
    page.get_by_label(t("book:field.title"), exact=True).fill(TYPED[other][0])
    page.get_by_role("button", name=t("book:edit.keep")).click()
    expect(page.get_by_text(t("book:edit.kept"))).to_be_visible()
    page.get_by_role("button", name=t("book:publish.open"), exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(title)).to_be_visible()
    dialog.get_by_label(t("book:publish.note")).fill(title)
    dialog.get_by_role("button", name=t("book:publish.yes"), exact=True).click()

    agent = sit(language, AGENT[language], "/book")
    expect(agent.page.get_by_role("heading", name=title)).to_be_visible()
    agent.page.get_by_role("link", name=agent.t("book:history.open")).click()
    agent.page.get_by_role("button", name=agent.t("book:history.show")).first.click()
    expect(agent.page.get_by_role("listitem").get_by_text(title).first).to_be_visible()

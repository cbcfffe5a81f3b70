"""Pictures of every screen, in both languages and both colour schemes: `python -m tests.e2e.gallery [FOLDER]`.

It starts a Mashov of its own, lets it hear the demo calls, and looks at it. The README's picture is one of these.
"""

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import chain, product
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.coaching import coaching
from tests.e2e.coaching import scenes as coached
from tests.e2e.desk import CLONE, Desk, Mashov, Sight, debians_chromium, desk_at, started
from tests.e2e.disputing import READS, SECOND, WORDS, dispute_something
from tests.e2e.learning import beside_each_other
from tests.e2e.learning import scenes as learning
from tests.e2e.measuring import scenes as measured
from tests.e2e.practising import scenes as practising
from tests.e2e.remembering import PERIOD, remembering
from tests.e2e.remembering import TRAINER as OF_INSIGHTS
from tests.e2e.test_demo_programme import simulated
from tests.e2e.test_notices import administrator
from tests.e2e.test_rubrics import RUBRIC, draft_of, trainer, try_draft
from tests.e2e.training import OFFICE, board_of, training
from tests.e2e.transcripts import scenes
from tests.e2e.writing import CHAT, hand_in

#: Windows to take a picture of, each with the name of its picture.
Shown = Iterator[tuple[str, Desk]]
PICTURES = CLONE / "web" / "gallery"
_CALL = {"he": "he-new-air-conditioner.opus", "en": "en-double-charge.opus"}
_REVIEWER = {"he": "noa", "en": "emma"}
_REVIEWED = {"he": "he-bereavement.opus", "en": "en-water-bar-filters.opus"}
#: What opens and closes with a movement has come to rest by then.
_SETTLING_MS = 400
_SEARCH = {"he": "/search?q=תודה&speaker=agent", "en": "/search?q=thank&speaker=agent"}
_TRAINER = "yoav"
_PLAN = {"he": "דגימה שבועית", "en": "Weekly sample"}
#: The week of most of the demo calls, and a day of the one before.
_WEEK, _WEEK_OF = "2026-W47", "2026-11-15"
_OFFICE = "office"
_INSIGHTS = {
    "insights": f"/insights?{PERIOD}",
    "insights-questions": f"/insights/questions?{PERIOD}",
    "insights-topics": f"/insights/topics?{PERIOD}",
    "insights-watch-list": "/insights/topics/list",
    "insights-promises": "/insights/promises",
}
_BOOK = {"book": "/book", "book-edit": "/book/edit?entry=leaving", "book-history": "/book/history"}
_AGENT = {"he": "agent1", "en": "agent4"}
_SUMMARY = {
    "he": "ההקשבה שלך ללקוח הייתה מלאה. בשיחה הבאה כדאי לסכם במשפט אחד לפני הפרידה.",
    "en": "You listened fully to the customer. Next time, try one sentence of summary before the goodbye.",
}
_COMMENT = {
    "he": "@יואב שני כך נשמעת פתיחה טובה. נשמיע אותה לצוות?",
    "en": "@יואב שני This is how a good opening sounds. Shall we play it to the team?",
}


def main() -> None:
    """Make all pictures."""
    target = Path(sys.argv[1]) if sys.argv[1:] else PICTURES
    target.mkdir(parents=True, exist_ok=True)
    for shown, whole in (
        (_of_the_demo, False),
        (_of_weeks, True),
        (_of_training, True),
        (_of_coaching, True),
        (_of_measures, True),
    ):
        with tempfile.TemporaryDirectory() as folder, debians_chromium() as chromium:
            for name, desk in shown(Path(folder), chromium):
                desk.page.screenshot(path=target / f"{name}.png", full_page=whole)
                print(target / f"{name}.png", flush=True)


def _sights() -> Iterator[Sight]:
    return (Sight(language, scheme) for language, scheme in product(("he", "en"), ("light", "dark")))


def _of_the_demo(folder: Path, chromium: Browser) -> Shown:
    """The calls of the demo, one of them reviewed, and what is made of them."""
    with started(folder) as mashov, administrator(mashov):
        _publish_something(mashov, chromium)
        sit = partial(_sits, mashov, chromium)
        _plan(trainer(sit, "he"))
        for sight in _sights():
            of_sight = (sight.language, sight.scheme)
            shown = chain(
                screens(mashov, chromium, sight),
                scenes(sit, *of_sight),
                learning(sit, *of_sight),
                practising(sit, *of_sight),
            )
            for name, desk in shown:
                desk.page.wait_for_timeout(_SETTLING_MS)
                yield f"{name}-{sight.language}-{sight.scheme}", desk


def _of_weeks(folder: Path, chromium: Browser) -> Shown:
    """What many calls say together, and the language book."""
    with remembering(folder) as mashov:
        desk_at(mashov, chromium, Sight()).sign_in(OF_INSIGHTS["he"]).api("POST", "/api/book/draft")
        for sight, (name, path) in product(_sights(), (_INSIGHTS | _BOOK).items()):
            desk = desk_at(mashov, chromium, sight).sign_in(OF_INSIGHTS[sight.language])
            yield f"{name}-{sight.language}-{sight.scheme}", _at_rest(desk.open(path))
            desk.context.close()


def _of_training(folder: Path, chromium: Browser) -> Shown:
    """A programme in the middle of its practice."""
    with training(folder) as mashov:
        for sight in _sights():
            for name, desk in _programmes(mashov, chromium, sight):
                yield f"{name}-{sight.language}-{sight.scheme}", desk
                desk.context.close()


def _of_coaching(folder: Path, chromium: Browser) -> Shown:
    """Whom to coach, a session, and what its agent has of it."""
    with coaching(folder) as mashov:
        for sight in _sights():
            for name, desk in coached(mashov, chromium, sight.language, sight.scheme):
                yield f"{name}-{sight.language}-{sight.scheme}", desk


def _of_measures(folder: Path, chromium: Browser) -> Shown:
    """Whether the programme of the demo's simulated weeks takes hold."""
    with remembering(folder, simulated) as mashov:
        for sight in _sights():
            for name, desk in measured(mashov, chromium, sight):
                yield f"{name}-{sight.language}-{sight.scheme}", _at_rest(desk)
                desk.context.close()


def _programmes(mashov: Mashov, chromium: Browser, sight: Sight) -> Iterator[tuple[str, Desk]]:
    """The trainer's home, a programme, and people from a file."""
    desk = desk_at(mashov, chromium, sight).sign_in(OF_INSIGHTS[sight.language])
    board = board_of(desk, sight.language)
    programme = desk.api("GET", f"/api/cohorts/{board.rsplit('/', 1)[1]}")["programme"]["id"]
    yield "cohort-board", _at_rest(desk.open(board))
    for name, path in (("programmes", "/programmes/all"), ("programme", f"/programmes/all/{programme}")):
        desk = desk_at(mashov, chromium, sight).sign_in(OF_INSIGHTS[sight.language])
        yield name, _at_rest(desk.open(path))
    office = desk_at(mashov, chromium, sight).sign_in(OFFICE).reads(sight.language)
    yield "people-from-a-file", _at_rest(office.open("/people/import"))


def screens(mashov: Mashov, chromium: Browser, sight: Sight) -> list[tuple[str, Desk]]:
    """Windows that each show one screen."""
    call = mashov.call(_CALL[sight.language])
    desks = [("sign-in", _looking(mashov, chromium, sight, "/"))]
    for name, path in (
        ("calls", "/calls"),
        ("queue", "/queue"),
        ("search", _SEARCH[sight.language]),
        ("upload", "/upload"),
        ("workbench", f"/calls/{call['id']}"),
    ):
        desk = desk_at(mashov, chromium, sight).sign_in(_REVIEWER[sight.language])
        desks.append((name, _at_rest(desk.open(path))))
    desks.append(("workbench-in-use", _in_use(desk_at(mashov, chromium, sight), sight.language, call["id"])))
    desks += _rubrics(mashov, chromium, sight)
    desks += _disputes(mashov, chromium, sight)
    desks += _queues(mashov, chromium, sight)
    desks += _told(mashov, chromium, sight)
    agent = Sight(sight.language, sight.scheme, phone=True)
    for name, path in (
        ("home", "/home"),
        ("feedback", "/feedback"),
        ("one-feedback", f"/feedback/{_feedback_of(mashov, sight.language)}"),
        ("practice", "/practice"),
        ("drill", f"/practice/drills/{sight.language}.question.new-purchase"),
    ):
        desks.append((name, _at_rest(desk_at(mashov, chromium, agent).sign_in(_AGENT[sight.language]).open(path))))
    path = f"/feedback/{_feedback_of(mashov, sight.language)}"
    disputed = _at_rest(desk_at(mashov, chromium, agent).sign_in(_AGENT[sight.language]).open(path))
    disputed.page.locator("#own-disputes").scroll_into_view_if_needed()
    return [*desks, ("feedback-disputed", disputed)]


def _disputes(mashov: Mashov, chromium: Browser, sight: Sight) -> list[tuple[str, Desk]]:
    """What a reviewer who reads this language looks at again: the call of the other language."""
    spoken = READS[sight.language]
    desks = []
    for name in ("disputes", "dispute"):
        desk = _at_rest(desk_at(mashov, chromium, sight).sign_in(SECOND[spoken]).open("/disputes"))
        if name == "dispute":
            desk.page.locator('a[href^="/disputes/"]').first.click()
            _at_rest(desk)
        desks.append((name, desk))
    return desks


def _in_use(desk: Desk, language: str, call_id: str) -> Desk:
    """Seen closer, a stretch marked to be repeated, a word searched for."""
    desk = _at_rest(desk.sign_in(_REVIEWER[language]).open(f"/calls/{call_id}"))
    for key in ("KeyZ", "KeyZ", "ArrowRight", "KeyI", "Shift+ArrowRight", "Shift+ArrowRight", "KeyO", "KeyL", "Slash"):
        desk.page.keyboard.press(key)
    desk.page.keyboard.type(_SEARCH[language].removeprefix("/search?q=").split("&")[0])
    return desk


def _rubrics(mashov: Mashov, chromium: Browser, sight: Sight) -> list[tuple[str, Desk]]:
    """The trainer's screens; the draft was tried on the calls."""
    desks = []
    for name, path in (
        ("rubrics", "/rubrics"),
        ("rubric", f"/rubrics/published/{RUBRIC}"),
        ("draft", "/rubrics/draft"),
    ):
        desk = trainer(partial(_sits, mashov, chromium), sight.language, sight.scheme)
        desks.append((name, _at_rest(desk.open(path))))
    desk = desks[-1][1]
    try_draft(desk, draft_of(desk))
    desk.page.locator("#replay-report").scroll_into_view_if_needed()
    desk.page.mouse.wheel(0, 400)
    _at_rest(desk)
    return desks


def _queues(mashov: Mashov, chromium: Browser, sight: Sight) -> list[tuple[str, Desk]]:
    """The trainer's: everybody's load, and a plan with what it would choose."""
    desk = trainer(partial(_sits, mashov, chromium), sight.language, sight.scheme)
    plan_id = _plan(desk)
    team = trainer(partial(_sits, mashov, chromium), sight.language, sight.scheme)
    desk.open(f"/queue/plans/{plan_id}")
    desk.page.get_by_label(desk.t("queue:form.week")).fill(_WEEK_OF)
    desk.page.get_by_role("button", name=desk.t("queue:form.preview")).click()
    desk.page.get_by_role("heading", name=desk.t("queue:draw.preview_title")).scroll_into_view_if_needed()
    desk.page.mouse.wheel(0, 600)
    return [("queues", _at_rest(team.open("/queue/team"))), ("plan", _at_rest(desk))]


def _plan(desk: Desk) -> str:
    """A plan of the language's name, run once; the same again for whoever looks a second time."""
    name = _PLAN[desk.page.evaluate("document.documentElement.lang")]
    known = [plan["id"] for plan in desk.api("GET", "/api/assignment-plans") if plan["plan"]["name"] == name]
    if known:
        return str(known[0])
    reviewers = [one for one in desk.api("GET", "/api/people") if one["role"] == "reviewer"]
    wish = {
        "name": name,
        "quota": 1,
        "targets": [{"kind": "could_flip", "per_week": 2, "bound": 0.05}],
        "reviewers": [{"person_id": one["id"]} for one in reviewers],
        "seed": 4,
    }
    plan = desk.api("POST", "/api/assignment-plans", data=wish)
    desk.api("POST", f"/api/assignment-plans/{plan['id']}/run", data={"week": _WEEK})
    return str(plan["id"])


def _sits(mashov: Mashov, chromium: Browser, language: str, scheme: str, *, phone: bool = False) -> Desk:
    return desk_at(mashov, chromium, Sight(language, scheme, phone=phone))


def _told(mashov: Mashov, chromium: Browser, sight: Sight) -> list[tuple[str, Desk]]:
    """What a trainer was told and wishes to be told, a call with comments, and where messages are sent."""
    desks = []
    for name, mailbox, path in (
        ("notices", _TRAINER, "/notices"),
        ("notice-choices", _TRAINER, "/notices/choices"),
        ("comments", _TRAINER, f"/calls/{mashov.call(_CALL[sight.language])['id']}"),
        ("webhooks", _OFFICE, "/notices/webhooks"),
        ("learning-records", _OFFICE, "/notices/learning-records"),
        ("written", _TRAINER, f"/calls/{_written_of(mashov)}"),
    ):
        desk = desk_at(mashov, chromium, sight).sign_in(mailbox).reads(sight.language)
        desks.append((name, _at_rest(desk.open(path))))
        if name == "comments":
            desk.page.get_by_role("button", name=desk.t("comments:of_turn_one")).first.click()
    return desks


def _publish_something(mashov: Mashov, chromium: Browser) -> None:
    """An agent of each language gets feedback on a call and sees some of it differently: there is much to look at."""
    for language, words in _SUMMARY.items():
        reviewer = desk_at(mashov, chromium, Sight(language)).sign_in(_REVIEWER[language])
        reviewer.publish(mashov.call(_REVIEWED[language])["id"], words)
        beside_each_other(partial(_sits, mashov, chromium), language)
        agent = desk_at(mashov, chromium, Sight(language)).sign_in(_AGENT[language])
        dispute_something(agent, _feedback_of(mashov, language), WORDS[language])
        comments = f"/api/calls/{mashov.call(_CALL[language])['id']}"
        trainer_id = next(
            one["id"] for one in reviewer.api("GET", f"{comments}/mentionable") if one["role"] == "trainer"
        )
        said = {"text": _COMMENT[language], "mentions": [trainer_id], "revision": 1, "first_word": 2, "last_word": 6}
        reviewer.api("POST", f"{comments}/comments", data=said)
    office = desk_at(mashov, chromium, Sight("he")).sign_in(_OFFICE)
    hand_in(office, "chat.txt", CHAT)
    store = {"url": "https://records.example.com/xapi", "user_name": "mashov", "secret": "only for looking at"}
    office.api("PUT", "/api/learning-records/store", data=store)
    office.api("POST", "/api/webhooks", data={"url": "https://hooks.example.com/mashov", "kinds": ["auto_fail"]})


def _written_of(mashov: Mashov) -> str:
    return str(mashov.call("chat.txt")["id"])


def _feedback_of(mashov: Mashov, language: str) -> str:
    return str(mashov.call(_REVIEWED[language])["evaluation"]["id"])


def _looking(mashov: Mashov, chromium: Browser, sight: Sight, path: str) -> Desk:
    return _at_rest(desk_at(mashov, chromium, sight).open(path))


def _at_rest(desk: Desk) -> Desk:
    desk.page.get_by_role("heading").first.wait_for()
    desk.page.wait_for_load_state("networkidle")
    desk.page.wait_for_timeout(800)
    return desk


if __name__ == "__main__":
    main()

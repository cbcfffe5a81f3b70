"""The transcript's side of the workbench, step by step: what a reviewer sees who corrects words and reveals numbers."""

import re
from collections.abc import Callable, Iterator

from playwright.sync_api import Locator

from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.people.tables import Person
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from tests.e2e.desk import Desk, Mashov

#: A call in which a number was heard, its reviewer, why the number is looked at, and what is written in a turn instead.
HIDING = {
    "he": (
        "he-card-missing-abroad.opus",
        "noa",
        "בירור חיוב שהלקוחה מכחישה",
        "על לא דבר, הכרטיס שלך (Visa) נחסם ב-18:30.",
    ),
    "en": ("en-oven-does-not-heat.opus", "emma", "a disputed charge", "Thank you for choosing Brightway (since 1998)."),
}
_ADMINISTRATOR = "dana"

#: Gives a fresh window, by language and colour scheme.
Sit = Callable[[str, str], Desk]


def begins_with(desk: Desk, role: str, key: str) -> Locator:
    """What has this role and a name that begins as the text does, before whatever it fills in."""
    start = desk.t(key).split("{{", maxsplit=1)[0]
    return desk.page.get_by_role(role, name=re.compile(f"^{re.escape(start)}"))  # type: ignore[arg-type]  # a role's name


def press(desk: Desk, key: str) -> None:
    """Press the first button of that name."""
    desk.page.get_by_role("button", name=desk.t(key), exact=True).first.click()


def scenes(sit: Sit, language: str, scheme: str) -> Iterator[tuple[str, Desk]]:
    """Each scene's name, and the window that shows it until the next one is asked for."""
    desk = _at_the_call(sit, language, scheme)
    yield from _menus(desk)
    yield from _revealing(desk, HIDING[language][2])
    desk = _at_the_call(sit, language, scheme)
    yield from _correcting(desk, HIDING[language][3])
    yield from _word_errors(sit, language, scheme)


def _at_the_call(sit: Sit, language: str, scheme: str) -> Desk:
    file_name, mailbox, *_ = HIDING[language]
    desk = sit(language, scheme).sign_in(mailbox)
    return _at_rest(desk.open(f"/calls/{desk.mashov.call(file_name)['id']}"))


def _menus(desk: Desk) -> Iterator[tuple[str, Desk]]:
    for name, key in (("roles", "roles.menu"), ("revisions", "words.revisions"), ("downloads", "words.download")):
        press(desk, f"workbench:{key}")
        desk.page.get_by_role("menuitem").first.wait_for()
        yield name, desk
        desk.page.keyboard.press("Escape")
        desk.page.get_by_role("menu").wait_for(state="hidden")


def _revealing(desk: Desk, reason: str) -> Iterator[tuple[str, Desk]]:
    page, t = desk.page, desk.t
    page.get_by_role("button", name=re.compile(re.escape(t("workbench:sealed.reveal_button")))).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").wait_for()
    yield "reveal", desk
    dialog.get_by_role("textbox").fill(reason)
    dialog.get_by_role("button", name=t("workbench:sealed.reveal_button")).click()
    dialog.get_by_role("button", name=t("workbench:sealed.hear")).first.wait_for()
    yield "revealed", desk
    dialog.get_by_role("button", name=t("workbench:sealed.done")).click()
    dialog.wait_for(state="hidden")
    page.mouse.move(0, 0)
    yield "revealed-words", desk


def _correcting(desk: Desk, text: str) -> Iterator[tuple[str, Desk]]:
    page, t = desk.page, desk.t
    begins_with(desk, "button", "workbench:words.correct").nth(2).click()
    field = begins_with(desk, "textbox", "workbench:words.field")
    field.fill(text)
    yield "correcting", desk
    page.keyboard.press("Control+Enter")
    field.wait_for(state="hidden")
    press(desk, "workbench:words.heard")
    yield "corrected", desk

    begins_with(desk, "button", "workbench:words.correct").nth(1).click()
    field.fill("")
    yield "emptying", desk
    press(desk, "workbench:words.save_empty")
    field.wait_for(state="hidden")
    yield "emptied", desk
    begins_with(desk, "button", "workbench:words.correct").nth(1).click()
    field.fill(text.partition(",")[0])
    page.keyboard.press("Control+Enter")
    field.wait_for(state="hidden")

    press(desk, "workbench:words.revisions")
    page.get_by_role("menuitem").nth(1).wait_for()
    yield "revisions-corrected", desk
    page.get_by_role("menuitem", name=re.compile(re.escape(t("workbench:words.by_machine")))).last.click()
    page.get_by_text(t("workbench:words.looking_at.machine")).wait_for()
    yield "machine-words", desk


def _word_errors(sit: Sit, language: str, scheme: str) -> Iterator[tuple[str, Desk]]:
    desk = sit(language, scheme)
    desk.sign_in(administrator(desk.mashov)).reads(language)
    _at_rest(desk.open("/hearing"))
    desk.page.get_by_role("table").wait_for()
    yield "word-errors", desk
    desk.page.route("**/api/quality/wer*", lambda route: route.fulfill(json=[]))
    _at_rest(desk.open("/hearing"))
    yield "word-errors-empty", desk


def administrator(mashov: Mashov) -> str:
    """The mailbox of an administrator, who is there from the first time on that one is asked for."""
    database = Database(Settings(data=mashov.data).database)
    address = f"{_ADMINISTRATOR}@demo.mashov.example"
    with database.write() as unit:
        if unit.session.query(Person).filter(Person.email == address).one_or_none() is None:
            wish = NewPerson(name="דנה לוי", email=address, role=Role.ADMINISTRATOR, password=mashov.password)
            add_person(unit.session, Principal("system", Role.ADMINISTRATOR), wish)
    database.dispose()
    return _ADMINISTRATOR


def _at_rest(desk: Desk) -> Desk:
    desk.page.get_by_role("heading").first.wait_for()
    desk.page.wait_for_load_state("networkidle")
    desk.page.wait_for_timeout(400)
    return desk

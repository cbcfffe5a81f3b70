"""What is settled, seen by oneself and learnt from others, step by step: for its tests and for the gallery."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.e2e.desk import Desk, at
from tests.e2e.test_rubrics import draft_of, trainer

#: A call whose feedback is published, its reviewer, its agent and its agent's colleague.
PEOPLE = {
    "he": ("he-bereavement.opus", "noa", "agent1", "agent2"),
    "en": ("en-water-bar-filters.opus", "emma", "agent4", "agent3"),
}
#: A call that nobody has sent feedback about.
UNSENT = {"he": "he-card-missing-abroad.opus", "en": "en-oven-does-not-heat.opus"}
WORDS = {
    "he": {
        "why": "חם, קצר, ובמילים שלה",
        "right": "הפרידה נאמרת בסוף, גם אם בקול חלש",
        "ask": "אשמח לשמוע איך השיחה הזאת נראית לך לפני שנדבר עליה.",
        "own": "הלקוח היה נסער, ובהתחלה לא ידעתי איך להגיב.",
        "despite": "הפרידה נוסחה מחדש בכוונה",
        "phrase": "משפט אחד של הקשבה לפני הפתרון",
    },
    "en": {
        "why": "Warm, short, and in her own words",
        "right": "The goodbye is said at the very end, if quietly",
        "ask": "I would like to hear how you see this call before we talk about it.",
        "own": "The customer was upset, and at first I did not know what to say.",
        "despite": "The goodbye is worded anew on purpose",
        "phrase": "One sentence of listening before the solution",
    },
}

_PATIENCE_S = 120

#: Gives a fresh window, by language and colour scheme; a third argument makes it a phone.
Sit = Callable[..., Desk]


def questions_of(evaluation: dict[str, Any]) -> list[dict[str, Any]]:
    """All its questions, in the order of the rubric."""
    return [question for section in evaluation["sections"] for question in section["questions"]]


def published(sit: Sit, language: str) -> dict[str, Any]:
    """The evaluation of the call whose feedback its agent has, which is sent now where it was not."""
    file_name, mailbox, *_ = PEOPLE[language]
    reviewer = sit(language, "light").sign_in(mailbox)
    call = reviewer.mashov.call(file_name)
    if call["evaluation"]["state"] == "draft":
        reviewer.publish(call["id"], WORDS[language]["why"])
    evaluation: dict[str, Any] = reviewer.api("GET", f"/api/calls/{call['id']}/evaluation")
    return evaluation


def shared_moment(sit: Sit, language: str) -> dict[str, Any]:
    """A moment of that call that its agent lets colleagues hear, without a name; marked once."""
    evaluation = published(sit, language)
    _, mailbox, agent, _ = PEOPLE[language]
    reviewer = sit(language, "light").sign_in(mailbox)
    known = reviewer.api("GET", f"/api/exemplars?language={language}")["items"]
    if known:
        return dict(known[0])
    call_id = evaluation["call"]["id"]
    question = next(one for one in questions_of(evaluation) if one["suggestion"] and one["suggestion"]["evidence"])
    moment = question["suggestion"]["evidence"][0]
    wish = {
        "question_id": question["id"],
        "start_ms": moment["start_ms"],
        "end_ms": moment["end_ms"],
        "why": WORDS[language]["why"],
        "offered": True,
    }
    marked: dict[str, Any] = reviewer.api("POST", f"/api/calls/{call_id}/exemplars", data=wish)
    own = sit(language, "light").sign_in(agent)
    own.api("PUT", f"/api/exemplars/{marked['id']}/consent", data={"choice": "unnamed"})
    return marked


def settled(sit: Sit, language: str) -> str:
    """The goodbye of a Hebrew call is kept as settled, once; returns the call's id."""
    desk = trainer(sit, language)
    call_id: str = desk.mashov.call(UNSENT["he"])["id"]
    cases = desk.api("GET", "/api/regressions")["items"]
    if not any(case["call_id"] == call_id and case["question_id"] == "goodbye" for case in cases):
        evaluation = desk.api("GET", f"/api/calls/{call_id}/evaluation")
        answer_as_the_machine(desk, evaluation, "goodbye")
        wish = {"evaluation_id": evaluation["id"], "question_id": "goodbye", "why": WORDS[language]["right"]}
        desk.api("POST", "/api/regressions", data=wish)
    return call_id


def answer_as_the_machine(desk: Desk, evaluation: dict[str, Any], question_id: str) -> None:
    """A person says what the machine suggests, or the best answer where it suggests none."""
    question = next(one for one in questions_of(evaluation) if one["id"] == question_id)
    if question["answer"] is None:
        option_id = question["suggestion"]["option_id"] or question["options"][0]["id"]
        path = f"/api/evaluations/{evaluation['id']}/answers/{question_id}"
        desk.api("PUT", path, data={"option_id": option_id}, headers=at(evaluation))


def checked_draft(sit: Sit, language: str, scheme: str = "light") -> Desk:
    """The trainer's draft, which changes the goodbye, was held against what is settled."""
    settled(sit, language)
    desk = trainer(sit, language, scheme).open("/rubrics/draft")
    page, t = desk.page, desk.t
    page.get_by_label(t("rubrics:draft.editor")).fill(draft_of(desk))
    run = page.get_by_role("button", name=t("cases:check.run"), exact=True)
    again = page.get_by_role("button", name=t("cases:check.run_again"), exact=True)
    with page.expect_response(lambda answer: answer.url.endswith("/api/regressions/runs")) as running:
        run.or_(again).click()
    address = f"/api/regressions/runs/{running.value.json()['id']}"
    until = time.monotonic() + _PATIENCE_S
    while desk.api("GET", address)["state"] != "done":
        assert time.monotonic() < until, "the cases are not run"
        page.wait_for_timeout(500)
    page.get_by_role("progressbar").wait_for(state="detached")
    page.locator("#cases-report").wait_for()
    return desk


def asked(sit: Sit, language: str) -> dict[str, Any]:
    """A reviewer asked the agent of an unsent call how they see it; returns what waits for the agent, and who it is."""
    reviewer = sit(language, "light").sign_in(PEOPLE[language][1])
    call = reviewer.mashov.call(UNSENT[language])
    beside = reviewer.api("GET", f"/api/calls/{call['id']}/self-evaluation")
    if beside["can_ask"]:
        wish = {"words": WORDS[language]["ask"]}
        reviewer.api("POST", f"/api/calls/{call['id']}/self-evaluation", data=wish)
    return dict(call)


def mailbox_of(call: dict[str, Any]) -> str:
    """The sign-in of the call's agent."""
    return str(call["agent"]["email"].split("@")[0])


def beside_each_other(sit: Sit, language: str) -> str:
    """The agent of the published call answered alone, before reading; returns the call's id."""
    evaluation = published(sit, language)
    agent = sit(language, "light").sign_in(PEOPLE[language][2])
    call_id: str = evaluation["call"]["id"]
    path = f"/api/calls/{call_id}/self-evaluation"
    if evaluation["state"] == "published" and agent.api("GET", path)["state"] is None:
        sheet = agent.api("POST", f"/api/feedback/{evaluation['id']}/self-evaluation")
        for place, question in enumerate(questions_of(sheet)[:8]):
            option = question["options"][0 if place % 3 else -1]
            address = f"/api/self-evaluations/{sheet['id']}/answers/{question['id']}"
            sheet = agent.api("PUT", address, data={"option_id": option["id"]}, headers=at(sheet))
        words = {"words": WORDS[language]["own"]}
        agent.api("POST", f"/api/self-evaluations/{sheet['id']}/submit", data=words, headers=at(sheet))
    return call_id


def scenes(sit: Sit, language: str, scheme: str) -> Iterator[tuple[str, Desk]]:
    """Each scene's name, and the window that shows it until the next one is asked for."""
    desk = checked_draft(sit, language, scheme)
    desk.page.locator("#cases-report").scroll_into_view_if_needed()
    desk.page.mouse.wheel(0, 500)
    yield "draft-cases", desk
    yield "cases", _at_rest(trainer(sit, language, scheme).open("/rubrics/cases"))
    shared_moment(sit, language)
    _, mailbox, agent, colleague = PEOPLE[language]
    yield "exemplars", _at_rest(sit(language, scheme).sign_in(mailbox).open("/exemplars"))
    yield "exemplars-agent", _at_rest(sit(language, scheme, phone=True).sign_in(colleague).open("/exemplars"))
    call = asked(sit, language)
    own = sit(language, scheme, phone=True).sign_in(mailbox_of(call))
    waiting = own.api("GET", "/api/self-evaluations")
    yield "asked", _at_rest(own.open("/feedback"))
    yield "self-evaluation", _at_rest(own.open(f"/feedback/self/{waiting[0]['id']}"))
    call_id = beside_each_other(sit, language)
    yield "beside", _at_rest(sit(language, scheme).sign_in(mailbox).open(f"/calls/{call_id}/self-evaluation"))
    evaluation = published(sit, language)
    told = sit(language, scheme, phone=True).sign_in(agent).open(f"/feedback/{evaluation['id']}")
    told.page.locator("#beside").scroll_into_view_if_needed()
    yield "beside-agent", _at_rest(told)


def _at_rest(desk: Desk) -> Desk:
    desk.page.get_by_role("heading").first.wait_for()
    desk.page.wait_for_load_state("networkidle")
    desk.page.wait_for_timeout(800)
    return desk

"""Disputes for browser tests and pictures: feedback that its agent sees differently, opened past the page."""

from typing import Any

from tests.e2e.desk import Desk, at

#: The call that is disputed, its first reviewer, and who looks at it again: the other reviewer of the demo.
CALLS = {"he": "he-bereavement.opus", "en": "en-water-bar-filters.opus"}
FIRST = {"he": "noa", "en": "emma"}
SECOND = {"he": "emma", "en": "noa"}
#: In which language the second reviewer reads the page.
READS = {"he": "en", "en": "he"}
WORDS = {"he": "אמרתי את זה ללקוח, רק במילים אחרות", "en": "I did tell the customer, only in other words"}


def mailbox_of(call: dict[str, Any]) -> str:
    """The agent's part of the address before the @."""
    return str(call["agent"]["email"]).split("@")[0]


def publish_once(reviewer: Desk, file_name: str) -> dict[str, Any]:
    """The call, its feedback published to its agent if it was not."""
    call = reviewer.mashov.call(file_name)
    if call["evaluation"]["state"] == "draft":
        reviewer.publish(call["id"], "תודה · thank you")
    return reviewer.mashov.call(file_name)


def dispute_something(agent: Desk, evaluation_id: str, words: str) -> None:
    """The agent sees the first two questions that count differently."""
    evaluation = agent.api("GET", f"/api/feedback/{evaluation_id}")
    counted = [q for section in evaluation["sections"] for q in section["questions"] if q["points_possible"]]
    doubts = [{"question_id": question["id"], "reason": words, "at_ms": 4000} for question in counted[:2]]
    path = f"/api/feedback/{evaluation_id}/disputes"
    agent.api("POST", path, data={"questions": doubts}, headers=at(evaluation))

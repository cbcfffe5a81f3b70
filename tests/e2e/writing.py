"""A chat to be taken in, and how it is, past the page."""

from typing import Any

from tests.e2e.desk import Desk

CHAT = """2026-03-01 12:04 יוסי: היי קניתי מזגן חדש אתמול ואני צריך לתאם התקנה
2026-03-01 12:04 יוסי: הטלפון שלי 052-1234567
2026-03-01 12:05 נציגה: שלום הגעתם לשירות הלקוחות של ברקת מדברת דנה במה אוכל לעזור השיחה מוקלטת לצורך שיפור השירות
2026-03-01 12:06 נציגה: תתחדש ותודה שבחרת במוצר שלנו כעת אבדוק עבורך את הפרטים
2026-03-01 12:07 יוסי: תודה רבה
2026-03-01 12:08 נציגה: האם יש עוד משהו שאוכל לעזור בו תודה שפנית אלינו המשך יום נעים
"""


def hand_in(desk: Desk, name: str, text: str) -> dict[str, Any]:
    """Send a written conversation; returns its call."""
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    call: dict[str, Any] = desk.api("POST", "/api/written", multipart={"file": file})["call"]
    return call

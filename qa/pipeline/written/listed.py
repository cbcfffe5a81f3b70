"""A conversation as JSON, for whoever writes it with a program.

    {"medium": "chat", "subject": "…",
     "messages": [{"from": "agent", "text": "שלום", "at": "2026-03-01T12:04:00+02:00"}, …]}

`medium` is chat or mail, and chat where it is left out; `subject` and each message's `at` may be left out as well.
"""

import json
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from qa.pipeline.written.clean import tidy
from qa.pipeline.written.model import LIMITS, Conversation, Message, Unreadable, WrittenMedium

_KNOWN: Final = frozenset({"medium", "subject", "messages"})
_OF_MESSAGE: Final = frozenset({"from", "text", "at", "address"})


def conversation_of(text: str, zone: tzinfo) -> Conversation:
    """The conversation that the JSON tells. Raises Unreadable, which names the line or the message."""
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(f"this is no JSON: {error.msg}", error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable("this is no JSON that can be read") from error
    if isinstance(told, list):
        told = {"messages": told}
    if not isinstance(told, dict) or not isinstance(told.get("messages"), list):
        raise Unreadable('expected an object with a list of "messages"')
    if unknown := sorted(told.keys() - _KNOWN):
        raise Unreadable(f"unknown: {', '.join(unknown)[:200]}")
    if len(told["messages"]) > LIMITS.messages:
        raise Unreadable(f"more than {LIMITS.messages} messages")
    medium = _medium(told.get("medium", "chat"))
    messages = [_message(one, number, zone) for number, one in enumerate(told["messages"], 1)]
    subject = tidy(str(told["subject"]))[:200] if told.get("subject") else None
    return Conversation(medium, tuple(one for one in messages if one.text), subject)


def _medium(said: object) -> WrittenMedium:
    if said == "chat":
        return "chat"
    if said == "mail":
        return "mail"
    raise Unreadable('"medium" must be "chat" or "mail"')


def _message(told: Any, number: int, zone: tzinfo) -> Message:
    where = f"message {number}"
    if not isinstance(told, dict):
        raise Unreadable(f"{where}: expected an object")
    if unknown := sorted(map(str, told.keys() - _OF_MESSAGE)):
        raise Unreadable(f"{where}: unknown: {', '.join(unknown)[:200]}")
    who, text, address = told.get("from"), told.get("text"), told.get("address")
    if not isinstance(who, str) or not tidy(who) or len(who) > LIMITS.name_letters:
        raise Unreadable(f'{where}: "from" must be a name of at most {LIMITS.name_letters} letters')
    if not isinstance(text, str):
        raise Unreadable(f'{where}: "text" is missing')
    if address is not None and not isinstance(address, str):
        raise Unreadable(f'{where}: "address" must be a text')
    return Message(tidy(who), tidy(text), _moment(told.get("at"), where, zone), address)


def _moment(said: object, where: str, zone: tzinfo) -> datetime | None:
    if said is None:
        return None
    try:
        found = datetime.fromisoformat(str(said))
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable(f'{where}: "at" is no time like 2026-03-01T12:04:00+02:00') from error

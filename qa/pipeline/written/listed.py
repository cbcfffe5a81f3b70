"""A conversation as JSON, for whoever writes it with a program.

    {"medium": "chat", "subject": "…",
     "messages": [{"from": "agent", "text": "שלום", "at": "2026-03-01T12:04:00+02:00"}, …]}

`medium` is chat or mail, and chat where it is left out; `subject` and each message's `at` may be left out as well.
"""

import json
import re
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from qa.pipeline.written.clean import tidy
from qa.pipeline.written.model import LIMITS, At, Conversation, Message, Unreadable, WrittenMedium

_KNOWN: Final = frozenset({"medium", "subject", "messages"})
#: How much of a file that cannot be read is looked at.
_LOOKED_AT: Final = 10_000
_MESSAGES: Final = re.compile(r'"messages"\s*:\s*\[')
_OF_MESSAGE: Final = frozenset({"from", "text", "at", "address"})


def is_conversation(told: object) -> bool:
    """Whether what a JSON file holds is meant as a conversation, and not as facts about a recording."""
    if isinstance(told, dict):
        return isinstance(told.get("messages"), list)
    return isinstance(told, list) and bool(told) and isinstance(told[0], dict) and told[0].keys() >= {"from", "text"}


def is_begun(text: str) -> bool:
    """Whether a text that is no JSON, or not yet, looks as if it was to be a conversation."""
    return _MESSAGES.search(text[:_LOOKED_AT]) is not None


def conversation_of(text: str, zone: tzinfo) -> Conversation:
    """The conversation that the JSON tells. Raises Unreadable, which names the line or the message."""
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable("not_json", At(line=error.lineno), said=error.msg) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable("not_json", said="it cannot be read") from error
    if isinstance(told, list):
        told = {"messages": told}
    if not isinstance(told, dict) or not isinstance(told.get("messages"), list):
        raise Unreadable("no_list")
    if unknown := sorted(told.keys() - _KNOWN):
        raise Unreadable("unknown", names=", ".join(unknown)[:200])
    if len(told["messages"]) > LIMITS.messages:
        raise Unreadable("too_many", most=LIMITS.messages)
    medium = _medium(told.get("medium", "chat"))
    messages = [_message(one, number, zone) for number, one in enumerate(told["messages"], 1)]
    subject = tidy(str(told["subject"]))[:200] if told.get("subject") else None
    return Conversation(medium, tuple(one for one in messages if one.text), subject)


def _medium(said: object) -> WrittenMedium:
    if said == "chat":
        return "chat"
    if said == "mail":
        return "mail"
    raise Unreadable("medium")


def _message(told: Any, number: int, zone: tzinfo) -> Message:
    where = At(message=number)
    if not isinstance(told, dict):
        raise Unreadable("no_object", where)
    if unknown := sorted(map(str, told.keys() - _OF_MESSAGE)):
        raise Unreadable("unknown", where, names=", ".join(unknown)[:200])
    who, text, address = told.get("from"), told.get("text"), told.get("address")
    if not isinstance(who, str) or not tidy(who) or len(who) > LIMITS.name_letters:
        raise Unreadable("no_from", where, most=LIMITS.name_letters)
    if not isinstance(text, str):
        raise Unreadable("no_text", where)
    if address is not None and not isinstance(address, str):
        raise Unreadable("address", where)
    return Message(tidy(who), tidy(text), _moment(told.get("at"), where, zone), address)


def _moment(said: object, where: At, zone: tzinfo) -> datetime | None:
    if said is None:
        return None
    try:
        found = datetime.fromisoformat(str(said))
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable("at", where) from error

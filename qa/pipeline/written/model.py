"""What a written conversation is, before anybody looks for phrases in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Literal

from qa.pipeline.model import Flag
from qa.platform.errors import Refused

WrittenMedium = Literal["chat", "mail"]


@dataclass(frozen=True, slots=True)
class Limits:
    """More than people write to each other; what is larger is refused, so that no file keeps a worker busy."""

    file_bytes: int = 5 << 20
    messages: int = 5_000
    letters: int = 400_000  # of the whole conversation
    page_letters: int = 1_000_000  # of one mail before markup and quotes are dropped
    name_letters: int = 80
    nesting: int = 20  # parts of a mail within each other
    parts: int = 200  # of a mail that hold others


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `who` is the sender as the file names them; `address` their mail address, where there is one.

    `sent_at` is None where the file does not say when, or does not say of which day. `text` holds words to be read:
    without control characters, marks of direction, markup, quoted replies or a signature.
    """

    who: str
    text: str
    sent_at: datetime | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """All messages in the order in which they were sent, or else in that of the file."""

    medium: WrittenMedium
    messages: tuple[Message, ...]
    subject: str | None = None
    flags: tuple[Flag, ...] = ()


#: Why a file is no conversation: under this name the page knows the words in its own language.
WHYS: Final = {
    "too_large": "the file is larger than {most} MiB",
    "other_format": "a written conversation comes as {formats}",
    "not_utf8": "this is not UTF-8; save the file as UTF-8",
    "not_text": "there are characters in it that no text has",
    "no_words": "there is no message with words in it",
    "too_long": "the conversation is longer than {most} letters",
    "too_many": "more than {most} messages",
    "no_message": "expected a message: an optional time, the sender, a colon and the text",
    "sender": "the sender's name is empty or longer than {most} letters",
    "no_such_time": "there is no such time",
    "not_json": "this is no JSON: {said}",
    "no_list": 'expected an object with a list of "messages"',
    "unknown": "unknown: {names}",
    "medium": '"medium" must be "chat" or "mail"',
    "no_object": "expected an object",
    "no_from": '"from" must be a name of at most {most} letters',
    "no_text": '"text" is missing',
    "address": '"address" must be a text',
    "at": '"at" is no time like 2026-03-01T12:04:00+02:00',
    "not_mail": "expected a mail: there is no line From: in its head",
    "broken_mail": "this mail cannot be read: {said}",
    "too_deep": "the parts of this mail lie too deep within each other",
    "too_many_parts": "a mail of more than {most} parts within each other",
    "too_long_page": "a page of more than {most} letters",
}


@dataclass(frozen=True, slots=True)
class At:
    """Where in a file: a line, or a message of a list, both from 1 on."""

    line: int | None = None
    message: int | None = None

    def __str__(self) -> str:
        if self.line is not None:
            return f"line {self.line}: "
        return "" if self.message is None else f"message {self.message}: "


class Unreadable(Refused):
    """A file that is no conversation by any format that we know. `why` is one of WHYS; says where, if that is known."""

    code: ClassVar[str] = "written_unreadable"

    def __init__(self, why: str, at: At | None = None, **facts: int | str) -> None:
        self.why, self.at = why, at or At()
        self.detail = facts | {"why": why, "line": self.at.line, "message": self.at.message}
        super().__init__(f"{self.at}{WHYS[why].format(**facts)}")

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


class Unreadable(Refused):
    """A file that is no conversation by any format that we know. Says in which line, where there are lines."""

    code: ClassVar[str] = "written_unreadable"

    def __init__(self, why: str, line: int | None = None) -> None:
        self.why, self.line = why, line
        self.detail = {"line": line, "why": why}
        super().__init__(f"line {line}: {why}" if line else why)

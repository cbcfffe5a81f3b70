"""Which format a file of a written conversation has, and what it says."""

from datetime import date, tzinfo
from typing import Final

from qa.pipeline.model import Flag
from qa.pipeline.written import chat, listed, mail
from qa.pipeline.written.model import LIMITS, Conversation, Unreadable

#: What the names of such files end in.
SUFFIXES: Final = (".txt", ".json", ".eml")


def read(content: bytes, name: str, day: date | None, zone: tzinfo) -> Conversation:
    """The conversation in these bytes, by the file's name. Raises Unreadable.

    `day` is the date of a chat whose messages have a clock alone, and `zone` that of times which do not say theirs.
    """
    if len(content) > LIMITS.file_bytes:
        raise Unreadable(f"the file is larger than {LIMITS.file_bytes >> 20} MiB")
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix == ".eml":
        found = mail.conversation_of(content)
    elif suffix == ".json":
        found = listed.conversation_of(_decoded(content), zone)
    elif suffix == ".txt":
        messages, dateless = chat.messages_of(_decoded(content), day, zone)
        flags = (Flag("dates_missing", "the messages have times but nobody said of which day"),) if dateless else ()
        found = Conversation("chat", messages, None, flags)
    else:
        raise Unreadable(f"a written conversation comes as {', '.join(SUFFIXES)}")
    if not found.messages:
        raise Unreadable("there is no message with words in it")
    if sum(len(message.text) for message in found.messages) > LIMITS.letters:
        raise Unreadable(f"the conversation is longer than {LIMITS.letters} letters")
    return found


def _decoded(content: bytes) -> str:
    """The text, which must be UTF-8; programs of Windows write UTF-16 with a mark at its start."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable("this is not UTF-8; save the file as UTF-8", line) from error
    if "\0" in text:
        raise Unreadable("there are characters in it that no text has", text.count("\n", 0, text.index("\0")) + 1)
    # Marks of direction stand before the time in messengers' own files; they would hide it.
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)


_UNSEEN: Final = dict.fromkeys((0x200E, 0x200F, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))

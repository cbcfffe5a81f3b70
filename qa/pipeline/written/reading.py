"""Which format a file of a written conversation has, and what it says."""

import json
from datetime import date, tzinfo
from typing import Final

from qa.pipeline.model import Flag
from qa.pipeline.written import chat, listed, mail
from qa.pipeline.written.model import LIMITS, At, Conversation, Unreadable

#: What the names of such files end in.
SUFFIXES: Final = (".txt", ".json", ".eml")


def read(content: bytes, name: str, day: date | None, zone: tzinfo) -> Conversation:
    """The conversation in these bytes, by the file's name. Raises Unreadable.

    `day` is the date of a chat whose messages have a clock alone, and `zone` that of times which do not say theirs.
    """
    if len(content) > LIMITS.file_bytes:
        raise Unreadable("too_large", most=LIMITS.file_bytes >> 20)
    suffix = _suffix(name)
    if suffix == ".eml":
        found = mail.conversation_of(content)
    elif suffix == ".json":
        found = listed.conversation_of(_decoded(content), zone)
    elif suffix == ".txt":
        messages, dateless = chat.messages_of(_decoded(content), day, zone)
        flags = (Flag("dates_missing", "the messages have times but nobody said of which day"),) if dateless else ()
        found = Conversation("chat", messages, None, flags)
    else:
        raise Unreadable("other_format", formats=", ".join(SUFFIXES))
    if not found.messages:
        raise Unreadable("no_words")
    if sum(len(message.text) for message in found.messages) > LIMITS.letters:
        raise Unreadable("too_long", most=LIMITS.letters)
    return found


def is_meant(content: bytes, name: str) -> bool:
    """Whether this was to be a conversation, well made or not: what is not may lie in the same folder."""
    suffix = _suffix(name)
    if suffix not in {".txt", ".json"}:
        return suffix == ".eml"
    text = content.decode("utf-16" if _is_wide(content) else "utf-8-sig", "replace").translate(_UNSEEN)
    if suffix == ".txt":
        return chat.has_message(text.replace("\r", "\n"))
    try:
        return listed.is_conversation(json.loads(text))
    except (ValueError, RecursionError):
        return listed.is_begun(text)


def _suffix(name: str) -> str:
    return name[name.rfind(".") :].lower() if "." in name else ""


def _is_wide(content: bytes) -> bool:
    return content[:2] in {b"\xff\xfe", b"\xfe\xff"}


def _decoded(content: bytes) -> str:
    """The text, which must be UTF-8; programs of Windows write UTF-16 with a mark at its start."""
    encoding = "utf-16" if _is_wide(content) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable("not_utf8", At(line=line)) from error
    if "\0" in text:
        raise Unreadable("not_text", At(line=text.count("\n", 0, text.index("\0")) + 1))
    # Marks of direction stand before the time in messengers' own files; they would hide it.
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)


_UNSEEN: Final = dict.fromkeys((0x200E, 0x200F, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))

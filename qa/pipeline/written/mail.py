"""A mail as programs save it (.eml, RFC 5322), with the mails that are attached to it whole as the ones before.

The plain text is read where there is one, else the page without its markup. Files that are attached are not opened.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from qa.pipeline.model import Flag
from qa.pipeline.written.clean import own_words, tidy, without_markup
from qa.pipeline.written.model import LIMITS, At, Conversation, Message, Unreadable

#: Newer versions of Python raise where older ones only noted a defect; a mail with one is still a mail.
_POLICY: Final = policy.default.clone(raise_on_defect=False)
_LINE: Final = re.compile(rb"\r\n|\r|\n")


def conversation_of(content: bytes) -> Conversation:
    """The mail, and those attached to it, in the order of their dates. Raises Unreadable."""
    _look_at_head(content)
    if content.lower().count(b"boundary=") > LIMITS.parts:
        raise Unreadable("too_many_parts", most=LIMITS.parts)
    try:
        whole = message_from_bytes(content, policy=_POLICY)
        found = list(_mails(whole, 0))
        messages = [_message(mail) for mail in found]
        subject = tidy(str(whole.get("subject", "")))[:200] or None
        attached = sum(1 for mail in found for _ in _files(mail))
    except RecursionError as error:
        raise Unreadable("too_deep") from error
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable("broken_mail", said=type(error).__name__) from error
    flags = []
    if any(dropped for _, dropped in messages):
        flags.append(Flag("quotes_dropped", "replies that the mail quotes are not part of the conversation"))
    if attached:
        flags.append(Flag("attachments_left_out", f"{attached} attached files were not read"))
    own = [message for message, _ in messages if message.text]
    return Conversation("mail", tuple(_in_order(own)), subject, tuple(flags))


def _look_at_head(content: bytes) -> None:
    """Raises Unreadable where the first lines are not those of a mail."""
    head = _LINE.split(content[:65_536], 400)
    fields = [line for line in head[:400] if re.match(rb"[!-9;-~]{1,76}:", line)]
    if not any(line.lower().startswith(b"from:") for line in fields):
        raise Unreadable("not_mail", At(line=1))


def _mails(mail: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """The mail and every mail attached to it."""
    if depth > LIMITS.nesting:
        raise Unreadable("too_deep")
    yield mail
    for part in _parts(mail, depth):
        if part.get_content_type() == "message/rfc822":
            for inner in part.get_payload():
                if isinstance(inner, EmailMessage):
                    yield from _mails(inner, depth + 1)


def _parts(mail: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """All parts of this mail itself, not those of mails attached to it."""
    if depth > LIMITS.nesting:
        raise Unreadable("too_deep")
    payload = mail.get_payload()
    if mail.get_content_maintype() != "multipart" or not isinstance(payload, list):
        return
    for part in payload:
        if isinstance(part, EmailMessage):
            yield part
            yield from _parts(part, depth + 1)


def _files(mail: EmailMessage) -> Iterator[EmailMessage]:
    for part in _parts(mail, 0):
        if part.get_content_disposition() == "attachment" and part.get_content_type() != "message/rfc822":
            yield part


def _message(mail: EmailMessage) -> tuple[Message, bool]:
    """The mail as a message, and whether it quoted replies."""
    body = mail.get_body(preferencelist=("plain", "html"))
    text = ""
    if body is not None:
        content = body.get_content()
        if len(content) > LIMITS.page_letters:
            raise Unreadable("too_long_page", most=LIMITS.page_letters)
        text = without_markup(content) if body.get_content_type() == "text/html" else content
    name, address = parseaddr(str(mail.get("from", "")))
    own, dropped = own_words(tidy(text))
    who = tidy(name)[: LIMITS.name_letters] or tidy(address)[: LIMITS.name_letters] or "?"
    return Message(who, own, _sent_at(mail), tidy(address).lower()[:254] or None), dropped


def _sent_at(mail: EmailMessage) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(mail.get("date", "")))
    except (ValueError, TypeError, IndexError):
        return None
    # RFC 5322: -0000 says that nobody knows the zone, and the time is UTC's.
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _in_order(messages: list[Message]) -> list[Message]:
    """By their dates where all have one; else those attached first, because they came before."""
    if all(message.sent_at for message in messages):
        return sorted(messages, key=lambda message: message.sent_at or datetime.min.replace(tzinfo=UTC))
    return messages[::-1]

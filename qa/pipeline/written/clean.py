"""Text that came from outside, fit to be shown and scored: words only, and only those of this very message.

Nothing is fetched: a picture or a page that a mail refers to is not looked at. What is dropped: control characters and
marks of direction (with which a text may look other than it reads), markup, quoted replies, and signatures.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

#: Parts of a page that are not read, and those after which a new line begins.
_UNREAD: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"})
_BLOCKS: Final = frozenset(
    {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr"}
)
#: Tags that never have an end.
_ALONE: Final = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "source", "area", "base", "col", "embed"})
#: A tag or a comment. Every piece of it ends at the next "<" at the latest, so that no page is gone through twice;
#: Python's own reader of pages takes the square of the time for one that was made to hurt.
_MARKUP: Final = re.compile(
    r"<!--[^<]*?-->|<[!?][^<>]*>"
    r"|</(?P<end>[A-Za-z][A-Za-z0-9]{0,20})[^<>]*>"
    r"|<(?P<tag>[A-Za-z][A-Za-z0-9]{0,20})(?P<more>(?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*+)>"
)
_ATTRIBUTE: Final = re.compile(r"([A-Za-z-]{1,40})(?:\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_MOST_ATTRIBUTES: Final = 2_000
_HIDING: Final = ("display:none", "visibility:hidden", "font-size:0", "mso-hide:all")
#: How programs mark what they quote.
_QUOTE_CLASSES: Final = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote")
_QUOTE_IDS: Final = ("divrplyfwdmsg", "appendonsend", "reply-intro")
_SIGNATURE_CLASSES: Final = ("gmail_signature", "moz-signature")

#: A line behind which everything is somebody's earlier mail.
_QUOTE_BEGINS: Final = re.compile(
    r"^\s*(?:"
    r"-{2,}\s*(?:original message|forwarded message|הודעה מקורית|הודעה שהועברה)\s*-{2,}"
    r"|on .{4,120}\bwrote:"
    r"|(?:ב|בתאריך |ביום ).{4,120}(?:כתב|כתבה|כתב/ה|מאת).{0,120}:"
    r"|_{10,}"
    r")\s*$",
    re.IGNORECASE,
)
#: The head of an earlier mail, as Outlook puts it: a sender, and soon a date and a subject.
_HEAD: Final = re.compile(r"^\s*\*?(?:from|מאת)\*?:\s?\S", re.IGNORECASE)
_HEAD_GOES_ON: Final = re.compile(r"^\s*\*?(?:sent|date|to|subject|נשלח|תאריך|אל|נושא)\*?:\s?\S", re.IGNORECASE)
_SENT_FROM: Final = re.compile(
    r"^\s*(?:sent from my \w.{0,40}|נשלח מ(?:ה|ן )?-?(?:iphone|אייפון|טלפון).{0,40})$", re.IGNORECASE
)
_SPACES: Final = re.compile(r"[^\S\n]+")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """The text in Unicode's composed form, without what cannot be seen; lines stay, other white space is one space."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    composed = unicodedata.normalize("NFC", lines)
    seen = "".join(_seen(character) for character in composed)
    spaced = "\n".join(line.strip() for line in _SPACES.sub(" ", seen).split("\n"))
    return _EMPTY_LINES.sub("\n\n", spaced).strip()


def _seen(character: str) -> str:
    """The character, a space in the place of one that parts words, or nothing for one that is not seen."""
    if character == "\n":
        return character
    if character == "\t":
        return " "
    # Category C: controls, formats (direction marks, joiners, tags), surrogates, private and unassigned characters.
    return "" if unicodedata.category(character)[0] == "C" else character


def without_markup(page: str) -> str:
    """What of a page is read, without what it quotes; the page itself is never run, and nothing it names is loaded."""
    reader, behind = _Reader(), 0
    for found in _MARKUP.finditer(page):
        reader.words(page[behind : found.start()])
        behind = found.end()
        if found["end"]:
            reader.end(found["end"].lower())
        elif found["tag"]:
            reader.begin(found["tag"].lower(), found["more"])
    reader.words(page[behind:])
    return "".join(reader.read)


def own_words(text: str) -> tuple[str, bool]:
    """The message without quoted replies and signature, and whether any reply was dropped."""
    lines = text.split("\n")
    kept = list(_until_quote(lines))
    own = [line for line in kept if not line.lstrip().startswith(">")]
    dropped = len(own) < len([line for line in lines if line.strip()]) and (
        len(own) < len(kept) or any(line.strip() for line in lines[len(kept) :])
    )
    return tidy("\n".join(_until_signature(own))), dropped


def _until_quote(lines: list[str]) -> Iterator[str]:
    for at, line in enumerate(lines):
        # Programs break the line "On … wrote:" where it grows long.
        both = f"{line.rstrip()} {lines[at + 1].strip()}" if at + 1 < len(lines) else line
        if _QUOTE_BEGINS.match(line) or (_QUOTE_BEGINS.match(both) and both.rstrip().endswith(":")):
            return
        if _HEAD.match(line) and any(_HEAD_GOES_ON.match(after) for after in lines[at + 1 : at + 4]):
            return
        yield line


def _until_signature(lines: list[str]) -> Iterator[str]:
    for line in lines:
        # RFC 3676: two hyphens and a space by themselves; many programs lose the space.
        if line.rstrip() == "--" or _SENT_FROM.match(line):
            return
        yield line


@dataclass(slots=True)
class _Reader:
    """Collects the words of a page. Depth is counted and not kept, so that no page is too deep."""

    read: list[str] = field(default_factory=list)
    _skipping: str = ""  # the tag whose end is waited for
    _depth: int = 0

    def begin(self, tag: str, attributes: str) -> None:
        """A tag, with what stands in it behind its name."""
        if self._skipping:
            self._depth += tag == self._skipping
            return
        if tag in _BLOCKS:
            self.read.append("\n")
        if tag not in _ALONE and (tag in _UNREAD or tag == "blockquote" or _is_quoted(attributes)):
            self._skipping, self._depth = tag, 1

    def end(self, tag: str) -> None:
        """The end of a tag."""
        if self._skipping:
            self._depth -= tag == self._skipping
            if self._depth == 0:
                self._skipping = ""
        elif tag in _BLOCKS:
            self.read.append("\n")

    def words(self, text: str) -> None:
        """What stands between two tags."""
        if not self._skipping:
            self.read.append(unescape(text).replace("\n", " "))


def _is_quoted(said: str) -> bool:
    attributes = {name.lower(): (a or b or c).lower() for name, a, b, c in _ATTRIBUTE.findall(said[:_MOST_ATTRIBUTES])}
    classes, style = attributes.get("class", ""), attributes.get("style", "").replace(" ", "")
    hidden = "hidden" in attributes or any(one in style for one in _HIDING)
    marked = any(name in classes for name in (*_QUOTE_CLASSES, *_SIGNATURE_CLASSES))
    return hidden or marked or attributes.get("id", "") in _QUOTE_IDS

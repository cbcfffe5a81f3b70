"""Text as word errors are counted on it, and as a product that knows only exact text compares it."""

import re

_PARTING = re.compile("[-־–—/]")  # what joins two words in writing
_NOT_SAID = re.compile("[\u0591-\u05c7]|[^\\w\\s]")  # niqqud, cantillation, punctuation, marks of direction
_SLOT = re.compile(r"\.\.\.|…|<[^<>]*>")


def plain(text: str) -> str:
    """Lower case, without niqqud and punctuation, words parted by single spaces."""
    return " ".join(_NOT_SAID.sub("", _PARTING.sub(" ", text.casefold())).split())


def parts(wording: str) -> tuple[str, ...]:
    """The plain pieces of a wording between its slots, none of them empty."""
    return tuple(piece for piece in map(plain, _SLOT.split(wording)) if piece)


def without_slots(wording: str) -> str:
    """The wording as people read it, its slots left out."""
    return " ".join(_SLOT.sub(" ", wording).split())

"""Text as words are compared and word errors are counted on it."""

import re

_PARTING = re.compile("[-־–—/]")  # what joins two words in writing
_NOT_SAID = re.compile("[\u0591-\u05c7]|[^\\w\\s]")  # niqqud, cantillation, punctuation, marks of direction


def plain(text: str) -> str:
    """Lower case, without niqqud and punctuation, words parted by single spaces."""
    return " ".join(_NOT_SAID.sub("", _PARTING.sub(" ", text.casefold())).split())

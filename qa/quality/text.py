"""Wordings as a product that knows only exact text compares them."""

import re

from qa.pipeline.plain import plain

_SLOT = re.compile(r"\.\.\.|…|<[^<>]*>")


def parts(wording: str) -> tuple[str, ...]:
    """The plain pieces of a wording between its slots, none of them empty."""
    return tuple(piece for piece in map(plain, _SLOT.split(wording)) if piece)


def without_slots(wording: str) -> str:
    """The wording as people read it, its slots left out."""
    return " ".join(_SLOT.sub(" ", wording).split())

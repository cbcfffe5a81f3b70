"""Situations that every service knows: what else a customer may say who says what a rubric's examples say."""

import re
from functools import lru_cache

from qa.pipeline.situations import english, hebrew

_KINDS = {"en": english.KINDS, "he": hebrew.KINDS}
_PLAIN = {"en": english.PLAIN, "he": hebrew.PLAIN}
_CHOICE = re.compile(r"\{([^{}]*)\}")
_OPTION = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"<[^<>]*>|\.\.\.|…")
#: So many plain sentences stand for a wording with choices.
_FORMS = 3


@lru_cache(maxsize=4)
def kinds(language: str) -> dict[str, tuple[str, ...]]:
    """The wordings of each kind of situation in a language, as a rubric writes them; none in other languages."""
    return _KINDS.get(language, {})


@lru_cache(maxsize=4)
def plain(language: str) -> tuple[str, ...]:
    """What customers say when nothing out of the way happens."""
    return _PLAIN.get(language, ())


@lru_cache(maxsize=2_000)
def sentences(wording: str) -> tuple[str, ...]:
    """A few plain sentences that the wording stands for: its choices in turn, with and without what may be left out."""
    forms = (_form(wording, number) for number in range(_FORMS))
    return tuple(dict.fromkeys(" ".join(form.split()) for form in forms))


def _form(wording: str, number: int) -> str:
    def choice(group: re.Match[str]) -> str:
        choices = group[1].split("|")
        return choices[number % len(choices)]

    chosen = _CHOICE.sub(choice, wording)
    chosen = _OPTION.sub(lambda group: group[1].split("|")[0] if number % 2 == 0 else " ", chosen)
    return _SLOT.sub(" ", chosen)

"""A sentence of the book in its two forms: as people say it, and as patterns of what counts as it."""

import re
from collections.abc import Sequence

_INNERMOST = re.compile(r"\{([^{}\[\]]*)\}|\[([^{}\[\]]*)\]")
_SLOT = re.compile(r"<[^<>]*>|\.\.\.")
_SPACES = re.compile(r"\s+")
#: `מבין/מבינה`: forms of one word, as people write them.
_FORMS = re.compile(r"[^\s/{}|\[\]<>,.;:!?…]+(?:/[^\s/{}|\[\]<>,.;:!?…]+)+")
#: What the family's syntax reads as marks, and a sentence for people has no use for.
_MARKS = re.compile(r"[{}\[\]|<>]")
#: Two words with fewer first letters in common are no forms of one.
_COMMON_LETTERS = 2


def readable(pattern: str, *, short: bool = False) -> str:
    """The pattern as a sentence for people: forms of a word side by side, of other choices the first, `…` for a slot.

    `short`: without what may be left out.
    """
    text = _SLOT.sub("…", pattern)
    while (found := _INNERMOST.search(text)) is not None:
        left_out = found[2] is not None and short
        chosen = "" if left_out else _one_of((found[1] or found[2]).split("|"))
        text = text[: found.start()] + chosen + text[found.end() :]
    return _SPACES.sub(" ", text).strip()


def _one_of(choices: Sequence[str]) -> str:
    first = choices[0]
    forms = [other for other in choices[1:] if _is_form_of(first, other)]
    return "/".join([first, *forms])


def _is_form_of(first: str, other: str) -> bool:
    """Gender and number in Hebrew: one word each, alike up to the last letter of the shorter one."""
    if any(letter.isascii() for letter in first + other):
        return False
    shorter = min(len(first), len(other))
    common = next((at for at in range(shorter) if first[at] != other[at]), shorter)
    return common >= max(_COMMON_LETTERS, shorter - 1)


def has_marks(say: str) -> bool:
    """Whether a sentence for people holds marks of the family's syntax."""
    return _MARKS.search(say) is not None


def patterns(say: str, wordings: Sequence[str]) -> tuple[str, ...]:
    """What counts as the sentence: its wordings, or else itself with its forms as choices."""
    if wordings:
        return tuple(wordings)
    return (_FORMS.sub(lambda found: "{" + found[0].replace("/", "|") + "}", _MARKS.sub(" ", say)),)

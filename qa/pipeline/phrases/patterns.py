"""The family syntax: one entry covers a sentence with its forms.

`{מבין|מבינה}` is a choice, `[בבקשה]` may be left out, `<name>` or `...` is a slot for a few words that nobody can know.
Groups nest. A beginning written onto a choice or a slot belongs to it, as Hebrew prefixes do: `ש{קשה|נוח}`, `ל<name>`.
A pattern is unfolded into a few plain sequences; one-word choices stay choices inside a sequence.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from qa.pipeline.phrases.normalise import normalise, tokens, weight
from qa.platform.errors import Refused

#: How many words a slot may swallow.
SLOT_WORDS = 6
#: Beyond this a pattern is several phrases that someone wrote as one.
MOST_SEQUENCES = 64

_TOKEN = re.compile(r"<[^<>]*>|\.\.\.|…|[{}\[\]|]|[^<>{}\[\]|…]+?(?=\.\.\.|[<>{}\[\]|…]|$)", re.DOTALL)


class BadPattern(Refused):
    """A wording that does not follow the family syntax."""

    code = "bad_pattern"

    def __init__(self, pattern: str, problem: str) -> None:
        self.pattern, self.problem = pattern, problem
        super().__init__(f"the wording {pattern!r} {problem}")


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a sequence: any of `choices` (normalised words), or a slot where there are none.

    `spelt` are the choices as they are written; empty for a word that its neighbour's spelling includes ("can't").
    """

    choices: tuple[str, ...]
    optional: bool = False
    spelt: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_slot(self) -> bool:
        """Whether a few unknown words stand here."""
        return not self.choices

    @property
    def weight(self) -> float:
        """How much its absence costs; 0 where it may be absent."""
        return 0.0 if self.is_slot or self.optional else weight(self.choices[0])


Sequence = tuple[Element, ...]
_SLOT: Sequence = (Element(()),)
_CLOSING = {"{": "}", "[": "]"}


@lru_cache(maxsize=2_000)
def sequences(pattern: str) -> tuple[Sequence, ...]:
    """Every plain sequence that the pattern stands for. Raises BadPattern, never returns an empty sequence."""
    reader = _Reader(pattern)
    unfolded = tuple(dict.fromkeys(_trimmed(found) for found in reader.read_all()))
    if any(not any(element.choices and not element.optional for element in found) for found in unfolded):
        raise BadPattern(pattern, "has no word that must be said")
    return unfolded


def _trimmed(sequence: Sequence) -> Sequence:
    """Without slots at either end: they would swallow words that have nothing to do with the phrase."""
    start, end = 0, len(sequence)
    while start < end and sequence[start].is_slot:
        start += 1
    while end > start and sequence[end - 1].is_slot:
        end -= 1
    return sequence[start:end]


class _Reader:
    """Reads one pattern from left to right; groups call it again for their inside."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.tokens = _TOKEN.findall(pattern)
        self.at = 0
        self.beginning = ""
        if "".join(self.tokens) != pattern:
            raise BadPattern(pattern, "has a stray < or >")

    def read_all(self) -> list[Sequence]:
        found = self._run(closing="")
        if self.at < len(self.tokens):
            raise BadPattern(self.pattern, f"has a {self.tokens[self.at]!r} that nothing opened")
        return found

    def _run(self, closing: str) -> list[Sequence]:
        """What stands here up to a bar, the closing bracket or the end, in all its forms."""
        found: list[Sequence] = [()]
        while self.at < len(self.tokens) and self.tokens[self.at] not in {"|", "}", "]"}:
            forms = self._part(self.tokens[self.at])
            found = [left + right for left, right in product(found, forms)]
            if len(found) > MOST_SEQUENCES:
                raise BadPattern(self.pattern, f"unfolds into more than {MOST_SEQUENCES} sentences; split it")
        if closing and self.at >= len(self.tokens):
            raise BadPattern(self.pattern, f"lacks a closing {closing!r}")
        return found

    def _part(self, opening: str) -> list[Sequence]:
        """The forms of what stands here: a slot, a group, or plain words."""
        self.at += 1
        if _is_slot(opening):
            self.beginning = ""  # nobody knows the word that it begins
            return [_SLOT]
        if opening in _CLOSING:
            beginning, self.beginning = self.beginning, ""
            forms = [_begun(beginning, form) for form in self._choices(_CLOSING[opening])]
            self._expect_space_behind()
            return _as_one_place(forms, optional=opening == "[")
        return [_plain(self._without_beginning(opening).split())]

    def _without_beginning(self, text: str) -> str:
        """The text without a last word that runs into a choice or slot; that is kept for what it begins."""
        following = self.tokens[self.at] if self.at < len(self.tokens) else ""
        if text[-1].isspace() or not (following == "{" or _is_slot(following)) or not text[-1].isalpha():
            return text
        words = text.split()
        self.beginning = words[-1]
        return " ".join(words[:-1])

    def _expect_space_behind(self) -> None:
        if self.at < len(self.tokens) and self.tokens[self.at][0].isalpha():
            raise BadPattern(self.pattern, f"lacks a space before {self.tokens[self.at].split()[0]!r}")

    def _choices(self, closing: str) -> list[Sequence]:
        found = self._run(closing)
        while self.tokens[self.at] == "|":
            self.at += 1
            found += self._run(closing)
        if self.tokens[self.at] != closing:
            raise BadPattern(self.pattern, f"closes with {self.tokens[self.at]!r} where {closing!r} was due")
        self.at += 1
        return found


def _is_slot(token: str) -> bool:
    return token.startswith("<") or token in {"...", "…"}


def _plain(words: list[str]) -> Sequence:
    """A place for each comparable word."""
    places: list[Element] = []
    spelt_until = -1
    for token in tokens(words):
        written = " ".join(words[token.first : token.last + 1]) if token.first > spelt_until else ""
        places.append(Element((token.text,), spelt=(written,)))
        spelt_until = token.last
    return tuple(places)


def _begun(beginning: str, form: Sequence) -> Sequence:
    """The form with the beginning written onto its first word."""
    if not beginning or not form:
        return form
    spelt = tuple(beginning + written for written in form[0].spelt)
    whole = tuple(normalise(written).replace(" ", "") for written in spelt)
    return (Element(whole, optional=form[0].optional, spelt=spelt), *form[1:])


def _as_one_place(forms: list[Sequence], *, optional: bool) -> list[Sequence]:
    """A group of single words is one place with choices; any other group is unfolded."""
    if all(len(form) == 1 and not form[0].is_slot and not form[0].optional for form in forms):
        words = {word: spelt for form in forms for word, spelt in zip(form[0].choices, form[0].spelt, strict=True)}
        return [(Element(tuple(words), optional=optional, spelt=tuple(words.values())),)]
    return [*forms, ()] if optional else forms

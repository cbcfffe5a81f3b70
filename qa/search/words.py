"""Words as they are searched: what was said and what is asked for are normalised by the same hand.

Hebrew puts its little words in front: "לביטול" and "והביטול" are said where "ביטול" is meant. So a word is kept under
itself and under what is left of it behind each run of prefix letters that it may carry, and it is asked for together
with its other forms (gender, number, regular endings). A phrase in quotes is asked for as it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.pipeline.phrases import inflection
from qa.pipeline.phrases.normalise import stems, tokens
from qa.pipeline.redact import kind_of_mark
from qa.platform.errors import Refused

#: A quotation mark opens a phrase at the beginning of a word and closes it at the end of one: חו"ל is a word.
_PHRASE = re.compile(r"""(?:^|(?<=\s))["“”„״]([^\s].*?)["“”„״](?=\s|$)""")
_BEGINNING = "*"
#: Behind a prefix of the word that is asked for, a shorter rest would be another word: מספר is no ספר.
_SHORTEST_REST = 4
#: A beginning of one letter would find half the language.
_SHORTEST_BEGINNING = 2
#: Databases bound how long a word may be; nobody says a longer one.
_LONGEST_WORD = 60


class NothingAsked(Refused):
    """The question holds no word."""

    code = "nothing_asked"

    def __init__(self, question: str) -> None:
        self.question = question
        super().__init__(f"{question!r} holds no word to look for; write at least one letter or digit")


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A comparable word of a turn; `first`..`last` are the words of its text that it came from, both included."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class WantedWord:
    """One word that is asked for, wherever in the turn: any of these forms, or any word with that beginning."""

    forms: frozenset[str] = frozenset()
    beginning: str | None = None

    def fits(self, said: str) -> bool:
        """Whether this comparable word is meant."""
        if self.beginning is not None:
            return any(form.startswith(self.beginning) for form in said_forms(said))
        return not self.forms.isdisjoint(said_forms(said))


@dataclass(frozen=True, slots=True)
class Question:
    """What a turn must hold: every phrase word after word, and every word somewhere."""

    phrases: tuple[tuple[str, ...], ...]
    words: tuple[WantedWord, ...]


def comparable(words: Sequence[str]) -> list[SaidWord | None]:
    """The comparable words of a turn, in order. None stands for a personal number that was taken out: nothing finds it,
    and no phrase runs across it.
    """
    found: list[SaidWord | None] = []
    start = 0
    for index in [n for n, word in enumerate(words) if kind_of_mark(word)] + [len(words)]:
        found += [
            SaidWord(token.text[:_LONGEST_WORD], start + token.first, start + token.last)
            for token in tokens(words[start:index])
        ]
        if index < len(words):
            found.append(None)
        start = index + 1
    return found


@lru_cache(maxsize=20_000)
def said_forms(said: str) -> frozenset[str]:
    """Under which words a comparable word that was said is found."""
    return stems(said)


def question(text: str) -> Question:
    """Reads what was typed: "a phrase", words, and a beginning*. Raises NothingAsked."""
    phrases = [_plain(found[1].split()) for found in _PHRASE.finditer(text)]
    rest = _PHRASE.sub(" ", text).split()
    begun = [_plain([word.rstrip(_BEGINNING)]) for word in rest if word.endswith(_BEGINNING)]
    whole = _plain([word for word in rest if not word.endswith(_BEGINNING)])
    beginnings = [WantedWord(beginning=words[-1]) for words in begun if words and _is_long(words[-1])]
    spelt = [word for words in begun if words for word in (words[:-1] if _is_long(words[-1]) else words)]
    asked = Question(
        tuple(phrase for phrase in phrases if phrase),
        (*(WantedWord(forms_of(word)) for word in dict.fromkeys([*whole, *spelt])), *beginnings),
    )
    if not asked.phrases and not asked.words:
        raise NothingAsked(text)
    return asked


@lru_cache(maxsize=2_000)
def forms_of(word: str) -> frozenset[str]:
    """The comparable word that is asked for, with its other forms, and without the prefixes that it came with."""
    rests = {stem for stem in stems(word) if stem == word or len(stem) >= _SHORTEST_REST}
    rests |= {noun for rest in rests for noun in _nouns_in_it(rest)}
    return frozenset(form for rest in rests for form in inflection.forms(rest))


def _nouns_in_it(word: str) -> Iterator[str]:
    """One and many of nouns like חשבונית, חשבוניות, which the phrases' families do not have."""
    if len(word) > _SHORTEST_REST and word.endswith("יות"):
        yield word.removesuffix("ות") + "ת"
    elif len(word) > _SHORTEST_REST and word.endswith("ית"):
        yield word.removesuffix("ת") + "ות"


def found_in(words: Sequence[str], asked: Question) -> list[tuple[int, int]]:
    """Which words of a turn's text are meant, as first and last index, both included, in order and apart."""
    said = comparable(words)
    spans = [span for phrase in asked.phrases for span in _runs(said, phrase)]
    spans += [
        (word.first, word.last) for word in said if word and any(wanted.fits(word.text) for wanted in asked.words)
    ]
    joined: list[tuple[int, int]] = []
    for first, last in sorted(set(spans)):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(token.text[:_LONGEST_WORD] for token in tokens(words))


def _is_long(beginning: str) -> bool:
    return len(beginning) >= _SHORTEST_BEGINNING


def _runs(said: Sequence[SaidWord | None], phrase: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for at in range(len(said) - len(phrase) + 1):
        run = said[at : at + len(phrase)]
        first, last = run[0], run[-1]
        if first and last and all(word and word.text == wanted for word, wanted in zip(run, phrase, strict=True)):
            yield first.first, last.last

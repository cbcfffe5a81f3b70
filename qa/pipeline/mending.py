"""A person's words in the place of a machine's: which word was said when, and how far the machine was off.

Words that stay keep their times and probabilities. What is new between two of them takes the time of what it stands
for, or of the pause between them, shared out by the number of letters; a person's own words are certain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein, Opcodes

from qa.engines.interfaces import Word
from qa.pipeline import whose
from qa.pipeline.model import Transcript, Turn
from qa.pipeline.plain import plain
from qa.platform.spans import Span, subtract


@dataclass(frozen=True, slots=True)
class Difference:
    """How far the machine's words are from what was said: words said, and the edits between the two."""

    words: int
    errors: int

    def __add__(self, other: "Difference") -> "Difference":
        return Difference(self.words + other.words, self.errors + other.errors)


def mended(turn: Turn, text: str) -> Turn:
    """The turn with these words; none at all where nothing was said. Its speaker and its span stay."""
    return replace(turn, words=tuple(_placed(turn, text.split())))


def quieted(said: Transcript, heard: Transcript) -> Transcript:
    """The transcript with speech only where somebody says something: not in turns that were left without words.

    `heard` is what the machine made of the call, turn by turn and party by party the same: its speech comes back with
    words that are put back.
    """
    if not said.parties:
        turns = said.turns
        speech = {
            who: _voiced([turn for turn in turns if turn.speaker == who], spans) for who, spans in heard.speech.items()
        }
        return replace(said, speech=speech)
    parties = []
    for number, (now, before) in enumerate(zip(said.parties, heard.parties, strict=True)):
        spans = _voiced([turn for turn in said.turns if turn.party == number], before.speech)
        parties.append(replace(now, speech=spans, loudness=before.loudness if spans else None))
    about_roles = [flag for flag in said.flags if flag.code in whose.ABOUT_ROLES]
    return whose.named(replace(said, parties=tuple(parties)), [party.speaker for party in parties], about_roles)


def _voiced(turns: Sequence[Turn], speech: Sequence[Span]) -> tuple[Span, ...]:
    """What of one side's speech is left: none of a stretch that only turns without words lie in, else less those."""
    left: list[Span] = []
    for span in speech:
        here = [turn for turn in turns if turn.span.overlaps(span)]
        empty = [turn.span for turn in here if not turn.words]
        if not empty:
            left.append(span)
        elif spoken := [turn.span for turn in here if turn.words]:
            left += subtract([span], subtract(empty, spoken))
    return tuple(left)


def difference(machine: str, said: str) -> Difference:
    """How far one turn's words as heard are from what was said, punctuation and niqqud aside."""
    heard, true = plain(machine).split(), plain(said).split()
    return Difference(len(true), Levenshtein.distance(heard, true))


def _placed(turn: Turn, said: Sequence[str]) -> Iterator[Word]:
    old = turn.words
    edits = Levenshtein.opcodes([_key(word.text) for word in old], [_key(text) for text in said])
    for kept, first, last, start, end in _blocks(edits):
        if kept:
            yield from (replace(word, text=text) for word, text in zip(old[first:last], said[start:end], strict=True))
        elif last - first == end - start:
            yield from (_certain(text, word.span) for word, text in zip(old[first:last], said[start:end], strict=True))
        else:
            yield from _shared(said[start:end], _room(turn, first, last))


def _key(text: str) -> str:
    """What two spellings of one word have in common; a word of mere signs is only ever itself."""
    return plain(text) or text


#: Whether the words stay, the places of the old words, and those of the new; ends are behind the last.
_Block = tuple[bool, int, int, int, int]


def _blocks(edits: Opcodes) -> Iterator[_Block]:
    """The edits, those that follow one another without a word that stays between them made one."""
    waiting: _Block | None = None
    for edit in edits:
        place = (edit.src_start, edit.src_end, edit.dest_start, edit.dest_end)
        if edit.tag == "equal":
            if waiting:
                yield waiting
            waiting = None
            yield (True, *place)
        else:
            _, first, _, start, _ = waiting or (False, *place)
            waiting = (False, first, edit.src_end, start, edit.dest_end)
    if waiting:
        yield waiting


def _room(turn: Turn, first: int, last: int) -> Span:
    """The time of the words from `first` up to `last`, or the pause before `first` where these are none."""
    if first < last:
        return Span(turn.words[first].span.start, max(word.span.end for word in turn.words[first:last]))
    before = turn.words[first - 1].span.end if first else turn.span.start
    after = turn.words[first].span.start if first < len(turn.words) else turn.span.end
    return Span(min(before, after), after)


def _shared(texts: Sequence[str], room: Span) -> Iterator[Word]:
    letters = [max(1, len(_key(text))) for text in texts]
    done, whole = 0, sum(letters)
    for text, count in zip(texts, letters, strict=True):
        start = room.start + room.length * done // whole
        done += count
        yield _certain(text, Span(start, room.start + room.length * done // whole))


def _certain(text: str, span: Span) -> Word:
    return Word(text, span, 1.0)

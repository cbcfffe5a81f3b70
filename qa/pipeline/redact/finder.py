"""Finds personal numbers in what was said: cards, security codes, Israeli identity numbers, telephones.

Only places are found. The digits themselves are in no result, so that none can leak into a log.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from qa.engines.interfaces import Word
from qa.pipeline import digits
from qa.pipeline.digits import Run
from qa.pipeline.model import Speaker, Transcript
from qa.pipeline.redact import garbled
from qa.pipeline.redact.cues import PERSONAL, Cue, CueHeard, announces, cue_of, cues_in, sounds_like_a_cue, words_of
from qa.pipeline.redact.rules import KINDS, Kind, Number, is_no_secret, kind_of
from qa.platform.spans import Span

#: A cue tells of a number that begins within this time behind it, or ends this little before it.
_CUE_AHEAD_MS, _CUE_BEHIND_MS = 25_000, 3_000
#: What is nobody's secret has to be named this shortly before: somebody who ordered last week still has a card.
_SPARING_AHEAD_MS = 10_000
#: Words that only sound like a number are one if a cue was said so shortly before.
_GARBLED_AHEAD_MS = 12_000
#: The rest of a number that somebody interrupted begins within so many words.
_MOST_WORDS_INTERRUPTED = 8
#: Beside a garbled run its neighbours may be digits as well; they follow without a pause.
_BESIDE_MS = 700
#: So much speech behind the last word may still be its own.
_TRAILING_MS = 2_000
#: Nobody reads digits out faster than this; a written number that seems faster began before its word does.
_DIGIT_MS = 330
#: What a word takes that stands before it.
_WORD_MS, _LETTER_MS = 150, 60
#: A stretch of words like digits that is for the most part found already says nothing new.
_FOUND_ALREADY = 0.6
_AS_MANY_WORDS_AS_A_CARD = 12
_KIND_OF_CUE: dict[str, Kind] = {kind: kind for kind in KINDS}

#: What follows an amount, a time or a count; it also ends a number.
_UNITS = words_of(
    "dollar dollars shekel shekels nis euro euros pound pounds cent cents percent minute minutes hour hours day days"
    " week weeks month months year years times digits pm am שקל שקלימ שח דולר דולרימ אירו יורו אגורות אחוז אחוזימ דקה"
    " דקות שעה שעות ימימ שבועות חודשימ שנה שנימ פעמימ ספרות"
)
_MONEY = re.compile(r"^[^\w]*[$₪€£]|[$₪€£%][^\w]*$")
_STAR = {"star", "asterisk", "כוכבית"}


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """Where a personal number was said. `masked` are its words with every digit, spelt or written, as a dot."""

    kind: Kind
    span: Span  # as long as it sounds
    speaker: Speaker
    masked: str
    said: Span  # from its first word's start to its last one's end, as the transcript has them


@dataclass(frozen=True, slots=True)
class _Place:
    """Words `first`..`last` (indices, both included) of one speaker; `width` digits, 0 where they cannot be counted."""

    kind: Kind
    first: int
    last: int
    width: int = 0


def find(transcript: Transcript) -> tuple[PersonalNumber, ...]:
    """Every personal number in the call, in time order; none of one speaker overlap."""
    speakers = dict.fromkeys(turn.speaker for turn in transcript.turns)
    cues = sorted(
        (cue for speaker in speakers for cue in cues_in(_words_of(transcript, speaker), speaker)),
        key=lambda cue: cue.span,
    )
    found = [number for speaker in speakers for number in _Listener(transcript, speaker, cues).find()]
    return tuple(sorted(found, key=lambda number: number.span))


def _words_of(transcript: Transcript, speaker: Speaker) -> tuple[Word, ...]:
    words = (word for turn in transcript.turns if turn.speaker == speaker for word in turn.words)
    return tuple(sorted(words, key=lambda word: (word.span.start, word.span.end)))


class _Listener:
    """Finds the numbers of one speaker."""

    def __init__(self, transcript: Transcript, speaker: Speaker, cues: list[CueHeard]) -> None:
        self.words, self.speaker, self.cues = _words_of(transcript, speaker), speaker, cues
        self.speech = transcript.speech.get(speaker, ())
        # When something was said that sounds like a request for a number, by whomever.
        everybody = (word for turn in transcript.turns for word in turn.words)
        self.alike = sorted(word.span.end for word in everybody if sounds_like_a_cue(word.text))

    def find(self) -> list[PersonalNumber]:
        """The personal numbers, in order."""
        numbers = [self._number(run) for run in self._whole(digits.runs(self.words, _UNITS))]
        read = [self._place(kind, number.run) for number in numbers if (kind := kind_of(number))]
        spared = [number.run for number in numbers if is_no_secret(number)]
        return [self._personal(place) for place in self._with_garbled(read, spared)]

    def _with_garbled(self, read: list[_Place], spared: list[Run]) -> list[_Place]:
        """The places of numbers that could be read, and of stretches that only sound like one; disjoint, in order."""
        places = list(read)
        about = garbled.About(self.speaker == "agent", self._is_asked_for, self._is_announcement, _UNITS)
        for stretch in garbled.stretches(self.words, about):
            touched = [place for place in places if _shared(place, stretch)]
            known = sum(_shared(p, stretch) for p in touched) + sum(_shared(run, stretch) for run in spared)
            if known >= _FOUND_ALREADY * (stretch.last - stretch.first + 1):
                continue
            places = [place for place in places if place not in touched]
            places.append(
                _Place(
                    max(touched, key=lambda p: p.last - p.first).kind if touched else self._garbled_kind(stretch),
                    min([stretch.first, *(p.first for p in touched)]),
                    max([stretch.last, *(p.last for p in touched)]),
                )
            )
        return sorted(places, key=lambda place: place.first)

    def _garbled_kind(self, stretch: garbled.Stretch) -> Kind:
        """What was asked for; else what has so many digits."""
        for heard in reversed(self._cues_before(self.words[stretch.first].span.start)):
            kind = _KIND_OF_CUE.get(heard.cue)
            if kind:
                return kind
        return "card" if stretch.last - stretch.first + 1 >= _AS_MANY_WORDS_AS_A_CARD else "id_number"

    def _is_asked_for(self, word: Word) -> bool:
        """Whether somebody announced or asked for a number shortly before this word."""
        end = word.span.start
        at = bisect_left(self.alike, end)
        return at > 0 and self.alike[at - 1] >= end - _GARBLED_AHEAD_MS

    @staticmethod
    def _is_announcement(word: Word) -> bool:
        return any(announces(piece) for piece in digits.plain(word.text))

    def _whole(self, runs: list[Run]) -> list[Run]:
        """The runs, those made one that a word in between had parted."""
        whole: list[Run] = []
        for run in runs:
            if whole and self._goes_on(whole[-1], run):
                whole[-1] = whole[-1].with_run(run)
            else:
                whole.append(run)
        return whole

    def _goes_on(self, begun: Run, run: Run) -> bool:
        cue = self._cue_of(begun)
        longest = {"card": 19, "id_number": 9, "phone": 13}.get(cue or "", 0)
        complete = {"card": 13, "id_number": 8, "phone": 9}.get(cue or "", 0)
        between = Span(self._span(begun).end, max(self._span(begun).end, self._span(run).start))
        return (
            begun.is_sure
            and run.is_sure
            and not (begun.is_amount or run.is_amount)
            and begun.width < complete
            and begun.width + run.width <= longest
            and run.first - begun.last <= _MOST_WORDS_INTERRUPTED + 1
            and between.length <= digits.LONGEST_PAUSE_MS
            and not any(between.overlaps(heard.span) for heard in self.cues)
        )

    def _number(self, run: Run) -> Number:
        before = self._cues_before(self._span(run).start)
        about_code = [heard.cue for heard in before if heard.cue in {"security_code", "expiry"}]
        first, last = self.words[run.first].text, self.words[run.last].text
        return Number(
            run,
            cue=self._cue_of(run),
            code_asked=about_code[-1:] == ["security_code"],
            signed=first.startswith("+"),
            is_aside=run.is_amount or _MONEY.search(first + last) is not None or self._has_aside_beside(run),
        )

    def _has_aside_beside(self, run: Run) -> bool:
        """Whether a unit follows, or a star comes before, as in *2700."""
        following = digits.plain(self.words[run.last + 1].text) if run.last + 1 < len(self.words) else ()
        before = digits.plain(self.words[run.first - 1].text) if run.first else ()
        starred = self.words[run.first].text.startswith("*") or not _STAR.isdisjoint(before[-1:])
        return starred or not _UNITS.isdisjoint(following[:1])

    def _cues_before(self, start: int) -> list[CueHeard]:
        nearby = self.cues[: bisect_left(self.cues, start, key=lambda heard: heard.span.start)]
        return [
            heard
            for heard in nearby
            if heard.span.start >= start - (_CUE_AHEAD_MS if heard.cue in PERSONAL else _SPARING_AHEAD_MS)
        ]

    def _cue_of(self, run: Run) -> Cue | None:
        """The latest cue before the number; else the first that its own speaker says right behind it."""
        if before := self._cues_before(self._span(run).start):
            return before[-1].cue
        end = self._span(run).end
        behind = (
            heard.cue
            for heard in self.cues
            if heard.speaker == self.speaker and end <= heard.span.start <= end + _CUE_BEHIND_MS
        )
        return next(behind, None)

    def _place(self, kind: Kind, run: Run) -> _Place:
        first, last = run.first, run.last
        if not run.is_sure:  # what stands beside a garbled number may be more of it
            first -= int(first > 0 and self._runs_into(first - 1))
            last += int(last + 1 < len(self.words) and self._runs_into(last))
        return _Place(kind, first, last, run.width if run.is_sure else 0)

    def _personal(self, place: _Place) -> PersonalNumber:
        words = self.words[place.first : place.last + 1]
        said = Span(words[0].span.start, max(word.span.end for word in words))
        masked = " ".join(_masked(word.text) for word in words)
        return PersonalNumber(place.kind, self._sounding(place, said), self.speaker, masked, said)

    def _sounding(self, place: _Place, said: Span) -> Span:
        """The words' time, and on to where speech ends or the next word begins: recognisers end last words early."""
        voiced = said.end
        for speech in self.speech:
            if speech.start <= voiced + _BESIDE_MS and speech.end > voiced:
                voiced = speech.end
        following = self.words[place.last + 1].span.start if place.last + 1 < len(self.words) else voiced
        end = max(said.end, min(voiced, following, said.end + _TRAILING_MS))
        return Span(self._true_start(place, said.start, end), end)

    def _true_start(self, place: _Place, start: int, end: int) -> int:
        """Where a number can have begun that takes so long to say; a recogniser may write it into its last second."""
        if not place.first:
            return start
        before = self.words[place.first - 1]
        free = before.span.start + _WORD_MS + _LETTER_MS * len(before.text)
        return min(start, max(free, end - _DIGIT_MS * place.width))

    def _runs_into(self, at: int) -> bool:
        """Whether word `at` and the next one are spoken in one breath and neither is a cue."""
        here, following = self.words[at], self.words[at + 1]
        cue = any(cue_of(piece) for word in (here, following) for piece in digits.plain(word.text))
        return not cue and following.span.start - here.span.end <= _BESIDE_MS

    def _span(self, run: Run) -> Span:
        words = self.words[run.first : run.last + 1]
        return Span(words[0].span.start, max(word.span.end for word in words))


def _shared(place: _Place | Run, stretch: garbled.Stretch) -> int:
    """How many words stand in both."""
    return max(0, min(place.last, stretch.last) - max(place.first, stretch.first) + 1)


def _masked(text: str) -> str:
    """Dots for the digits of a word, one dot for a word in letters."""
    return re.sub(r"\d", "•", text) if re.search(r"\d", text) else "•"

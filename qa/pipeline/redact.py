"""Finds personal numbers in what was said: cards, security codes, Israeli identity numbers, telephones.

Recall comes before precision: a long run of digits is taken for personal even where its check digit does not hold,
because recognisers mishear digits. What the words around it call an order, a date or an amount is spared.

Only places are found. The digits themselves are in no result, so that none can leak into a log.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from qa.engines.interfaces import Word
from qa.pipeline import digits
from qa.pipeline.digits import Run
from qa.pipeline.model import Speaker, Transcript
from qa.platform.spans import Span

Kind = Literal["card", "security_code", "id_number", "phone"]
_Cue = Literal["card", "security_code", "id_number", "phone", "expiry", "date", "order"]

#: A cue tells of a number that begins within this time behind it, or ends this little before it.
_CUE_AHEAD_MS, _CUE_BEHIND_MS = 25_000, 3_000
#: The rest of a number that somebody interrupted begins within so many words.
_MOST_WORDS_INTERRUPTED = 8
_CARD_LENGTHS = range(13, 20)
#: Nothing that is said in calls is as long as a card number but that.
_AS_LONG_AS_A_CARD = 12
_LONG_WITHOUT_A_CUE = 8
#: With a cue, recognisers may have lost or added this many.
_NEAR_ID_CUE = range(7, 11)
_NEAR_PHONE_CUE = range(7, 16)
_FEWEST_NEAR_CARD_CUE = 8
_CODE_LENGTHS = (3, 4)
#: Where digits were garbled: how many were surely heard, and how many there seem to be.
_GARBLED_SURE, _GARBLED_NEAR_CUE = 3, 5
_GARBLED_ID_AT_MOST = 11
#: Beside a garbled run its neighbours may be digits as well; they follow without a pause.
_BESIDE_MS = 700
#: So much speech behind the last word may still be its own.
_TRAILING_MS = 2_000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CUES: dict[_Cue, frozenset[str]] = {
    "card": _words("card cards credit debit visa mastercard amex כרטיס כרטיסי אשראי ויזה מאסטרקארד ישראכרט"),
    "security_code": _words("cvv cvc csc אבטחה בגב"),
    "id_number": _words("id identity identification passport ssn זהות תעודת תעודה תז דרכונ"),
    "phone": _words("phone telephone mobile cell cellphone callback טלפונ נייד סלולרי פלאפונ"),
    "expiry": _words("expiry expiration expires expire תוקפ"),
    "date": _words(
        "born birth birthday birthdate date january february april june july august september october november december"
        " תאריכ לידה נולד נולדה ינואר פברואר אפריל יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר"
    ),
    "order": _words(
        "order orders reference ticket case tracking invoice serial model confirmation booking extension parcel"
        " הזמנה הזמנת פנייה פניה אסמכתא קריאה משלוח חשבונית סידורי דגמ מעקב שלוחה"
    ),
}
#: What follows an amount, a time or a count; it also ends a number.
_UNITS = _words(
    "dollar dollars shekel shekels nis euro euros pound pounds cent cents percent minute minutes hour hours day days"
    " week weeks month months year years times digits pm am שקל שקלימ שח דולר דולרימ אירו יורו אגורות אחוז אחוזימ דקה"
    " דקות שעה שעות ימימ שבועות חודשימ שנה שנימ פעמימ ספרות"
)
_MONEY = re.compile(r"^[^\w]*[$₪€£]|[$₪€£%][^\w]*$")
_STAR = {"star", "asterisk", "כוכבית"}
_PREFIXES = "והבכלמש"
_MOST_PREFIXES = 2

#: Israeli numbers by the national numbering plan: mobile and wide-area codes, and the areas 2-4, 8 and 9.
_ISRAELI_PHONE = re.compile(r"(?:0|(?:00)?972)(?:5[0-9]|7[0-9]|[23489])[0-9]{7}")
_MOBILE = re.compile(r"0[57][0-9]{8}")
#: A business's own lines are nobody's personal number.
_BUSINESS_LINE = re.compile(r"1[5789][0-9]{2}[0-9]{6}|1[57]00[0-9]{6}|18[0-9]{2}[0-9]{7}")


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """Where a personal number was said. `masked` are its words with every digit, spelt or written, as a dot."""

    kind: Kind
    span: Span
    speaker: Speaker
    masked: str


@dataclass(frozen=True, slots=True)
class _CueHeard:
    cue: _Cue
    speaker: Speaker
    span: Span


@dataclass(frozen=True, slots=True)
class _Number:
    """A run of digits with what is known of it from its surroundings."""

    run: Run
    cue: _Cue | None  # the latest one before it, or else the first one behind it
    code_asked: bool  # a security code was spoken of, and nothing about an expiry date since
    signed: bool  # written with a + before it
    is_aside: bool  # an amount, a count, or a short code that anybody may dial

    @property
    def length(self) -> int:
        return self.run.width

    @property
    def surely_heard(self) -> int:
        return sum(item.width for item in self.run.items if item.is_sure)


def find(transcript: Transcript) -> tuple[PersonalNumber, ...]:
    """Every personal number in the call, in time order; none of one speaker overlap."""
    speakers = dict.fromkeys(turn.speaker for turn in transcript.turns)
    cues = sorted(
        (cue for speaker in speakers for cue in _cues_in(_words_of(transcript, speaker), speaker)),
        key=lambda cue: cue.span,
    )
    found = [number for speaker in speakers for number in _Listener(transcript, speaker, cues).find()]
    return tuple(sorted(found, key=lambda number: number.span))


def luhn_holds(number: str) -> bool:
    """Whether the check digit of a row of digits is right, by ISO/IEC 7812-1, annex B.

    The check digit of Israeli identity numbers is the same: nine digits, from the left weighed 1, 2, 1, 2, ..., the
    digits of the products added up, a multiple of ten in all.
    """
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled // 10 + doubled % 10
    return bool(number) and total % 10 == 0


def _words_of(transcript: Transcript, speaker: Speaker) -> tuple[Word, ...]:
    words = (word for turn in transcript.turns if turn.speaker == speaker for word in turn.words)
    return tuple(sorted(words, key=lambda word: (word.span.start, word.span.end)))


def _cues_in(words: Sequence[Word], speaker: Speaker) -> list[_CueHeard]:
    texts = [digits.plain(word.text) for word in words]
    found = [
        _CueHeard(cue, speaker, word.span)
        for word, text in zip(words, texts, strict=True)
        for piece in text
        if (cue := _cue(piece))
    ]
    security = [
        _CueHeard("security_code", speaker, words[at].span)
        for at, (text, following) in enumerate(pairwise(texts))
        if (text, following) in {(("security",), ("code",)), (("the",), ("back",))}
    ]
    return found + security


def _cue(piece: str) -> _Cue | None:
    for length in range(_MOST_PREFIXES + 1):
        if length and (len(piece) <= length + 1 or piece[length - 1] not in _PREFIXES):
            break
        sound = digits.sound(piece[length:])
        if sound in _CUE_SOUNDS:
            return _CUE_SOUNDS[sound]
    return None


class _Listener:
    """Finds the numbers of one speaker."""

    def __init__(self, transcript: Transcript, speaker: Speaker, cues: list[_CueHeard]) -> None:
        self.words, self.speaker, self.cues = _words_of(transcript, speaker), speaker, cues
        self.speech = transcript.speech.get(speaker, ())

    def find(self) -> list[PersonalNumber]:
        """The personal numbers, in order."""
        found: list[PersonalNumber] = []
        for run in self._whole(digits.runs(self.words, _UNITS)):
            kind = _kind(self._number(run))
            if kind:
                found.append(self._personal(kind, run))
        return found

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

    def _number(self, run: Run) -> _Number:
        before = self._cues_before(run)
        about_code = [heard.cue for heard in before if heard.cue in {"security_code", "expiry"}]
        first, last = self.words[run.first].text, self.words[run.last].text
        return _Number(
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

    def _cues_before(self, run: Run) -> list[_CueHeard]:
        start = self._span(run).start
        nearby = self.cues[: bisect_left(self.cues, start, key=lambda heard: heard.span.start)]
        return [heard for heard in nearby if heard.span.start >= start - _CUE_AHEAD_MS]

    def _cue_of(self, run: Run) -> _Cue | None:
        """The latest cue before the number; else the first that its own speaker says right behind it."""
        if before := self._cues_before(run):
            return before[-1].cue
        end = self._span(run).end
        behind = (
            heard.cue
            for heard in self.cues
            if heard.speaker == self.speaker and end <= heard.span.start <= end + _CUE_BEHIND_MS
        )
        return next(behind, None)

    def _personal(self, kind: Kind, run: Run) -> PersonalNumber:
        first, last = run.first, run.last
        if not run.is_sure:  # what stands beside a garbled number may be more of it
            first -= int(first > 0 and self._runs_into(first - 1))
            last += int(last + 1 < len(self.words) and self._runs_into(last))
        masked = " ".join(_masked(word.text) for word in self.words[first : last + 1])
        return PersonalNumber(kind, self._sounding(first, last), self.speaker, masked)

    def _sounding(self, first: int, last: int) -> Span:
        """The words' time, and on to where speech ends or the next word begins: recognisers end last words early."""
        words = self.words[first : last + 1]
        start, end = words[0].span.start, max(word.span.end for word in words)
        voiced = end
        for speech in self.speech:
            if speech.start <= voiced + _BESIDE_MS and speech.end > voiced:
                voiced = speech.end
        following = self.words[last + 1].span.start if last + 1 < len(self.words) else voiced
        return Span(start, max(end, min(voiced, following, end + _TRAILING_MS)))

    def _runs_into(self, at: int) -> bool:
        """Whether word `at` and the next one are spoken in one breath and neither is a cue."""
        here, following = self.words[at], self.words[at + 1]
        cue = any(_cue(piece) for word in (here, following) for piece in digits.plain(word.text))
        return not cue and following.span.start - here.span.end <= _BESIDE_MS

    def _span(self, run: Run) -> Span:
        words = self.words[run.first : run.last + 1]
        return Span(words[0].span.start, max(word.span.end for word in words))


def _masked(text: str) -> str:
    """Dots for the digits of a word, one dot for a word in letters."""
    return re.sub(r"\d", "•", text) if re.search(r"\d", text) else "•"


def _kind(number: _Number) -> Kind | None:
    """What a number is, by the first rule that knows it; None where it is nobody's secret."""
    if number.is_aside and number.length < _AS_LONG_AS_A_CARD:
        return None
    return next((kind for rule, kind in _RULES if rule(number)), None)


def _is_valid_card(number: _Number) -> bool:
    return number.run.is_sure and len(number.run.digits) in _CARD_LENGTHS and luhn_holds(number.run.digits)


def _is_something_else(number: _Number) -> bool:
    """An order number, a date or a business's line, where the cue or the shape says so."""
    if number.cue == "order" or _BUSINESS_LINE.fullmatch(number.run.digits):
        return True
    return number.cue in {"date", "expiry"} and number.length <= 8 and not number.code_asked


def _is_id_by_cue(number: _Number) -> bool:
    if number.cue != "id_number" or _MOBILE.fullmatch(number.run.digits):
        return False
    if not number.run.is_sure:
        return _is_garbled_id(number)
    return len(number.run.digits) <= _NEAR_ID_CUE[-1] and number.length >= _NEAR_ID_CUE[0]


def _is_garbled_id(number: _Number) -> bool:
    return _GARBLED_NEAR_CUE <= number.length <= _GARBLED_ID_AT_MOST and number.surely_heard >= _GARBLED_SURE


def _is_phone(number: _Number) -> bool:
    if not number.run.is_sure:
        return False
    if number.cue == "phone" and number.length in _NEAR_PHONE_CUE:
        return True
    is_valid_id = len(number.run.digits) == 9 and luhn_holds(number.run.digits)
    shaped = _ISRAELI_PHONE.fullmatch(number.run.digits) is not None and not is_valid_id
    return shaped or (number.signed and number.length in _NEAR_PHONE_CUE)


def _is_id_by_check_digit(number: _Number) -> bool:
    return number.run.is_sure and len(number.run.digits) == 9 and luhn_holds(number.run.digits)


def _is_card_by_length(number: _Number) -> bool:
    if number.cue == "card":
        return number.length >= _FEWEST_NEAR_CARD_CUE and number.surely_heard >= _GARBLED_SURE
    return number.length >= _AS_LONG_AS_A_CARD and number.surely_heard >= number.length / 2


def _is_security_code(number: _Number) -> bool:
    return number.code_asked and number.run.is_sure and number.length in _CODE_LENGTHS


def _is_long(number: _Number) -> bool:
    """Read out like a personal number, though nothing says which; a phone's or an identity number's length."""
    heard_well = number.run.is_sure or number.surely_heard >= number.length / 2
    return heard_well and number.length >= _LONG_WITHOUT_A_CUE


#: The first rule that holds decides; None says that the number is not personal.
_RULES: tuple[tuple[Callable[[_Number], bool], Kind | None], ...] = (
    (_is_valid_card, "card"),
    (_is_something_else, None),
    (_is_id_by_cue, "id_number"),
    (_is_phone, "phone"),
    (_is_card_by_length, "card"),
    (_is_id_by_check_digit, "id_number"),
    (_is_security_code, "security_code"),
    (_is_long, "id_number"),
)

_CUE_SOUNDS: dict[str, _Cue] = {digits.sound(word): cue for cue, words in _CUES.items() for word in words}

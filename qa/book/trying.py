"""What the words of an entry would have found in the live calls of the last weeks, while they are being typed.

They are looked for as search looks for words: in any form, one after the other, over the indexed turns, which hold no
personal numbers. What the scoring heard to mean the same is told apart from it, see `qa.book.otherwise`.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.book.moments import Moment, Reply
from qa.book.moments import told as moments_told
from qa.book.otherwise import Sought, otherwise
from qa.book.saying import patterns
from qa.book.schemas import BookLineIn, BookTrialIn, BookTrialOut
from qa.calls import blindfolds
from qa.calls.tables import Call, Purpose
from qa.calls.view import spoken, visible_to
from qa.platform.clock import now
from qa.platform.errors import Refused
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.search.fulltext import full_text
from qa.search.query import began
from qa.search.tables import SpokenTurn
from qa.search.wordings import Watch, asked_of, wordings_of
from qa.search.words import Question

#: So many calls are looked through, the newest, and so many moments are shown of them.
MOST_CALLS = 1000
MOST_SHOWN = 40
#: Conditions that a database is asked at once; and how many make a list of wordings that nobody meant.
_AT_ONCE, _MOST_ASKED = 50, 800
_SENTENCE_MARKS = (".", "?", "!")
#: An answer may begin a moment before the customer's last word is over.
_OVERLAP_MS = 1500
#: Looking keeps a processor busy for a moment; others of the web's work go on beside so many.
_at_once = threading.Semaphore(2)


class NothingToTry(Refused):
    """There is no sentence to look for."""

    code = "book_nothing_to_try"

    def __init__(self) -> None:
        super().__init__("write a sentence to look for, or an example of what customers say")


class TooWide(Refused):
    """Wordings that stand for more sentences than anybody meant."""

    code = "book_too_wide"

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"these wordings stand for {count} sentences; at most {_MOST_ASKED} are looked for at once")


@dataclass(frozen=True, slots=True)
class _Said:
    """A moment in which one of the lines is said, in milliseconds. `owed_from`: when the sentence around it ends."""

    call_id: str
    line: int
    turn: int
    speaker: str
    start_ms: int
    end_ms: int
    owed_from: int
    quote: str


def try_out(session: Session, asker: Principal, wish: BookTrialIn) -> BookTrialOut:
    """Which calls and moments would match, the newest first. Raises NothingToTry, TooWide, BadPattern."""
    asker.require(Right.MANAGE_RUBRICS)
    if not wish.triggers and not wish.sentences:
        raise NothingToTry
    with _at_once:
        calls = _calls(session, asker, wish)
        looked_at = calls[:MOST_CALLS]
        begun_by_customer = bool(wish.triggers)
        sought, speakers = (
            (wish.triggers, ("customer", "unknown")) if begun_by_customer else (wish.sentences, ("agent", "unknown"))
        )
        moments = list(_said(session, looked_at, sought, speakers))
        in_calls = list(dict.fromkeys(moment.call_id for moment in moments))
        replies = (
            list(_said(session, in_calls, wish.sentences, ("agent", "unknown")))
            if begun_by_customer and wish.sentences
            else []
        )
    followed = _followed(moments, replies, wish.within_s)
    asks_for_reply = begun_by_customer and bool(wish.sentences)
    moments.sort(key=lambda moment: (moment.call_id, -moment.start_ms), reverse=True)
    told = [_told(moment, followed.get(moment), asks_for_reply=asks_for_reply) for moment in moments]
    return BookTrialOut(
        looked_at=len(looked_at),
        more_calls=len(calls) > MOST_CALLS,
        weeks=wish.weeks,
        calls=len(in_calls),
        moments=len(moments),
        followed=len(followed),
        by_line=_counts(moments, len(sought)),
        by_reply=_counts(replies, len(wish.sentences)) if asks_for_reply else [],
        shown=moments_told(session, told[:MOST_SHOWN]),
        otherwise=otherwise(session, Sought(wish.question_id, looked_at, told, begun_by_customer))
        if wish.question_id
        else None,
    )


def _calls(session: Session, asker: Principal, wish: BookTrialIn) -> Sequence[str]:
    """The newest live calls of those weeks whose words are indexed, and one more where there are more."""
    indexed = sa.and_(SpokenTurn.call_id == Call.id, SpokenTurn.turn == 0)
    newest = (
        sa.select(Call.id)
        .join(SpokenTurn, indexed)
        .where(
            visible_to(asker),
            ~blindfolds.blinded(asker),
            Call.purpose == Purpose.LIVE,
            spoken() == wish.language,
            began() >= now() - timedelta(weeks=wish.weeks),
        )
        .order_by(Call.id.desc())
    )
    return session.scalars(newest.limit(MOST_CALLS + 1)).all()


def _said(
    session: Session, call_ids: Sequence[str], lines: Sequence[BookLineIn], speakers: Sequence[str]
) -> Iterator[_Said]:
    """Every moment of these calls in which one of the lines is said by one of these."""
    listed = {str(place): patterns(line.say, line.wordings) for place, line in enumerate(lines)}
    watch = Watch(listed.items())
    for turn in _worth(session, call_ids, listed, speakers):
        words = turn.text.split(" ")
        for line, first, last in watch.mentions(words):
            yield _Said(
                call_id=turn.call_id,
                line=int(line),
                turn=turn.turn,
                speaker=turn.speaker,
                start_ms=turn.starts[first],
                end_ms=_end_of(turn, words, last),
                owed_from=_end_of(turn, words, _sentence_end(words, last)),
                quote=" ".join(words[first : last + 1]),
            )


def _worth(
    session: Session, call_ids: Sequence[str], listed: Mapping[str, Sequence[str]], speakers: Sequence[str]
) -> list[SpokenTurn]:
    """The turns that hold all words of one of the wordings, wherever in them."""
    told = (asked_of(wording) for lines in listed.values() for line in lines for wording in wordings_of(line))
    asked: list[Question] = list(dict.fromkeys(told))
    if len(asked) > _MOST_ASKED:
        raise TooWide(len(asked))
    text, found = full_text(session), dict[int, SpokenTurn]()
    for start in range(0, len(asked), _AT_ONCE):
        worth = (
            sa.select(SpokenTurn)
            .join(Call, Call.id == SpokenTurn.call_id)
            .where(
                SpokenTurn.call_id.in_(call_ids),
                SpokenTurn.speaker.in_(speakers),
                sa.or_(Call.transcript_id.is_(None), SpokenTurn.transcript_id == Call.transcript_id),
                sa.or_(*map(text.finds, asked[start : start + _AT_ONCE])),
            )
        )
        found.update((turn.id, turn) for turn in session.scalars(worth))
    return list(found.values())


def _end_of(turn: SpokenTurn, words: Sequence[str], place: int) -> int:
    """When the word at that place ends, in milliseconds, as far as the index knows."""
    return int(turn.starts[place + 1]) if place + 1 < len(words) else turn.end_ms


def _sentence_end(words: Sequence[str], place: int) -> int:
    """The place of the word that ends the sentence in which this one stands."""
    return next((at for at in range(place, len(words)) if words[at].endswith(_SENTENCE_MARKS)), len(words) - 1)


def _followed(moments: Sequence[_Said], replies: Sequence[_Said], within_s: float) -> dict[_Said, _Said]:
    """By moment the first reply that came in time."""
    by_call: dict[str, list[_Said]] = {}
    for reply in sorted(replies, key=lambda one: one.start_ms):
        by_call.setdefault(reply.call_id, []).append(reply)
    found: dict[_Said, _Said] = {}
    for moment in moments:
        latest = moment.owed_from + round(within_s * 1000)
        earliest = max(moment.start_ms, moment.end_ms - _OVERLAP_MS)
        for reply in by_call.get(moment.call_id, ()):
            if earliest <= reply.start_ms <= latest:
                found[moment] = reply
                break
    return found


def _counts(found: Sequence[_Said], lines: int) -> list[int]:
    counts = [0] * lines
    for one in found:
        counts[one.line] += 1
    return counts


def _told(moment: _Said, reply: _Said | None, *, asks_for_reply: bool) -> Moment:
    return Moment(
        call_id=moment.call_id,
        speaker=moment.speaker,
        start_ms=moment.start_ms,
        end_ms=moment.end_ms,
        quote=moment.quote,
        line=moment.line,
        followed=reply is not None if asks_for_reply else None,
        reply=Reply(reply.quote, reply.start_ms, reply.end_ms) if reply else None,
    )

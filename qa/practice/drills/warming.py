"""Everything that judging needs is loaded before somebody needs it, so that the first who practises waits no longer."""

from collections.abc import Callable
from functools import partial

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE, Conversation, Engines, Word
from qa.pipeline.model import Language, Means, Transcript, Turn
from qa.pipeline.process import examine_reply
from qa.platform.database import Database
from qa.platform.spans import Span
from qa.practice.drills.taught import LANGUAGES, checklist

_SECOND = Span(0, 1000)


def steps(database: Database, engines: Callable[[], Engines]) -> tuple[Callable[[], None], ...]:
    """What is to be done, in the order in which it is needed: hearing, then judging by each language's rubric.

    A step raises what loading raises, and nothing is lost: the first job then tries again.
    """
    return (
        partial(_hear_nothing, engines),
        *(partial(_judge_nothing, language, database, engines) for language in LANGUAGES),
    )


def _hear_nothing(engines: Callable[[], Engines]) -> None:
    """Hear a second of silence in each language: weights are read."""
    loaded = engines()
    silence = np.zeros(SAMPLE_RATE, dtype=np.float32)
    loaded.detector.detect(silence)
    for language in LANGUAGES:
        loaded.recogniser.recognise([Conversation((silence,), ((_SECOND,),), language)], lambda _share: None)


def _judge_nothing(language: Language, database: Database, engines: Callable[[], Engines]) -> None:
    """Judge a word that means nothing: what is wanted in this language is understood, and remembered."""
    with database.read() as session:
        rules = checklist(session, language)
    if not rules.situations:
        return
    word = Word("·", _SECOND, 1.0)
    nothing = Transcript(language, _SECOND.end, (Turn("agent", _SECOND, (word,)),), {})
    examine_reply(nothing, rules.situations[0].response, rules, Means(engines=engines()))

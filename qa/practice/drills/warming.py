"""Everything that judging needs is loaded before somebody needs it, so that the first who practises is not kept waiting."""

from collections.abc import Callable

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE, Conversation, Engines, Word
from qa.pipeline.model import Checklist, Means, Transcript, Turn
from qa.pipeline.process import examine_reply
from qa.platform.database import Database
from qa.platform.spans import Span
from qa.practice.drills.taught import LANGUAGES, checklist

_SECOND = Span(0, 1000)


def warm(database: Database, engines: Callable[[], Engines]) -> None:
    """Hear a second of silence and judge it by each language's rubric: weights are read, phrases understood, and kept.

    Raises what loading raises, and nothing is lost: the first job then tries again.
    """
    loaded = engines()
    silence = np.zeros(SAMPLE_RATE, dtype=np.float32)
    for language in LANGUAGES:
        with database.read() as session:
            rules = checklist(session, language)
        if not rules.situations:
            continue
        loaded.detector.detect(silence)
        loaded.recogniser.recognise([Conversation((silence,), ((_SECOND,),), language)], lambda _share: None)
        _judge_nothing(language, rules, loaded)


def _judge_nothing(language: str, rules: Checklist, engines: Engines) -> None:
    word = Word("·", _SECOND, 1.0)
    nothing = Transcript(language, _SECOND.end, (Turn("agent", _SECOND, (word,)),), {})
    examine_reply(nothing, rules.situations[0].response, rules, Means(engines=engines))

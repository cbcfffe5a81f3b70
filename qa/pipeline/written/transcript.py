"""A conversation as a transcript: a turn a message, and places in the text where a call has milliseconds.

A written conversation has no time of its own, so its spans count places: CHARACTER for each letter, and a gap from one
message to the next. Places order words, tell how far apart they are and name a moment, which is all that the stages
want of them; nobody is shown them as a time. When a message was sent stands with its turn, where the file says it. The
figures are chosen so that a stretch of text has about as many places as the milliseconds it takes to read it aloud:
what ends a sentence or parts two events in speech then does so in text, and no stage needs to know.
"""

from typing import Final

from qa.engines.interfaces import EngineRevision, Word
from qa.pipeline.model import Speaker, Transcript, Turn
from qa.pipeline.written.model import Conversation
from qa.pipeline.written.who import Sides
from qa.platform.spans import Span

#: Places of one letter: some 16 letters are read aloud in a second.
CHARACTER: Final = 60
#: From one message to the next of the same sender, and to the next of somebody else. A phrase may run on over the
#: first, and never over the second.
_GAP_OF_SAME: Final = 1_000
_GAP_OF_OTHER: Final = 3_000
#: The words stand as they were written: nothing was recognised.
_WRITTEN: Final = EngineRevision("written", "as-it-came", "0" * 12, "no sound")


def transcript_of(conversation: Conversation, who: Sides, language: str) -> Transcript:
    """The messages as turns, in their order."""
    at, before = 0, None
    turns: list[Turn] = []
    for message in conversation.messages:
        speaker: Speaker = who.of[message.who]
        if turns:
            at += _GAP_OF_SAME if speaker == before else _GAP_OF_OTHER
        words = []
        for text in message.text.split():
            end = at + CHARACTER * len(text)
            words.append(Word(text, Span(at, end), 1.0))
            at = end + CHARACTER
        at -= CHARACTER  # no space behind the last word
        span = Span(words[0].span.start, at)
        sent_at = message.sent_at.isoformat() if message.sent_at else None
        turns.append(Turn(speaker, span, tuple(words), language=language, sent_at=sent_at))
        before = speaker
    return Transcript(language, at, tuple(turns), {}, flags=conversation.flags, engines=(_WRITTEN,), written=True)


def language_of(conversation: Conversation) -> str:
    """The language of most of its letters: Hebrew or English."""
    text = "".join(message.text for message in conversation.messages)
    hebrew = sum("\u05d0" <= letter <= "\u05ea" for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return "he" if hebrew >= latin else "en"

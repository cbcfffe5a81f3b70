"""Written conversations: a chat or a mail as the messages that it holds, and as a transcript without sound.

`read` knows the formats, `transcript_of` makes turns of messages, `in_turns` says what a rubric's times mean in text.
"""

from qa.pipeline.written.model import LIMITS, Conversation, Message, Unreadable, WrittenMedium
from qa.pipeline.written.places import in_turns
from qa.pipeline.written.reading import SUFFIXES, read
from qa.pipeline.written.transcript import language_of, transcript_of
from qa.pipeline.written.who import NobodyIsTheAgent, Sides, sides

__all__ = [
    "LIMITS",
    "SUFFIXES",
    "Conversation",
    "Message",
    "NobodyIsTheAgent",
    "Sides",
    "Unreadable",
    "WrittenMedium",
    "in_turns",
    "language_of",
    "read",
    "sides",
    "transcript_of",
]

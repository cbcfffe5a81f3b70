"""Written conversations: a chat or a mail as the messages that it holds, and as a transcript without sound.

`read` knows the formats, `is_meant` whether a file was to be one, `transcript_of` makes turns of messages, `in_turns`
says what a rubric's times mean in text.
"""

from qa.pipeline.written.listed import is_begun, is_conversation
from qa.pipeline.written.model import LIMITS, WHYS, Conversation, Message, Unreadable, WrittenMedium
from qa.pipeline.written.places import in_turns, message_at
from qa.pipeline.written.reading import SUFFIXES, is_meant, read
from qa.pipeline.written.transcript import language_of, transcript_of
from qa.pipeline.written.who import NobodyIsTheAgent, Sides, sides

__all__ = [
    "LIMITS",
    "SUFFIXES",
    "WHYS",
    "Conversation",
    "Message",
    "NobodyIsTheAgent",
    "Sides",
    "Unreadable",
    "WrittenMedium",
    "in_turns",
    "is_begun",
    "is_conversation",
    "is_meant",
    "language_of",
    "message_at",
    "read",
    "sides",
    "transcript_of",
]

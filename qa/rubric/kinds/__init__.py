"""The kinds of questions: a small class each. A new kind is a new file here, a line below, and its judge in scoring."""

from qa.rubric.kinds.base import KindClass, Outcome
from qa.rubric.kinds.conduct import Conduct
from qa.rubric.kinds.manual import Manual
from qa.rubric.kinds.phrase import Phrase
from qa.rubric.kinds.situation import Situation
from qa.rubric.kinds.tone import Tone
from qa.rubric.kinds.transition import Transition

#: By the name that a rubric calls them.
KINDS: dict[str, type[KindClass]] = {kind.name: kind for kind in (Phrase, Transition, Situation, Tone, Conduct, Manual)}

__all__ = ["KINDS", "Conduct", "KindClass", "Manual", "Outcome", "Phrase", "Situation", "Tone", "Transition"]

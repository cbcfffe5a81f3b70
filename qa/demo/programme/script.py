"""What can be said in a simulated call, as the files beside this one have it."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from qa.pipeline.model import Language, ToneLabel

#: What stands in a sentence for the agent's own name, and for what was done for the customer.
NAME, DONE = "NAME", "DONE"
_BY_SPEAKER: Final = re.compile(r"\(([^()|]*)\|([^()|]*)\)")
_BY_LISTENER: Final = re.compile(r"<([^<>|]*)\|([^<>|]*)>")


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence. `fulfils` are the phrases of the rubric that it says, in full."""

    text: str
    fulfils: tuple[str, ...] = ()

    def to(self, *, by_woman: bool, to_woman: bool, **names: str) -> "Saying":
        """The sentence as this person says it to that one, with these names in it."""
        text = _BY_SPEAKER.sub(rf"\{1 + by_woman}", self.text)
        text = _BY_LISTENER.sub(rf"\{1 + to_woman}", text)
        for name, value in names.items():
            text = text.replace(name, value)
        return Saying(text, self.fulfils)


@dataclass(frozen=True, slots=True)
class Matter:
    """Why a customer calls. `situations` are what may come up besides; `upset`: the call begins badly."""

    queue: str
    upset: bool
    opens: tuple[str, ...]
    asks: str
    answers: str
    done: str
    situations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """All sentences of one language."""

    company: str
    matters: tuple[Matter, ...]
    promises: tuple[str, ...]
    _asked: Mapping[str, Mapping[str, Any]]
    _forbidden: Mapping[str, Sequence[str]]
    _situations: Mapping[str, Mapping[str, Sequence[str]]]
    _replies: Mapping[str, Any]

    def asked(self, question_id: str, chance: random.Random, *, said: bool) -> Saying:
        """What the question asks for, or what an agent says instead."""
        written = self._asked[question_id]
        text = chance.choice(written["said" if said else "otherwise"])
        if not said:
            return Saying(text)
        by_beginning = written.get("says", {"": [question_id]})
        phrases = max((start for start in by_beginning if text.startswith(start)), key=len)
        return Saying(text, tuple(by_beginning[phrases]))

    def forbidden(self, question_id: str, chance: random.Random) -> Saying:
        """What must not be said."""
        return Saying(chance.choice(self._forbidden[question_id]), (question_id,))

    @property
    def faults(self) -> tuple[str, ...]:
        """The questions of all that must not be said."""
        return tuple(self._forbidden)

    @property
    def situations(self) -> frozenset[str]:
        """The situations that may come up."""
        return frozenset(self._situations)

    def trigger(self, situation: str, chance: random.Random) -> Saying:
        """The customer's sentence by which the situation comes up."""
        return Saying(chance.choice(self._situations[situation]["trigger"]), (f"{situation}.trigger",))

    def response(self, situation: str, chance: random.Random, *, said: bool) -> Saying:
        """What is owed to it, or what an agent says instead."""
        if said:
            return Saying(chance.choice(self._situations[situation]["response"]), (f"{situation}.response",))
        return Saying(chance.choice(self._situations[situation]["otherwise"]))

    def reply(self, kind: ToneLabel | str, chance: random.Random) -> Saying:
        """A customer's words of that kind."""
        return Saying(chance.choice(self._replies[kind]))

    def last_word(self, tone: ToneLabel) -> Saying:
        """With what the customer ends."""
        return Saying(self._replies["ends"][tone])


@lru_cache(maxsize=2)
def script(language: Language) -> Script:
    """The script of that language, read once."""
    read = yaml.safe_load((Path(__file__).parent / f"said.{language}.yaml").read_text("utf-8"))
    return Script(
        company=read["company"],
        matters=tuple(
            Matter(**one | {"opens": tuple(one["opens"]), "situations": tuple(one["situations"])})
            for one in read["matters"]
        ),
        promises=tuple(read["promises"]),
        _asked=read["asked"],
        _forbidden=read["forbidden"],
        _situations=read["situations"],
        _replies=read["replies"],
    )

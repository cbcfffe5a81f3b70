"""Who of those who wrote is the agent. Whoever is neither the agent nor a machine is the customer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from qa.pipeline.model import Speaker
from qa.pipeline.written.model import Conversation
from qa.platform.errors import Refused

_AGENTS: Final = frozenset(
    {
        "agent",
        "representative",
        "rep",
        "support",
        "נציג",
        "נציגה",
        "נציג/ה",
        "נציג שירות",
        "נציגת שירות",
        "שירות לקוחות",
    }
)
_CUSTOMERS: Final = frozenset({"customer", "client", "visitor", "guest", "user", "לקוח", "לקוחה", "לקוח/ה"})
_MACHINES: Final = frozenset({"system", "bot", "chatbot", "מערכת", "בוט", "צ'אטבוט"})


class NobodyIsTheAgent(Refused):
    """The file does not show who of those who wrote is the agent."""

    code: ClassVar[str] = "nobody_is_the_agent"

    def __init__(self, names: Collection[str]) -> None:
        self.names = tuple(names)
        self.detail = {"names": list(self.names)[:10]}
        told = ", ".join(self.names)[:200]
        super().__init__(f"none of those who wrote is known as an agent ({told}); say whose conversation it is")


@dataclass(frozen=True, slots=True)
class Sides:
    """Who each sender is, by name. `agents` are the names of those who are agents, in the order of their messages."""

    of: Mapping[str, Speaker]
    agents: tuple[str, ...]


def sides(conversation: Conversation, agents: Collection[str]) -> Sides:
    """Who each sender is. `agents` are names, codes and addresses of people who are agents, in small letters.

    Raises NobodyIsTheAgent.
    """
    found: dict[str, Speaker] = {}
    for message in conversation.messages:
        if message.who in found and found[message.who] == "agent":
            continue
        known = message.who.casefold() in agents or (message.address or "").casefold() in agents
        found[message.who] = "agent" if known else _by_word(message.who)
    named = tuple(name for name, who in found.items() if who == "agent")
    if not named:
        raise NobodyIsTheAgent([name for name, who in found.items() if who != "unknown"] or list(found))
    return Sides(found, named)


def _by_word(name: str) -> Speaker:
    word = name.casefold().strip(" :*")
    if word in _AGENTS:
        return "agent"
    return "unknown" if word in _MACHINES else "customer"

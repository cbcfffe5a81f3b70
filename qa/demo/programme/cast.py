"""Who the simulated calls are about: agents in teams, with what is true of each of them."""

import random
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from qa.demo.programme.truth import DAY_0, Agent, Coached, CohortName

#: Addresses of the demo's people who can sign in.
DEMO_DOMAIN: Final = "demo.mashov.example"
#: Addresses of people whom the generator made: nobody can sign in under one.
SIMULATED_DOMAIN: Final = "simulated.mashov.example"
#: What the names of simulated teams end with, so that nobody takes them for real ones.
_MARK: Final = "(מדומה)"

#: Teams by name, with the language of their calls and their agents: name, and whether she is a woman.
_TEAMS: Final[tuple[tuple[str, Literal["he", "en"], tuple[tuple[str, bool], ...]], ...]] = (
    (
        f"צוות צפון {_MARK}",
        "he",
        (
            ("רות אבני", True),
            ("סמי חדאד", False),
            ("תמר גלבוע", True),
            ("אלון כץ", False),
            ("ליאת נחום", True),
            ("דוד אוחנה", False),
            ("יסמין מנסור", True),
            ("עומר שגיא", False),
            ("הילה דרור", True),
        ),
    ),
    (
        f"צוות דרום {_MARK}",
        "he",
        (
            ("נדב ארבל", False),
            ("מאיה זיו", True),
            ("איתי רגב", False),
            ("שירה בן חמו", True),
            ("כמאל עיסא", False),
            ("אורלי פרידמן", True),
            ("גיא סלע", False),
            ("רינת אלקיים", True),
            ("טל הראל", False),
        ),
    ),
    (
        f"צוות שימור {_MARK}",
        "he",
        (
            ("ענת מזרחי", True),
            ("בועז לביא", False),
            ("נטלי גורדון", True),
            ("יוסף דגן", False),
            ("סיוון עמר", True),
            ("מוחמד זועבי", False),
            ("דפנה שלו", True),
            ("רועי ברקת", False),
            ("אסתר ימיני", True),
        ),
    ),
    (
        "English desk (simulated)",
        "en",
        (
            ("Olivia Stone", True),
            ("Peter Lang", False),
            ("Hannah Reed", True),
            ("Marcus Bell", False),
            ("Sarah Quinn", True),
            ("Tom Archer", False),
            ("Julia Frost", True),
            ("Ben Carver", False),
            ("Nadia Holt", True),
        ),
    ),
)
#: Agents of the demo who can sign in, and take part where they are there: the mailbox, and whether she is a woman.
SIGNED_IN: Final[Mapping[str, bool]] = {"agent1": True, "agent2": True, "agent3": False, "agent4": True}
_COHORTS: Final[tuple[CohortName, ...]] = ("live", "practising", "waiting")
#: What agents are coached on; and, of those whose workshop is over, every how many-th.
_COACHED_ON: Final = ("verify", "summary", "empathy")
_EVERY: Final = 2


def cast(chance: random.Random, signed_in: Sequence[tuple[str, Literal["he", "en"], bool]]) -> list[Agent]:
    """Everybody: first who can sign in (name, language, whether she is a woman; without a team), then the others.

    The first of all practises just now: most is owed in that stage.
    """
    people: list[tuple[str, str, Literal["he", "en"], bool]] = [
        (name, "", language, woman) for name, language, woman in signed_in
    ]
    people += [(name, team, language, woman) for team, language, members in _TEAMS for name, woman in members]
    return [
        Agent(
            number=number,
            name=name,
            woman=woman,
            team=team,
            language=language,
            cohort=_cohort(number),
            level=chance.gauss(0.1, 0.55),
            learns=chance.uniform(0.45, 1.35),
            wavers=chance.uniform(0.1, 0.9),
            coached=_coached(number, chance),
        )
        for number, (name, team, language, woman) in enumerate(people)
    ]


def _cohort(number: int) -> CohortName:
    return _COHORTS[(number + 1) % len(_COHORTS)]


def _coached(number: int, chance: random.Random) -> Coached | None:
    """The session that was held with an agent, between the workshop and a few days ago."""
    day = DAY_0[_cohort(number)] + chance.randint(7, 13)
    on = chance.choice(_COACHED_ON)
    return Coached(day, on) if day < 0 and number // len(_COHORTS) % _EVERY == 0 else None

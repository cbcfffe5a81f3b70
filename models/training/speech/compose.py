"""Deals wordings into calls and puts them in the order of a conversation. The same bank gives the same calls."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace

from models.training.speech.bank import Bank, Card, Line, Topic
from models.training.speech.script import Call, Conditions, Pause, Phrase, Segment, Situation, Turn
from models.training.speech.voices import Voice

_FEW_OF_A_STAGE = {"open": 2, "early": 3, "mid": 4, "late": 3, "close": 2}
_MOST_CARDS = 9
_SNR_DB = (20, 30, 12, 20, 30, 20)


@dataclass
class _Hand:
    """The cards of one call while they are dealt."""

    number: int
    agent: Voice
    customer: Voice
    topic: Topic
    cards: list[Card] = field(default_factory=list)


@dataclass
class _Exchange:
    """A customer's turn and the agent's turn that answers it."""

    customer: list[Segment]
    agent: list[Segment]
    sentiment: str
    pause: Pause | None = None


def compose(bank: Bank) -> tuple[tuple[Call, ...], tuple[Card, ...]]:
    """The calls, and the cards for which no call had room."""
    return _Composer(bank).calls()


class _Composer:
    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.chance = random.Random(f"{bank.language}-{bank.corpus}")  # noqa: S311  a repeatable choice is wanted
        self.phrases: dict[str, Phrase] = {phrase.id: phrase for phrase in bank.book.phrases}
        self.situations: dict[str, Situation] = {each.phrase_id: each for each in bank.book.situations}
        asked = sum(card.mark.phrase_id in self.situations for card in bank.cards)
        self.most_situational = max(2, -(-asked // bank.calls))
        self.turn_of: Counter[str] = Counter()

    def calls(self) -> tuple[tuple[Call, ...], tuple[Card, ...]]:
        hands = [self._hand(number) for number in range(self.bank.calls)]
        undealt = self._deal(hands)
        return tuple(self._call(hand) for hand in hands), undealt

    def _hand(self, number: int) -> _Hand:
        agents, customers = self.bank.agents, self.bank.customers
        agent = agents[number % len(agents)]
        # The customers' order shifts with each round of the agents, so that pairs differ.
        customer = customers[(number + number // len(agents)) % len(customers)]
        if customer.name == agent.name:
            customer = customers[(number + number // len(agents) + 1) % len(customers)]
        return _Hand(number, agent, customer, self.bank.topics[number % len(self.bank.topics)])

    def _deal(self, hands: list[_Hand]) -> tuple[Card, ...]:
        cards = list(self.bank.cards)
        self.chance.shuffle(cards)
        cards.sort(key=lambda card: card.line.own is None and card.line.other is None)  # those with fewer places first
        undealt = []
        for card in cards:
            open_to = [hand for hand in hands if self._has_room(hand, card)]
            if open_to:
                fewest = min(len(hand.cards) for hand in open_to)
                self.chance.choice([hand for hand in open_to if len(hand.cards) == fewest]).cards.append(card)
            else:
                undealt.append(card)
        return tuple(undealt)

    def _has_room(self, hand: _Hand, card: Card) -> bool:
        stage = self.phrases[card.mark.phrase_id].stage
        staged = [self.phrases[other.mark.phrase_id].stage for other in hand.cards]
        situational = sum(other.mark.phrase_id in self.situations for other in hand.cards)
        return (
            len(hand.cards) < _MOST_CARDS
            and staged.count(stage) < _FEW_OF_A_STAGE[stage]
            and all(other.mark.phrase_id != card.mark.phrase_id for other in hand.cards)
            and card.line.fits(hand.agent.gender, hand.customer.gender)
            and (card.mark.phrase_id not in self.situations or situational < self.most_situational)
        )

    def _call(self, hand: _Hand) -> Call:
        names = self.bank.names[hand.agent.gender]
        call = Call(
            id=f"{self.bank.corpus}-{self.bank.language}-{hand.number + 1:02}",
            language=self.bank.language,
            scenario=hand.topic.name,
            agent=names[hand.number % len(names)],
            agent_gender=hand.agent.gender,
            customer_gender=hand.customer.gender,
            voices={"agent": hand.agent.name, "customer": hand.customer.name},
            conditions=Conditions(
                snr_db=_SNR_DB[hand.number % len(_SNR_DB)],
                leakage_db=-35 if hand.number % 3 == 1 else None,
                agent_gain_db=-(hand.number % 4),
                customer_gain_db=-(hand.number * 3 % 8),
                rate=16_000 if hand.number % 8 == 5 else 8_000,
                codec="pcm_s16le" if hand.number % 8 == 5 else "pcm_mulaw",
            ),
        )
        return replace(call, course=self._course(hand, call.agent))

    def _course(self, hand: _Hand, agent: str) -> tuple[Turn | Pause, ...]:
        company = hand.topic.companies[hand.number % len(hand.topic.companies)]
        slots = {"company": company, "name": agent, "speaks": self.bank.speaks.get(hand.agent.gender, "")}
        at = {stage: [card for card in hand.cards if self._stage(card) == stage] for stage in _FEW_OF_A_STAGE}
        opening = [_segment(card, slots) for card in at["open"]]
        if not any(self._greets(card) for card in at["open"]):
            opening.insert(0, Segment(self._talk("opening", hand, agent_speaks=True).text.format(**slots)))
        closing = [_segment(card, slots) for card in at["close"]] or [
            Segment(self._talk("bye", hand, agent_speaks=True).text)
        ]
        exchanges = self._exchanges(hand, [*at["early"], *at["mid"], *at["late"]], slots)
        self._pause(hand, exchanges)
        course: list[Turn | Pause] = [Turn("agent", tuple(opening))]
        for exchange in exchanges:
            course += _turns(exchange)
        ending = self._talk("ending", hand, agent_speaks=False)
        course += [
            Turn("customer", (Segment(ending.text),), ending.sentiment),
            Turn("agent", tuple(closing)),
        ]
        return tuple(self._overlapped(hand, course))

    def _exchanges(self, hand: _Hand, cards: list[Card], slots: dict[str, str]) -> list[_Exchange]:
        lines = self._lines(hand)
        late = self._late(hand, cards)
        groups = self._groups([card for card in cards if card is not late])
        if late:
            groups[-1].append(late)
        while len(lines) < len(groups):
            lines.append((self._talk("filler", hand, agent_speaks=False), None))
        exchanges = []
        for place, group in enumerate(groups):
            asked, answered = lines[place]
            agent = [_segment(card, slots) for card in group]
            if answered and len(group) < 3:
                agent.append(Segment(answered.text))
            exchange = _Exchange([Segment(asked.text)], agent, asked.sentiment or "neutral")
            due = [late] if late and place == 0 else []
            for card in [*due, *(card for card in group if card is not late)]:
                if card.mark.phrase_id in self.situations:
                    self._trigger(self.situations[card.mark.phrase_id], hand, exchange)
            exchanges.append(exchange)
        if hand.number % 4 == 2 and not any(card.mark.phrase_id in self.situations for card in cards):
            self._unanswered(hand, exchanges)
        if hand.number % 3 == 0:
            self._number(hand, exchanges[min(1, len(exchanges) - 1)])
        return exchanges

    def _lines(self, hand: _Hand) -> list[tuple[Line, Line | None]]:
        own, other = hand.customer.gender, hand.agent.gender
        opening = [line for line in hand.topic.opening if line.fits(own, other)]
        pairs = [pair for pair in hand.topic.exchanges if pair[0].fits(own, other) and pair[1].fits(other, own)]
        round_ = hand.number // len(self.bank.topics)
        first = (opening[round_ % len(opening)], self._talk("first_answer", hand, agent_speaks=True))
        turned = pairs[round_ % len(pairs) :] + pairs[: round_ % len(pairs)]
        return [first, *turned]

    def _groups(self, cards: list[Card]) -> list[list[Card]]:
        """One or two cards a turn; the answer to a situation comes first in its turn."""
        groups: list[list[Card]] = []
        for card in cards:
            alone = card.mark.phrase_id in self.situations
            if groups and len(groups[-1]) < 2 and not alone:
                groups[-1].append(card)
            else:
                groups.append([card])
        while len(groups) < 3:
            groups.append([])
        return groups

    def _late(self, hand: _Hand, cards: list[Card]) -> Card | None:
        """In every sixth call a good answer to a situation is kept back until the last turn of the middle."""
        if hand.number % 6 != 4:
            return None
        good = [card for card in cards if card.mark.phrase_id in self.situations and card.mark.label != "near_miss"]
        return good[0] if good else None

    def _trigger(self, situation: Situation, hand: _Hand, exchange: _Exchange) -> None:
        """Adds a trigger to the customer's turn, whose tone then is the trigger's, if that has one."""
        fitting = [
            line for line in self.bank.triggers[situation.id] if line.fits(hand.customer.gender, hand.agent.gender)
        ]
        self.turn_of[situation.id] += 1
        line = fitting[self.turn_of[situation.id] % len(fitting)]
        tone = line.sentiment or exchange.sentiment
        if "neutral" not in (tone, exchange.sentiment) and tone != exchange.sentiment:
            exchange.customer.clear()  # glad and angry words in one turn would have no tone to label
        exchange.sentiment = exchange.sentiment if tone == "neutral" else tone
        exchange.customer.append(Segment(line.text, trigger=situation.id))

    def _unanswered(self, hand: _Hand, exchanges: list[_Exchange]) -> None:
        situations = self.bank.book.situations
        self._trigger(situations[hand.number % len(situations)], hand, exchanges[1])

    def _number(self, hand: _Hand, exchange: _Exchange) -> None:
        kind = "card_number" if hand.number % 2 else "id_number"
        digits = card_number(self.chance) if kind == "card_number" else id_number(self.chance)
        by = 4 if kind == "card_number" else 3
        spoken = ", ".join(
            " ".join(self.bank.digits[int(digit)] for digit in digits[start : start + by])
            for start in range(0, len(digits), by)
        )
        lead = self._talk(kind, hand, agent_speaks=False)
        # A trigger stays last in the turn: the answer's delay runs from its end.
        at = next((place for place, segment in enumerate(exchange.customer) if segment.trigger), len(exchange.customer))
        exchange.customer[at:at] = [Segment(lead.text), Segment(spoken + ".", pii_kind=kind, digits=digits)]

    def _pause(self, hand: _Hand, exchanges: list[_Exchange]) -> None:
        if hand.number % 4 not in (1, 3):
            return
        music = hand.number % 4 == 1
        for exchange in reversed(exchanges[1:]):
            if not any(segment.trigger or segment.pii_kind for segment in exchange.customer):
                exchange.pause = Pause(self.chance.randint(5, 9) * 1000, music)
                consent = self._talk("consent", hand, agent_speaks=False)
                exchange.customer, exchange.sentiment = [Segment(consent.text)], consent.sentiment or "neutral"
                return

    def _overlapped(self, hand: _Hand, course: list[Turn | Pause]) -> list[Turn | Pause]:
        if hand.number % 4 != 0:
            return course
        return [
            replace(item, interrupts_ms=self.chance.randrange(500, 900, 100))
            if place in (3, 6) and isinstance(item, Turn) and isinstance(course[place - 1], Turn)
            else item
            for place, item in enumerate(course)
        ]

    def _talk(self, what: str, hand: _Hand, *, agent_speaks: bool) -> Line:
        own, other = hand.agent.gender, hand.customer.gender
        if not agent_speaks:
            own, other = other, own
        fitting = [line for line in self.bank.talk[what] if line.fits(own, other)]
        self.turn_of[what] += 1
        return fitting[self.turn_of[what] % len(fitting)]

    def _greets(self, card: Card) -> bool:
        return card.mark.label != "near_miss" and self.phrases[card.mark.phrase_id].group == "greeting"

    def _stage(self, card: Card) -> str:
        return self.phrases[card.mark.phrase_id].stage


def id_number(chance: random.Random) -> str:
    """Nine digits with the Israeli check digit."""
    digits = [chance.randrange(10) for _ in range(8)]
    return "".join(map(str, [*digits, _check_digit(digits)]))


def card_number(chance: random.Random) -> str:
    """Sixteen digits that satisfy Luhn; the first is 4 or 5."""
    digits = [chance.choice((4, 5)), *(chance.randrange(10) for _ in range(14))]
    return "".join(map(str, [*digits, _check_digit(digits[::-1], first=2)]))


def _check_digit(digits: list[int], first: int = 1) -> int:
    """Both numbers weigh their digits 1 and 2 by turns and make the sum of the products' digits end in 0."""
    weights = (first, 3 - first)
    return -sum(sum(divmod(digit * weights[place % 2], 10)) for place, digit in enumerate(digits)) % 10


def _segment(card: Card, slots: dict[str, str]) -> Segment:
    return Segment(card.line.text.format(**slots), mark=card.mark)


def _turns(exchange: _Exchange) -> list[Turn | Pause]:
    customer = Turn("customer", tuple(exchange.customer), exchange.sentiment)
    agent = [Turn("agent", tuple(exchange.agent))] if exchange.agent else []
    return [customer, *([exchange.pause] if exchange.pause else []), *agent]

"""What a run of digits is, by its length, its check digit and what was said around it.

Recall comes before precision: a long run of digits is taken for personal even where its check digit does not hold,
because recognisers mishear digits. What the words around it call an order, a date or an amount is spared.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from qa.pipeline.digits import Run
from qa.pipeline.redact.cues import Cue

Kind = Literal["card", "security_code", "id_number", "phone"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_CARD_LENGTHS = range(13, 20)
#: Nothing that is said in calls is as long as a card number but that.
_AS_LONG_AS_A_CARD = 12
_LONG_WITHOUT_A_CUE = 8
#: With a cue, recognisers may have lost or added this many.
_NEAR_ID_CUE = range(7, 11)
_NEAR_PHONE_CUE = range(7, 16)
_FEWEST_NEAR_CARD_CUE = 8
_CODE_LENGTHS = (3, 4)
#: Where digits were garbled: how many were surely heard, and how many there seem to be.
_GARBLED_SURE, _GARBLED_NEAR_CUE = 3, 5
_GARBLED_ID_AT_MOST = 11

#: Israeli numbers by the national numbering plan: mobile and wide-area codes, and the areas 2-4, 8 and 9.
_ISRAELI_PHONE = re.compile(r"(?:0|(?:00)?972)(?:5[0-9]|7[0-9]|[23489])[0-9]{7}")
_MOBILE = re.compile(r"0[57][0-9]{8}")
#: A business's own lines are nobody's personal number.
_BUSINESS_LINE = re.compile(r"1[5789][0-9]{2}[0-9]{6}|1[57]00[0-9]{6}|18[0-9]{2}[0-9]{7}")


@dataclass(frozen=True, slots=True)
class Number:
    """A run of digits with what is known of it from its surroundings."""

    run: Run
    cue: Cue | None  # the latest one before it, or else the first one behind it
    code_asked: bool  # a security code was spoken of, and nothing about an expiry date since
    signed: bool  # written with a + before it
    is_aside: bool  # an amount, a count, or a short code that anybody may dial

    @property
    def length(self) -> int:
        return self.run.width

    @property
    def surely_heard(self) -> int:
        return sum(item.width for item in self.run.items if item.is_sure)


def luhn_holds(number: str) -> bool:
    """Whether the check digit of a row of digits is right, by ISO/IEC 7812-1, annex B.

    The check digit of Israeli identity numbers is the same: nine digits, from the left weighed 1, 2, 1, 2, ..., the
    digits of the products added up, a multiple of ten in all.
    """
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled // 10 + doubled % 10
    return bool(number) and total % 10 == 0


def kind_of(number: Number) -> Kind | None:
    """What a number is, by the first rule that knows it; None where it is nobody's secret."""
    if _is_aside(number):
        return None
    return next((kind for rule, kind in _RULES if rule(number)), None)


def is_no_secret(number: Number) -> bool:
    """Whether this is known for something else: an amount, an order, a date, a business's line."""
    return _is_aside(number) or (not _is_valid_card(number) and _is_something_else(number))


def _is_aside(number: Number) -> bool:
    return number.is_aside and number.length < _AS_LONG_AS_A_CARD


def _is_valid_card(number: Number) -> bool:
    return number.run.is_sure and len(number.run.digits) in _CARD_LENGTHS and luhn_holds(number.run.digits)


def _is_something_else(number: Number) -> bool:
    """An order number, a date or a business's line, where the cue or the shape says so."""
    if number.cue == "order" or _BUSINESS_LINE.fullmatch(number.run.digits):
        return True
    return number.cue in {"date", "expiry"} and number.length <= 8 and not number.code_asked


def _is_id_by_cue(number: Number) -> bool:
    if number.cue != "id_number" or _MOBILE.fullmatch(number.run.digits):
        return False
    if not number.run.is_sure:
        return _is_garbled_id(number)
    return len(number.run.digits) <= _NEAR_ID_CUE[-1] and number.length >= _NEAR_ID_CUE[0]


def _is_garbled_id(number: Number) -> bool:
    return _GARBLED_NEAR_CUE <= number.length <= _GARBLED_ID_AT_MOST and number.surely_heard >= _GARBLED_SURE


def _is_phone(number: Number) -> bool:
    if not number.run.is_sure:
        return False
    if number.cue == "phone" and number.length in _NEAR_PHONE_CUE:
        return True
    is_valid_id = len(number.run.digits) == 9 and luhn_holds(number.run.digits)
    shaped = _ISRAELI_PHONE.fullmatch(number.run.digits) is not None and not is_valid_id
    return shaped or (number.signed and number.length in _NEAR_PHONE_CUE)


def _is_id_by_check_digit(number: Number) -> bool:
    return number.run.is_sure and len(number.run.digits) == 9 and luhn_holds(number.run.digits)


def _is_card_by_length(number: Number) -> bool:
    if number.cue == "card":
        return number.length >= _FEWEST_NEAR_CARD_CUE and number.surely_heard >= _GARBLED_SURE
    return number.length >= _AS_LONG_AS_A_CARD and number.surely_heard >= number.length / 2


def _is_security_code(number: Number) -> bool:
    return number.code_asked and number.run.is_sure and number.length in _CODE_LENGTHS


def _is_long(number: Number) -> bool:
    """Read out like a personal number, though nothing says which; a phone's or an identity number's length."""
    heard_well = number.run.is_sure or number.surely_heard >= number.length / 2
    return heard_well and number.length >= _LONG_WITHOUT_A_CUE


#: The first rule that holds decides; None says that the number is not personal.
_RULES: tuple[tuple[Callable[[Number], bool], Kind | None], ...] = (
    (_is_valid_card, "card"),
    (_is_something_else, None),
    (_is_id_by_cue, "id_number"),
    (_is_phone, "phone"),
    (_is_card_by_length, "card"),
    (_is_id_by_check_digit, "id_number"),
    (_is_security_code, "security_code"),
    (_is_long, "id_number"),
)

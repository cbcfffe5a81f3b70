"""Which language each window of a call is in, where nobody has said it. Pure.

A small recogniser is sure of English wherever it hears it and often unsure of Hebrew, so what it says of one window
proves little. A call is in one language unless windows prove two.
"""

import math
from collections.abc import Mapping, Sequence

#: How likely each language is for one window, 0..1, together 1.
Shares = Mapping[str, float]

#: Measured on 230 Hebrew and 100 English windows with whisper-base: English is at least this likely wherever it is
#: spoken, so what is less likely to be English is not. Two seconds of Hebrew were once as likely to be English.
_UNMISTAKABLE, _AT_LEAST = "en", 0.9
#: A window with so much speech proves the unmistakable language where it is so likely, and any other by likeliest.
_ENOUGH_MS, _PROOF = 3_000, 0.95
#: No window is surer than this that a language is not spoken.
_LEAST_SHARE = 1e-3


def languages(windows: Sequence[Shares], speech_ms: Sequence[int]) -> list[str]:
    """The language of each window of one call, by what is heard in all of them. Every window names the same ones."""
    long_enough = [shares for shares, length in zip(windows, speech_ms, strict=True) if length >= _ENOUGH_MS]
    proven = {_likeliest(shares) for shares in long_enough if _is_proof(shares)}
    if len(proven) > 1:
        return [_alone(shares, proven) for shares in windows]
    return [next(iter(proven), None) or _together(windows)] * len(windows)


def _is_proof(shares: Shares) -> bool:
    best = _likeliest(shares)
    return best != _UNMISTAKABLE or shares[best] >= _PROOF


def _likeliest(shares: Shares) -> str:
    return max(shares, key=lambda language: shares[language])


def _alone(shares: Shares, proven: set[str]) -> str:
    """The likeliest of the call's languages for this window; the unmistakable one only where it is likely enough."""
    possible = {language: shares[language] for language in proven}
    if shares.get(_UNMISTAKABLE, 0.0) < _AT_LEAST:
        possible.pop(_UNMISTAKABLE, None)
    return _likeliest(possible)


def _together(windows: Sequence[Shares]) -> str:
    """The one language that all windows together speak for."""
    return _likeliest(
        {language: sum(math.log(max(shares[language], _LEAST_SHARE)) for shares in windows) for language in windows[0]}
    )

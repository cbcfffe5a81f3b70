"""Which language each window of a call is in, where nobody has said it. Pure.

A small recogniser is sure of English wherever it hears it and often unsure of Hebrew, so what it says of one window
proves little. A call is in one language unless windows prove two.
"""

import math
from collections.abc import Mapping, Sequence

#: How likely each language is for one window, 0..1, together 1.
Shares = Mapping[str, float]

#: A window proves a language that is so likely, with so much speech: of 172 Hebrew windows none proved English.
_PROOF, _ENOUGH_MS = 0.95, 3_000
#: The language that is never taken for another one, and how likely it is wherever it is spoken.
_UNMISTAKABLE, _AT_LEAST = "en", 0.9
#: No window is surer than this that a language is not spoken.
_LEAST_SHARE = 1e-3


def languages(windows: Sequence[Shares], speech_ms: Sequence[int]) -> list[str]:
    """The language of each window of one call, by what is heard in all of them. Every window names the same ones."""
    proven = {
        language
        for shares, length in zip(windows, speech_ms, strict=True)
        for language, share in shares.items()
        if share >= _PROOF and length >= _ENOUGH_MS
    }
    if len(proven) > 1:
        return [_alone(shares, proven) for shares in windows]
    return [_together(windows)] * len(windows)


def _alone(shares: Shares, proven: set[str]) -> str:
    """The likeliest of the call's languages for this window; the unmistakable one only where it is likely enough."""
    possible = {language: shares[language] for language in proven}
    if shares.get(_UNMISTAKABLE, 0.0) < _AT_LEAST:
        possible.pop(_UNMISTAKABLE, None)
    return max(possible, key=lambda language: possible[language])


def _together(windows: Sequence[Shares]) -> str:
    """The one language that all windows together speak for."""
    likely = {
        language: sum(math.log(max(shares[language], _LEAST_SHARE)) for shares in windows) for language in windows[0]
    }
    return max(likely, key=lambda language: likely[language])

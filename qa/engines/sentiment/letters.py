"""Groups of letters of a text, counted: they outlive a recogniser's mistakes, where a word as a whole does not."""

import zlib

import numpy as np
import numpy.typing as npt

#: Into how many places the groups are spread.
PLACES = 2048
_SHORTEST, _LONGEST = 2, 4
_FINALS = str.maketrans("ךםןףץ", "כמנפצ")


def letter_groups(text: str) -> npt.NDArray[np.float32]:
    """The text's groups of two to four letters, word ends counting as letters; shape (PLACES,), of length 1 or 0.

    Each place holds the square root of how often the groups that fall into it occur.
    """
    places = [
        zlib.crc32(bounded[at : at + size].encode()) % PLACES
        for word in text.split()
        for bounded in [f"^{word.translate(_FINALS)}$"]
        for size in range(_SHORTEST, _LONGEST + 1)
        for at in range(len(bounded) - size + 1)
    ]
    counts = np.bincount(np.array(places, np.int64), minlength=PLACES)
    groups: npt.NDArray[np.float32] = np.sqrt(counts).astype(np.float32)
    return groups / max(1e-9, float(np.linalg.norm(groups)))

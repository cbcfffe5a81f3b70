"""What the decoding process denies itself before it touches the file."""

import ctypes
import resource
import signal
import sys

from qa.engines.interfaces import SAMPLE_RATE
from qa.engines.media.formats import Limits

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_OPEN_FILES = 48
_BYTES_A_SAMPLE = 4


def restrain(limits: Limits) -> None:
    """Bound memory, processor time, written bytes and open files; leave no core file; end when the parent ends."""
    written = (limits.max_duration_ms // 1000 + 60) * SAMPLE_RATE * _BYTES_A_SAMPLE
    for what, bound in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _lower(what, bound)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _lower(what: int, bound: int) -> None:
    """Never above what this process was given itself."""
    _, hard = resource.getrlimit(what)
    allowed = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(what, (allowed, allowed))

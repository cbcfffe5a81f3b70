"""Mashov: recorded calls are heard, scored against a rubric, and shown to people."""

import os

# Matrix products here are small, and the threads that a BLAS library keeps for them only take the processors away from
# the recogniser: on a busy machine they made sentences twenty times dearer. It reads this once, when numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"

"""The jobs ledger. The database is the truth about every job; a queue message is only a bell that says "look".

A job is claimed for a lease and under a fencing token. Whoever wants to write its result shows the token in the same
transaction as the result: a worker that slept past its lease finds that the token has moved on, and writes nothing.
"""

from qa.platform.jobs.ledger import Claim, Finished, Ledger, LostLease
from qa.platform.jobs.tables import Job, JobState

__all__ = ["Claim", "Finished", "Job", "JobState", "Ledger", "LostLease"]

"""Does jobs: claim one, say that it is alive while it is worked on, and write down how it ended."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import structlog

from qa.platform.jobs.ledger import Claim, Ledger, LostLease
from qa.platform.jobs.way import RightOfWay

_log = structlog.get_logger()


class Pulse:
    """The heartbeat of a running job. Call it with the stage and the share of that stage that is done, 0..1.

    A thread writes what was said last, at most once a second, so that a long silent computation stays alive and a
    chatty one does not flood the database. Once the lease is lost the next call raises LostLease. `before` is done at
    the beginning of each call: there the work may be made to stand still, and its heart goes on beating.
    """

    def __init__(
        self, ledger: Ledger, claim: Claim, *, every_s: float, before: Callable[[], object] = lambda: None
    ) -> None:
        self._ledger, self._claim, self._every, self._before = ledger, claim, every_s, before
        self._stage, self._share = "received", 0.0
        self._said = threading.Event()
        self._over = threading.Event()
        self._lost = False
        self._thread = threading.Thread(target=self._beat, name=f"pulse-{claim.job_id}", daemon=True)

    def __call__(self, stage: str, share: float) -> None:
        """Say how far the work is. Raises LostLease."""
        self._before()
        if self._lost:
            raise LostLease(self._claim)
        self._stage, self._share = stage, min(1.0, max(0.0, share))
        self._said.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._said.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(min(1.0, self._every)):
            self._said.wait(self._every)
            self._said.clear()
            if self._over.is_set():
                return
            try:
                self._ledger.heartbeat(self._claim, self._stage, self._share)
            except LostLease:
                self._lost = True
                return
            except Exception as error:  # noqa: BLE001 (a database that is away for a moment must not end the pulse)
                _log.warning("heartbeat_failed", job=self._claim.job_id, error=str(error))


Handler = Callable[[Claim, Pulse], None]


@dataclass(frozen=True, slots=True)
class Held:
    """A job in hand: the right to do it, and its heartbeat."""

    claim: Claim
    pulse: Pulse


#: Does jobs of one kind, taking the next when it has room for it, and says of each, once, how it ended.
Together = Callable[[Iterator[Held]], Iterator[tuple[Held, Exception | None]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How jobs of one kind are done."""

    alone: Handler
    together: Together | None = None
    most: int = 1  # jobs that are taken at once, where they are done together
    urgent: bool = False  # somebody waits for it: meanwhile what is not stands still, in this process


class Runner:
    """Knows who handles which kind of job. `way`: where those who work long ask whether they may go on."""

    def __init__(self, ledger: Ledger, handlers: Mapping[str, Handler | Kind], *, worker: str, lease_s: int) -> None:
        self._ledger, self._worker = ledger, worker
        self._kinds = {name: how if isinstance(how, Kind) else Kind(how) for name, how in handlers.items()}
        self._every = lease_s / 3
        self.way = RightOfWay()

    def run(self, job_id: str) -> bool:
        """Do the job if it waits for someone. Returns whether it was done now. Its own errors are written down.

        Others of its kind that wait may be done with it, each under its own claim. Not so what was tried before: if it
        takes its worker down again, it is alone.
        """
        claim = self._ledger.claim(job_id, self._worker)
        if claim is None:
            return False
        kind = self._kinds[claim.kind]
        if kind.together is not None and kind.most > 1 and claim.attempt == 1:
            return self._run_together(claim, kind.together, kind.most)
        try:
            with self.way if kind.urgent else nullcontext(), self._pulse(claim, urgent=kind.urgent) as pulse:
                kind.alone(claim, pulse)
        except Exception as error:  # noqa: BLE001 (whatever a job fails with is written down)
            return self._ended(claim, error)
        return self._ended(claim, None)

    def _run_together(self, first: Claim, together: Together, most: int) -> bool:
        """Do this job and others that wait. Returns whether this one was done."""
        held: dict[str, tuple[Held, ExitStack]] = {}
        done: dict[str, bool] = {}

        def take(claim: Claim) -> Held:
            alive = ExitStack()
            job = Held(claim, alive.enter_context(self._pulse(claim, urgent=False)))
            held[claim.job_id] = job, alive
            return job

        def jobs(own: Held) -> Iterator[Held]:
            yield own
            for _ in range(most - 1):
                claim = self._ledger.claim_fresh(first.kind, self._worker)
                if claim is None:
                    return
                yield take(claim)

        def end(job_id: str, error: Exception | None) -> None:
            job, alive = held.pop(job_id)
            alive.close()
            done[job_id] = self._ended(job.claim, error)

        own = take(first)
        try:
            for job, error in together(jobs(own)):
                end(job.claim.job_id, error)
        except Exception as error:  # noqa: BLE001 (what stops all of them is written down for each)
            for job_id in list(held):
                end(job_id, error)
        finally:
            for _, alive in held.values():
                alive.close()
        return done.get(first.job_id, False)

    def _pulse(self, claim: Claim, *, urgent: bool) -> Pulse:
        before = (lambda: None) if urgent else self.way.give
        return Pulse(self._ledger, claim, every_s=self._every, before=before)

    def _ended(self, claim: Claim, error: Exception | None) -> bool:
        """Note how an attempt ended. Returns whether it ended well."""
        log = _log.bind(job=claim.job_id, kind=claim.kind, attempt=claim.attempt)
        if error is None:
            log.info("done")
            return True
        if isinstance(error, LostLease):
            log.warning("lease_lost")
            return False
        log.warning("attempt_failed", error=type(error).__name__, exc_info=error)
        try:
            self._ledger.fail(claim, error)
        except LostLease:
            log.warning("lease_lost")
        return False

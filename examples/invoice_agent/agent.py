"""The loop: what is new in the folder, what has moved, who is still waiting."""

import logging
import time
from collections.abc import Callable

from examples.invoice_agent.clerk import Clerk
from examples.invoice_agent.folder import Folder
from examples.invoice_agent.jobs import Job, Memory
from examples.invoice_agent.runs import Runs
from remit_client import Calls, KeyRefused, NotAllowed, RemitError, Unreachable

LOG = logging.getLogger("examples.invoice_agent")
FIRST_WAIT_SECONDS = 2
LONGEST_WAIT_SECONDS = 20
IDLE_SECONDS = 2.0
UNREACHABLE_SECONDS = 5.0
REFUSED_SECONDS = 60.0


class Agent:
    """Works through a folder of invoices, then waits for answers and new files."""

    def __init__(
        self,
        *,
        remit: Calls,
        runs: Runs,
        memory: Memory,
        folder: Folder,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._remit = remit
        self._runs = runs
        self._clerk = Clerk(runs=runs)
        self._memory = memory
        self._folder = folder
        self._pause = pause
        self._greeted = False

    def run(self, *, once: bool) -> bool:
        """Work until stopped; with `once`, until only people can move things on.

        Returns False when `once` ended early: Remit refused the key or was away.
        """
        while True:
            patience = self._round()
            if once and patience > IDLE_SECONDS:
                return False
            if once and not self._unfinished():
                return True
            self._pause(patience)

    def _round(self) -> float:
        """Look at everything once; return how long to rest, in seconds."""
        try:
            self._greet()
            for file, content in self._folder.fresh():
                self._memory.take(file=file, content=content)
            for job in self._memory.open():
                self._visit(job)
        except (KeyRefused, NotAllowed) as error:
            LOG.warning("Remit refuses this agent, trying again later: %s", error)
            return REFUSED_SECONDS
        except Unreachable as error:
            LOG.warning("Remit cannot be reached, trying again: %s", error)
            return UNREACHABLE_SECONDS
        except RemitError as error:
            LOG.warning("Remit does not answer as it should: %s", error)
            return REFUSED_SECONDS
        return IDLE_SECONDS

    def _greet(self) -> None:
        if self._greeted:
            return
        LOG.info("%s", self._remit.agent().sentence)
        self._greeted = True

    def _visit(self, job: Job) -> None:
        jobs = self._memory.open()
        self._runs.keep_alive(jobs=jobs)
        if not self._runs.due(job=job):
            return
        try:
            self._clerk.work(job=job, wait=_wait(job, among=len(jobs)))
        finally:
            self._memory.save()

    def _unfinished(self) -> bool:
        """Return whether anything can still move without a person."""
        moving = [
            job
            for job in self._memory.open()
            if job.status != "waiting" and self._runs.due(job=job)
        ]
        return bool(moving) or self._folder.unsettled


def _wait(job: Job, *, among: int) -> int:
    """Return how long one look at a job may wait, so that every job gets its turn."""
    if job.status != "waiting":
        return FIRST_WAIT_SECONDS
    return LONGEST_WAIT_SECONDS // max(among, 1)

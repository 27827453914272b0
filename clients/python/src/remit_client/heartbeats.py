"""Saying that a run is alive, in the background, and hearing whether to stop."""

import logging
import threading
import time

from remit_client.calls import Calls
from remit_client.errors import Problem, RemitError, Stopped
from remit_client.models import Json, RunState

LOG = logging.getLogger("remit_client")
# Two may get lost before the lease ends.
BEATS_PER_LEASE = 3


class Heartbeats:
    """The heartbeats of one run, from ``begin`` until ``end``."""

    def __init__(self, calls: Calls, run: RunState) -> None:
        self._calls = calls
        self._run = run
        self._lease = float(run.lease_seconds)
        self._interval = self._lease / BEATS_PER_LEASE
        self._save_point: Json | None = None
        self._heard_at = time.monotonic()
        self._stop: RemitError | None = None
        # One at a time: an older save point must not overtake a newer one.
        self._beating = threading.Lock()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def stop(self) -> RemitError | None:
        """Why the run must not go on: Stopped or Fenced; None when it may."""
        return self._stop

    def begin(self) -> None:
        """Beat in a thread of its own, which ends with the process at the latest."""
        name = f"heartbeats of run {self._run.number}"
        self._thread = threading.Thread(target=self._beat_on, name=name, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Beat no more."""
        self._ending.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def save(self, save_point: Json) -> None:
        """Keep the agent's own state with the run, now and with every heartbeat.

        Raises:
            Stopped, Fenced: the run must not go on.
            Unreachable: Remit does not know it yet; the next heartbeat says it again.
        """
        self._save_point = save_point
        self._beat()
        self.check()

    def check(self) -> None:
        """Return while the run may go on; after a long silence, ask first.

        Raises:
            Stopped: a person or the platform says so.
            Fenced: the run was taken from this process.
            Unreachable: the lease may have ended, and Remit cannot be asked.
        """
        if self._stop is None and time.monotonic() - self._heard_at >= self._lease:
            self._beat()
        if self._stop is not None:
            raise self._stop

    def _beat_on(self) -> None:
        while not self._ending.wait(self._interval):
            try:
                # Tried again for as long as the lease may last.
                self._beat(timeout=self._lease)
            except RemitError as error:
                LOG.warning("Run %s: %s", self._run.number, error)
            if isinstance(self._stop, Problem):
                return

    def _beat(self, timeout: float | None = None) -> None:
        with self._beating:
            try:
                told = self._calls.heartbeat(
                    self._run.id,
                    fence=self._run.fence,
                    save_point=self._save_point,
                    timeout=timeout,
                )
            except Problem as problem:
                self._stop = problem
                return
            self._heard_at = time.monotonic()
            # A halt that was lifted lets the run go on.
            self._stop = Stopped(told.reason) if told.stop else None

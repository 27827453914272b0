"""What the agent says about one run: alive, noted, asked, finished, stopped."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Literal

from examples.invoice_agent import wording
from examples.invoice_agent.jobs import Job
from examples.invoice_agent.remit import (
    FINAL,
    Json,
    KeyRefusedError,
    RemitClient,
    RemitError,
)

LOG = logging.getLogger("examples.invoice_agent")
HEARTBEAT_SECONDS = 20.0
RETRY_SECONDS = 60.0
Effects = Literal["none", "done", "unknown"]


class Runs:
    """The runs of one agent. `clock` counts seconds and only grows."""

    def __init__(
        self,
        *,
        remit: RemitClient,
        workflow: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._remit = remit
        self._workflow = workflow
        self._clock = clock

    def open(self, *, job: Job, subject: str, given: Json) -> None:
        """Open the job's run, or find the one that it opened before."""
        if not job.run:
            # The subject is in the key: an unreadable file is named by its file name.
            run = self._remit.open_run(
                key=job.key(f"run {subject}"),
                workflow=self._workflow,
                subject=subject,
                given=given,
            )
            job.run, job.fence = str(run["id"]), int(run["fence"])
            lease = float(run.get("lease_seconds") or 3 * HEARTBEAT_SECONDS)
            job.heartbeat_every = min(HEARTBEAT_SECONDS, lease / 3)
            self.say(job, f"run {run.get('number', job.run)}: {subject}")
        # The first heartbeat also tells whether a run from an earlier life still lives.
        self.keep_alive(jobs=[job])

    def due(self, *, job: Job) -> bool:
        """Return whether the job may be worked on now."""
        return job.content is not None and job.not_before <= self._clock()

    def keep_alive(self, *, jobs: Iterable[Job]) -> None:
        """Send the heartbeats that are due."""
        for job in jobs:
            beaten = job.heartbeat_at
            due = beaten is None or self._clock() - beaten >= job.heartbeat_every
            if job.run and not job.ending and due:
                self._beat(job)

    def note(self, job: Job, text: str, data: Json | None = None) -> None:
        """Leave a note, once: the same words again are the same note."""
        key = job.key(f"note {text}")
        self._remit.note(key=key, run=job.run, text=text, data=data)
        self.say(job, text)

    def ask(self, job: Job, *, body: Json, wait: int) -> Json | None:
        """Ask for an action, once, and look how it goes; None while undecided."""
        name = str(body["action"])
        if name not in job.actions:
            self.keep_alive(jobs=[job])
            if job.ending:
                return None
            request = {"run": job.run, **body}
            answer = self._remit.ask(key=job.key(name), body=request)
            job.actions[name], job.status = str(answer["id"]), str(answer["status"])
            if job.status == "waiting":
                self.note(job, wording.waiting(name, answer))
                return None
        return self._look(job, name, wait)

    def answer(self, job: Job, *, action: str) -> Json:
        """Return an action that was asked for, as it is now."""
        return self._remit.action(action=job.actions[action])

    def finish(self, job: Job, text: str) -> None:
        """Note how it ended and complete the run."""
        self.note(job, text)
        self._remit.complete(key=job.key("complete"), run=job.run, summary=text)
        job.end(text)

    def stop(self, job: Job, text: str, *, last: str, effects: Effects) -> None:
        """Note why it cannot go on and interrupt the run, for a person to take over."""
        self.note(job, text)
        self._interrupt(job, text, last=last, effects=effects)
        job.end(text)

    def leave(self, job: Job, text: str) -> None:
        """Note the last word on a run that the platform has taken in hand."""
        try:
            self.note(job, text)
        except RemitError as error:
            self.say(job, f"{text} ({error})")
        job.end(text)

    def give_up(self, job: Job, error: RemitError) -> None:
        """End a job that Remit would not let go on, or try it again much later."""
        if not job.run:
            job.not_before = self._clock() + RETRY_SECONDS
            self.say(job, f"no run could be opened: {error}")
            return
        text = f"Remit did not accept what I asked: {error}"
        effects: Effects = "unknown" if "payment.send" in job.actions else "none"
        self.say(job, text)
        try:
            self._interrupt(job, text, last=f"step {job.stage}", effects=effects)
        except RemitError as refused:
            self.say(job, f"the run cannot be interrupted either: {refused}")
        job.end(text)

    def say(self, job: Job, text: str) -> None:
        """Print one line about a job."""
        LOG.info("%s: %s", job.file, text)

    def _look(self, job: Job, name: str, wait: int) -> Json | None:
        """Look until it is final, waits for a person, or no longer moves."""
        before = ""
        while True:
            answer = self._remit.action(action=job.actions[name], wait=wait)
            status = job.status = str(answer["status"])
            if status == "unknown" and self._goes_on(job):
                # The platform is still finding out what happened.
                return None
            if status in FINAL:
                return answer
            if status in {"waiting", before}:
                return None
            before = status

    def _goes_on(self, job: Job) -> bool:
        return str(self._remit.run(run=job.run)["state"]) == "running"

    def _beat(self, job: Job) -> None:
        save_point = {"stage": job.stage, "actions": job.actions}
        try:
            answer = self._remit.heartbeat(
                run=job.run, fence=job.fence, save_point=save_point
            )
        except KeyRefusedError:
            raise
        except RemitError as error:
            self._lose(job, error)
            return
        job.heartbeat_at = self._clock()
        if answer.get("directive") == "stop":
            told = str(answer.get("reason") or "no reason was given")
            self.say(job, f"told to stop: {told}")
            job.end(f"Told to stop: {told}")

    def _lose(self, job: Job, error: RemitError) -> None:
        if error.status == 404:
            # Remembered from a platform that has since been set up anew.
            job.start_over()
            job.not_before = self._clock() + RETRY_SECONDS
            self.say(job, "the run is not known any more, so it will be opened anew")
        else:
            self.say(job, f"the run is no longer mine: {error}")
            job.end(f"The run is no longer mine: {error}")

    def _interrupt(self, job: Job, text: str, *, last: str, effects: Effects) -> None:
        body = {"reason": text, "last_safe_point": last, "side_effects": effects}
        self._remit.interrupt(key=job.key(f"stop {text}"), run=job.run, body=body)

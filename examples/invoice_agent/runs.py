"""What the agent says about one run: alive, noted, asked, finished, stopped."""

import logging
import time
from collections.abc import Callable, Iterable

from examples.invoice_agent import wording
from examples.invoice_agent.jobs import Job
from remit_client import (
    Action,
    Calls,
    Json,
    KeyRefused,
    NotAllowed,
    Problem,
    SideEffects,
)

LOG = logging.getLogger("examples.invoice_agent")
HEARTBEAT_SECONDS = 20.0
RETRY_SECONDS = 60.0


class Runs:
    """The runs of one agent. `clock` counts seconds and only grows."""

    def __init__(
        self,
        *,
        remit: Calls,
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
                self._workflow,
                subject=subject,
                given=given,
                key=job.key(f"run {subject}"),
            )
            job.run, job.fence = run.id, run.fence
            job.heartbeat_every = min(HEARTBEAT_SECONDS, run.lease_seconds / 3)
            self.say(job, f"run {run.number}: {subject}")
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
        self._remit.note(job.run, text, data=data, key=key)
        self.say(job, text)

    def ask(self, job: Job, *, body: Json, wait: int) -> Action | None:
        """Ask for an action, once, and look how it goes; None while undecided."""
        name = str(body["action"])
        if name not in job.actions:
            self.keep_alive(jobs=[job])
            if job.ending:
                return None
            request = {"run": job.run, **body}
            answer = self._remit.ask(request, key=job.key(name))
            job.actions[name], job.status = answer.id, answer.status
            if job.status == "waiting":
                self.note(job, wording.waiting(name, answer))
                return None
        return self._look(job, name, wait)

    def answer(self, job: Job, *, action: str) -> Action:
        """Return an action that was asked for, as it is now."""
        return self._remit.action(job.actions[action])

    def finish(self, job: Job, text: str) -> None:
        """Note how it ended and complete the run."""
        self.note(job, text)
        self._remit.complete(job.run, summary=text, key=job.key("complete"))
        job.end(text)

    def stop(self, job: Job, text: str, *, last: str, effects: SideEffects) -> None:
        """Note why it cannot go on and interrupt the run, for a person to take over."""
        self.note(job, text)
        self._interrupt(job, text, last=last, effects=effects)
        job.end(text)

    def leave(self, job: Job, text: str) -> None:
        """Note the last word on a run that the platform has taken in hand."""
        try:
            self.note(job, text)
        except Problem as error:
            self.say(job, f"{text} ({error})")
        job.end(text)

    def give_up(self, job: Job, error: Problem) -> None:
        """End a job that Remit would not let go on, or try it again much later."""
        if not job.run:
            job.not_before = self._clock() + RETRY_SECONDS
            self.say(job, f"no run could be opened: {error}")
            return
        text = f"Remit did not accept what I asked: {error}"
        effects: SideEffects = "unknown" if "payment.send" in job.actions else "none"
        self.say(job, text)
        try:
            self._interrupt(job, text, last=f"step {job.stage}", effects=effects)
        except Problem as refused:
            self.say(job, f"the run cannot be interrupted either: {refused}")
        job.end(text)

    def say(self, job: Job, text: str) -> None:
        """Print one line about a job."""
        LOG.info("%s: %s", job.file, text)

    def _look(self, job: Job, name: str, wait: int) -> Action | None:
        """Look until it is final, waits for a person, or no longer moves."""
        before = ""
        while True:
            answer = self._seen(job.actions[name], wait)
            status = job.status = answer.status
            if status == "unknown" and self._goes_on(job):
                # The platform is still finding out what happened.
                return None
            if answer.is_over:
                return answer
            if status in {"waiting", before}:
                return None
            before = status

    def _seen(self, action: str, wait: int) -> Action:
        if not wait:
            return self._remit.action(action)
        answer, busy = self._remit.poll(action, seconds=wait)
        if busy and not answer.is_over:
            self._remit.pause(min(busy, wait))
        return answer

    def _goes_on(self, job: Job) -> bool:
        return self._remit.run(job.run).state == "running"

    def _beat(self, job: Job) -> None:
        save_point = {"stage": job.stage, "actions": job.actions}
        try:
            answer = self._remit.heartbeat(
                job.run, fence=job.fence, save_point=save_point
            )
        except (KeyRefused, NotAllowed):
            raise
        except Problem as error:
            self._lose(job, error)
            return
        job.heartbeat_at = self._clock()
        if answer.stop:
            self.say(job, f"told to stop: {answer.reason}")
            job.end(f"Told to stop: {answer.reason}")

    def _lose(self, job: Job, error: Problem) -> None:
        if error.status == 404:
            # Remembered from a platform that has since been set up anew.
            job.start_over()
            job.not_before = self._clock() + RETRY_SECONDS
            self.say(job, "the run is not known any more, so it will be opened anew")
        else:
            self.say(job, f"the run is no longer mine: {error}")
            job.end(f"The run is no longer mine: {error}")

    def _interrupt(
        self, job: Job, text: str, *, last: str, effects: SideEffects
    ) -> None:
        self._remit.interrupt(
            job.run,
            reason=text,
            last_safe_point=last,
            side_effects=effects,
            key=job.key(f"stop {text}"),
        )

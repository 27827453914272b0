"""The agent's memory: one job per invoice, kept in a file when it has one."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

# What only the process at work needs: it reads the file again, and has its own clock.
PASSING = ("content", "heartbeat_at", "not_before", "status")


@dataclass(slots=True, kw_only=True)
class Job:
    """One invoice file on its way. Everything in it can be asked for again.

    `digest` is made from the file's content, and all idempotency keys from it: whoever
    starts over with an empty memory asks the same questions and does nothing twice.
    """

    digest: str
    file: str
    content: bytes | None = None
    stage: str = "read"
    run: str = ""
    fence: int = 0
    heartbeat_at: float | None = None
    heartbeat_every: float = 20.0
    not_before: float = 0.0
    actions: dict[str, str] = field(default_factory=dict)
    status: str = ""
    ending: str = ""

    def key(self, what: str) -> str:
        """Return the idempotency key of one request about this invoice."""
        return hashlib.sha256(f"{self.digest}:{what}".encode()).hexdigest()[:40]

    def end(self, ending: str) -> None:
        """Be done with it, with one line on how it ended."""
        self.ending = ending
        self.content = None

    def start_over(self) -> None:
        """Forget what was asked, but not the invoice."""
        self.stage, self.run, self.status = "read", "", ""
        self.actions = {}


class Memory:
    """The jobs by digest. `path` is where they survive a restart; None: nowhere."""

    def __init__(self, *, path: Path | None) -> None:
        self._path = path
        self.jobs: dict[str, Job] = {}
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            rows: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
            self.jobs = {digest: Job(**row) for digest, row in rows.items()}

    def take(self, *, file: str, content: bytes) -> Job | None:
        """Return the job of an invoice; None when it is done or already at work."""
        digest = hashlib.sha256(content).hexdigest()
        job = self.jobs.setdefault(digest, Job(digest=digest, file=file))
        if job.ending or job.content is not None:
            return None
        job.content = content
        return job

    def open(self) -> list[Job]:
        """Return the jobs that are at work, in the order they were taken."""
        return [job for job in self.jobs.values() if job.content is not None]

    def save(self) -> None:
        """Write everything down, all or nothing."""
        if self._path is None:
            return
        rows = {digest: _lasting(job) for digest, job in self.jobs.items()}
        draft = self._path.with_name(self._path.name + ".new")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(rows, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)


def _lasting(job: Job) -> dict[str, Any]:
    return {name: value for name, value in asdict(job).items() if name not in PASSING}

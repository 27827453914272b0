"""The folder that invoices arrive in."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

LOG = logging.getLogger("examples.invoice_agent")
SETTLED_SECONDS = 1.0


class Folder:
    """Looks for invoices (*.xml) that were not there before in their present form."""

    def __init__(self, *, path: Path, now: Callable[[], float] = time.time) -> None:
        self._path = path
        self._now = now
        self._seen: dict[str, tuple[int, int]] = {}
        self.unsettled = False

    def fresh(self) -> list[tuple[str, bytes]]:
        """Return name and content of each new file, sorted by name.

        A file that was written to within the last second may not be whole yet: it is
        left for the next look, and `unsettled` says so.
        """
        self.unsettled = False
        found = []
        for path in sorted(self._path.iterdir(), key=lambda each: each.name):
            if path.suffix.lower() != ".xml" or path.name.startswith("."):
                continue
            content = self._read(path)
            if content is not None:
                found.append((path.name, content))
        return found

    def _read(self, path: Path) -> bytes | None:
        try:
            status = path.stat()
            form = (status.st_size, status.st_mtime_ns)
            if self._seen.get(path.name) == form:
                return None
            if 0 <= self._now() - status.st_mtime < SETTLED_SECONDS:
                self.unsettled = True
                return None
            self._seen[path.name] = form
            return path.read_bytes()
        except OSError as error:
            LOG.warning("%s: cannot be read: %s", path.name, error.strerror)
            return None

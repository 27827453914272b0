"""Commands that look around, and again every so often, until they are stopped."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand


class RepeatingCommand(BaseCommand):
    """Looks, pauses and looks again; what has begun is finished before it ends."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Prepare to be stopped."""
        super().__init__(*args, **options)
        self._stopping = threading.Event()

    def look(self) -> None:
        """Look around once."""
        raise NotImplementedError

    def repeat(self, *, every_seconds: float) -> None:
        """Look around until somebody asks the process to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self.look()
        while not self._stopping.wait(every_seconds):
            self.look()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()

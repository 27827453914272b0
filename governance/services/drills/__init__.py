"""Writes: halt drills. The platform stops a rehearsal midway; somebody takes over."""

from governance.services.drills.due import drill_due
from governance.services.drills.ending import answer_drill, expire_drill
from governance.services.drills.rehearsing import rehearse
from governance.services.drills.scheduling import start_if_due
from governance.services.drills.starting import start_drill
from governance.services.drills.telling import DRILL, in_words, milliseconds

__all__ = [
    "DRILL",
    "answer_drill",
    "drill_due",
    "expire_drill",
    "in_words",
    "milliseconds",
    "rehearse",
    "start_drill",
    "start_if_due",
]

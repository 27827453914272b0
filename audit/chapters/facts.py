"""The sentences of keeping facts: see ``audit.catalogue``."""

from audit.chapters.shape import Entry, Outcome
from audit.events import Event

_DONE = Outcome.SUCCESS

FACTS: dict[Event, Entry] = {
    Event.REGISTER_CREATED: Entry(
        "F001", _DONE, "{actor} created the register {register}, which is {name}."
    ),
    Event.REGISTER_CHANGED: Entry(
        "F002",
        _DONE,
        "{actor} changed the register {before}. It is called {register}; {columns}.",
    ),
    Event.RECORDS_UPLOADED: Entry(
        "F003",
        _DONE,
        "{actor} loaded a file into {register}: {added} records added, {changed} "
        "changed, {removed} removed. The file is {digest}.",
    ),
    Event.RECORD_ADDED: Entry("F004", _DONE, "{actor} added {key} to {register}."),
    Event.RECORD_CHANGED: Entry("F005", _DONE, "{actor} changed {key} in {register}."),
    Event.RECORD_REMOVED: Entry(
        "F006", _DONE, "{actor} removed {key} from {register}."
    ),
    Event.FEED_KEY_ISSUED: Entry(
        "F007",
        _DONE,
        "{actor} issued the key {prefix} that keeps {register}, until {until}.",
    ),
    Event.FEED_KEY_REVOKED: Entry(
        "F008",
        _DONE,
        "{actor} revoked the key {prefix} that keeps {register}, because “{reason}”",
    ),
}

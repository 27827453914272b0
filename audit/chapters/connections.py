"""The sentences of connections to the world: see ``audit.catalogue``."""

from audit.chapters.shape import Entry, Outcome
from audit.events import Event

_DONE = Outcome.SUCCESS

CONNECTIONS: dict[Event, Entry] = {
    Event.RUNNER_CONNECTED: Entry(
        "A006", _DONE, "{actor} connected the runner {runner} to {destination}."
    ),
    Event.RUNNER_CHANGED: Entry(
        "N001", _DONE, "{actor} changed the connection {runner}: {changes}."
    ),
    Event.RUNNER_TRIED: Entry(
        "N002", _DONE, "{actor} sent a test message over {runner}: {result}"
    ),
    Event.RUNNER_RETIRED: Entry(
        "N003", _DONE, "{actor} retired the connection {runner}."
    ),
    Event.RUNNER_ROTATED: Entry(
        "N004",
        _DONE,
        "{actor} gave the connection {runner} a new secret; the old one ends {until}.",
    ),
    Event.RUNNER_ROTATION_ENDED: Entry(
        "N005", _DONE, "{actor} ended the older secret of the connection {runner}."
    ),
    Event.HOST_ALLOWED: Entry(
        "N006", _DONE, "{actor} allowed runners to reach {host}, because “{reason}”"
    ),
    Event.HOST_REMOVED: Entry(
        "N007",
        _DONE,
        "{actor} forbade runners to reach {host}, because “{reason}”",
    ),
    Event.SECRETS_RESEALED: Entry(
        "N008",
        _DONE,
        "{actor} sealed the secrets of its connections with the platform's present "
        "key: {count} of them are live.",
    ),
    Event.SUBSCRIBED: Entry(
        "N009", _DONE, "{actor} had the connection {runner} told of {news}."
    ),
    Event.SUBSCRIPTION_GONE: Entry(
        "N010",
        Outcome.FAILED,
        "The target of the connection {runner} wants to be told nothing any more.",
    ),
    Event.ANNOUNCEMENT_GIVEN_UP: Entry(
        "N011",
        Outcome.FAILED,
        "The connection {runner} could not be told of {news}: {answer} The message "
        "{message} is not tried again.",
    ),
    Event.ANNOUNCED_AGAIN: Entry(
        "N012",
        Outcome.PENDING,
        "{actor} had the message {message} sent again over {runner}: {news}.",
    ),
}

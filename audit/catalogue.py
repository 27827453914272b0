"""The catalogue: the sentence of every event.

A sentence is written once, goes into the hashed bytes as a template, and is
never changed: a new wording is a new code. ``{actor}`` is who acted; the other
placeholders are the parameters that the recorder gives.
"""

from audit.chapters.accountability import ACCOUNTABILITY
from audit.chapters.accounts import ACCOUNTS
from audit.chapters.connections import CONNECTIONS
from audit.chapters.facts import FACTS
from audit.chapters.halts import HALTS
from audit.chapters.readiness import READINESS
from audit.chapters.rescues import RESCUES
from audit.chapters.shape import Entry, Outcome
from audit.chapters.tickets import TICKETS
from audit.events import Event

__all__ = ["CATALOGUE", "Entry", "Outcome"]

_DONE = Outcome.SUCCESS

CATALOGUE: dict[Event, Entry] = {
    Event.CLIENT_CREATED: Entry("T001", _DONE, "{actor} created the client {client}."),
    Event.CLIENT_ENTERED: Entry(
        "T002", _DONE, "{actor}, governance lead, looked at {page}."
    ),
    Event.PERSON_ADDED: Entry("T003", _DONE, "{actor} added {person} as {role}."),
    Event.GROUP_JOINED: Entry(
        "T004", _DONE, "{actor} made {person} a member of {group}."
    ),
    Event.CLIENT_FOUNDED: Entry(
        "T005",
        _DONE,
        "{actor}, governance lead, created the client {client}, because “{reason}”",
    ),
    Event.CLIENT_CHANGED: Entry(
        "T017", _DONE, "{actor} changed the client: {changes}."
    ),
    Event.CLIENT_LOADED: Entry(
        "T018",
        _DONE,
        "{actor} loaded this client from a file; {count} changes. {signed}",
    ),
    Event.PERSON_INVITED: Entry(
        "T006", _DONE, "{actor} invited {person} as {role}, until {until}."
    ),
    Event.INVITATION_RENEWED: Entry(
        "T007", _DONE, "{actor} invited {person} once more, until {until}."
    ),
    Event.INVITATION_WITHDRAWN: Entry(
        "T008", _DONE, "{actor} withdrew the invitation of {person}."
    ),
    Event.INVITATION_ACCEPTED: Entry(
        "T009", _DONE, "{actor} accepted the invitation of {inviter} and is {role} now."
    ),
    Event.PERSON_RENAMED: Entry("T010", _DONE, "{before} is called {person} now."),
    Event.ROLE_CHANGED: Entry(
        "T011", _DONE, "{actor} made {person} {role}; before: {before}."
    ),
    Event.PERSON_SUSPENDED: Entry(
        "T012", _DONE, "{actor} suspended {person}, because “{reason}”"
    ),
    Event.PERSON_RESTORED: Entry(
        "T013", _DONE, "{actor} restored {person}, because “{reason}”"
    ),
    Event.GROUP_LEFT: Entry("T014", _DONE, "{actor} took {person} out of {group}."),
    Event.GROUP_CREATED: Entry("T015", _DONE, "{actor} created the group {group}."),
    Event.GROUP_RENAMED: Entry(
        "T016", _DONE, "{actor} renamed the group {before} to {group}."
    ),
    Event.AGENT_REGISTERED: Entry("A001", _DONE, "{actor} registered {agent}."),
    Event.AGENT_KEY_ISSUED: Entry(
        "A002", _DONE, "{actor} issued the key {prefix} to {agent}."
    ),
    Event.OWNER_NAMED: Entry("A003", _DONE, "{actor} named {owner} {role} of {agent}."),
    Event.OWNER_ACCEPTED: Entry(
        "A004", _DONE, "{actor} accepted to be {role} of {agent}."
    ),
    Event.OWNER_WITHDRAWN: Entry(
        "A011", _DONE, "{actor} took back that {owner} was named {role} of {agent}."
    ),
    Event.AGENT_DESCRIBED: Entry(
        "A012",
        _DONE,
        "{actor} described {before} anew. It is called {agent}; its purpose: {purpose}",
    ),
    Event.AGENT_KEY_ENDING: Entry(
        "A013", _DONE, "{actor} let the key {prefix} of {agent} end at {until}."
    ),
    Event.AGENT_KEY_REVOKED: Entry(
        "A014",
        _DONE,
        "{actor} revoked the key {prefix} of {agent}, because “{reason}”",
    ),
    Event.ACTION_TYPE_PUBLISHED: Entry(
        "A005", _DONE, "{actor} published version {version} of the action {action}."
    ),
    Event.WORKFLOW_PUBLISHED: Entry(
        "G001", _DONE, "{actor} published version {version} of the workflow {workflow}."
    ),
    Event.TITLE_CHANGED: Entry(
        "G012", _DONE, "{actor} gave the {what} {before} the title {title}."
    ),
    Event.BOUNDARY_PUBLISHED: Entry(
        "G002", _DONE, "{actor} published boundary version {version} of {count} rules."
    ),
    Event.RULE_WRITTEN: Entry(
        "B001",
        _DONE,
        "{actor} wrote rule {number}, “{title}”. In the next version: {status}.",
    ),
    Event.RULE_CHANGED: Entry(
        "B002",
        _DONE,
        "{actor} changed rule {number}, “{title}”, for the next version: {members}.",
    ),
    Event.RULE_STATUS_SET: Entry(
        "B003",
        _DONE,
        "{actor} set what rule {number}, “{title}”, will be in the next version: "
        "{status}; before: {before}.",
    ),
    Event.LIST_WRITTEN: Entry(
        "B004", _DONE, "{actor} wrote the list {list}, {count} entries long."
    ),
    Event.LIST_CHANGED: Entry(
        "B005",
        _DONE,
        "{actor} changed the list {list} for the next version: "
        "{added} entries added, {removed} removed.",
    ),
    Event.LIST_DROPPED: Entry(
        "B006", _DONE, "{actor} left the list {list} out of the next version."
    ),
    Event.BOUNDARY_PROPOSED: Entry(
        "B007", _DONE, "{actor} proposed boundary version {version} of {count} rules."
    ),
    Event.BOUNDARY_WITHDRAWN: Entry(
        "B008",
        _DONE,
        "{actor} withdrew what was proposed as boundary version {version}: "
        "{count} rules.",
    ),
    Event.REPLAY_ASKED: Entry(
        "B012",
        _DONE,
        "{actor} asked what {count} drafted rules would have changed about the last "
        "{days} days.",
    ),
    Event.BOUNDARY_RESTORED: Entry(
        "B009",
        _DONE,
        "{actor} put the drafted rules back to what boundary version {version} had.",
    ),
    Event.PUBLISHER_SET: Entry(
        "B010", _DONE, "{actor} decided who publishes boundaries: {publisher}."
    ),
    Event.RECORDS_LOADED: Entry(
        "G003", _DONE, "{actor} loaded {count} records into {register}."
    ),
    **CONNECTIONS,
    **FACTS,
    **HALTS,
    **READINESS,
    **RESCUES,
    **TICKETS,
    **ACCOUNTABILITY,
    **ACCOUNTS,
    Event.CLEARANCE_SIGNED: Entry(
        "G004",
        _DONE,
        "{actor} cleared {agent} for {workflow}, version {version}, until {until}.",
    ),
    # Until version 0.1 this was G005, which gave no reason.
    Event.CLEARANCE_REVOKED: Entry(
        "G011",
        _DONE,
        "{actor} revoked the clearance of {agent} for {workflow}, because “{reason}”",
    ),
    Event.RUN_OPENED: Entry(
        "R001", _DONE, "{actor} opened run {run} of {workflow} for {subject}."
    ),
    Event.RUN_REFUSED: Entry(
        "R006",
        Outcome.REFUSED,
        "{actor} wanted to open a run of {workflow} and was refused: {cause}",
    ),
    Event.RUN_NOTED: Entry("R002", _DONE, "{actor} noted: {text}"),
    Event.RUN_SAVED: Entry("R003", _DONE, "{actor} left a save point in run {run}."),
    Event.RUN_COMPLETED: Entry("R004", _DONE, "{actor} completed run {run}: {summary}"),
    Event.RUN_INTERRUPTED: Entry(
        "R005", Outcome.FAILED, "Run {run} was interrupted by {actor}: {cause}"
    ),
    Event.ACTION_ALLOWED: Entry(
        "D001", _DONE, "{actor} asked to {act} and may do it alone. {explanation}"
    ),
    Event.ACTION_WAITING: Entry(
        "D002",
        Outcome.PENDING,
        "{actor} asked to {act}. It waits for a person of {group}. {explanation}",
    ),
    Event.ACTION_REFUSED: Entry(
        "D003", Outcome.REFUSED, "{actor} asked to {act} and was refused. {explanation}"
    ),
    Event.ACTION_REFUSED_LATER: Entry(
        "D004",
        Outcome.REFUSED,
        "At execution {actor} checked again and refused to {act}. {explanation}",
    ),
    Event.ACTION_CANCELLED: Entry(
        "D005", Outcome.REFUSED, "Withdrawn, because the run stopped: {act}."
    ),
    Event.ACTION_UNSTARTED: Entry(
        "D006",
        Outcome.REFUSED,
        "Withdrawn, because its agent did not start it in time: {act}.",
    ),
    Event.ACTION_INTENDED: Entry(
        "X001", Outcome.PENDING, "{actor} checked again and is about to {act}."
    ),
    Event.ACTION_SUCCEEDED: Entry("X002", _DONE, "Done: {act}. {detail}"),
    Event.ACTION_FAILED: Entry(
        "X003", Outcome.FAILED, "Not done, and nothing happened: {act}. {detail}"
    ),
    Event.ACTION_UNKNOWN: Entry(
        "X004", Outcome.UNKNOWN, "Nobody knows whether it happened: {act}. {detail}"
    ),
    Event.ACTION_LATE: Entry(
        "X006",
        Outcome.UNKNOWN,
        "A worker that had been given up answered late about this: {act}. {detail}",
    ),
    Event.ACTION_SETTLED: Entry(
        "X005", _DONE, "{actor} settled what was unknown ({act}): {result}. {detail}"
    ),
    Event.ACTION_RETRIED: Entry(
        "X007",
        Outcome.PENDING,
        "To be tried again, since nothing can happen twice: {act}. {detail}",
    ),
    Event.ACTION_PERMITTED: Entry(
        "X008",
        Outcome.PENDING,
        "The gate was asked again and gave {actor} a permit, once and until {until}, "
        "to {act}.",
    ),
    Event.CHECKPOINT_APPROVED: Entry(
        "C001", _DONE, "{actor} approved to {act}, because “{reason}”"
    ),
    Event.CHECKPOINT_REFUSED: Entry(
        "C002", Outcome.REFUSED, "{actor} refused to {act}, because “{reason}”"
    ),
    # Not enough people yet: who approves as the last of them is told by C001.
    Event.CHECKPOINT_AGREED: Entry(
        "C004",
        Outcome.PENDING,
        "{actor} approved to {act}, as {given} of {quorum}, because “{reason}”",
    ),
    Event.CHECKPOINT_EXPIRED: Entry(
        "C003",
        Outcome.REFUSED,
        "Nobody of {group} answered in time, which counts as refused: {act}.",
    ),
    Event.CHECKPOINT_TOLD: Entry(
        "C005",
        _DONE,
        "{actor} wrote to {people} about what {group} has to decide, as {step}: {act}.",
    ),
    Event.CHECKPOINT_UNTOLD: Entry(
        "C006",
        Outcome.FAILED,
        "A mail to {person} about what {group} has to decide could not be sent: {act}.",
    ),
    Event.CHECKPOINT_DRAFTED: Entry(
        "C007",
        _DONE,
        "{actor} drafted that up to {amount} nobody is asked next time to {act}.",
    ),
    Event.LIMIT_MISCOUNTED: Entry(
        "L001",
        Outcome.FAILED,
        "{actor} counted {limit} again, {window}, for {subject}: stored are {stored}, "
        "counted {counted}. Nothing was corrected.",
    ),
}

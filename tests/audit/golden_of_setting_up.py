"""What every event of setting up reads as."""

from audit.events import Event

AGENT = "Invoice agent"
_SPELL = {"since": "2026-12-01 00:00", "until": "2026-12-09 00:00"}

SETTING_UP: dict[Event, tuple[dict[str, str], str]] = {
    Event.CLIENT_CREATED: (
        {"client": "Acme Logistics"},
        "T001 success Ada Rossi created the client Acme Logistics.",
    ),
    Event.CLIENT_ENTERED: (
        {"page": "the tickets"},
        "T002 success Ada Rossi, governance lead, looked at the tickets.",
    ),
    Event.PERSON_ADDED: (
        {"person": "Bo Lindqvist", "role": "Operator"},
        "T003 success Ada Rossi added Bo Lindqvist as Operator.",
    ),
    Event.GROUP_JOINED: (
        {"person": "Bo Lindqvist", "group": "Finance"},
        "T004 success Ada Rossi made Bo Lindqvist a member of Finance.",
    ),
    Event.CLIENT_FOUNDED: (
        {"client": "Acme Logistics", "reason": "The contract is signed."},
        (
            "T005 success Ada Rossi, governance lead, created the client "
            "Acme Logistics, because “The contract is signed.”"
        ),
    ),
    Event.CLIENT_CHANGED: (
        {"changes": "its name from Acme to Acme Logistics"},
        (
            "T017 success Ada Rossi changed the client: its name from Acme to "
            "Acme Logistics."
        ),
    ),
    Event.CLIENT_LOADED: (
        {"count": "12", "signed": "Nothing was signed for anybody."},
        (
            "T018 success Ada Rossi loaded this client from a file; 12 changes. "
            "Nothing was signed for anybody."
        ),
    ),
    Event.TITLE_CHANGED: (
        {"what": "register", "before": "Orders", "title": "Purchase orders"},
        "G012 success Ada Rossi gave the register Orders the title Purchase orders.",
    ),
    Event.PERSON_INVITED: (
        {"person": "Nia Costa", "role": "Member", "until": "2026-12-02"},
        "T006 success Ada Rossi invited Nia Costa as Member, until 2026-12-02.",
    ),
    Event.INVITATION_RENEWED: (
        {"person": "Nia Costa", "until": "2026-12-02"},
        "T007 success Ada Rossi invited Nia Costa once more, until 2026-12-02.",
    ),
    Event.INVITATION_WITHDRAWN: (
        {"person": "Nia Costa"},
        "T008 success Ada Rossi withdrew the invitation of Nia Costa.",
    ),
    Event.INVITATION_ACCEPTED: (
        {"inviter": "Lee Park", "role": "Client admin"},
        (
            "T009 success Ada Rossi accepted the invitation of Lee Park and is "
            "Client admin now."
        ),
    ),
    Event.PERSON_RENAMED: (
        {"before": "Ada Rossi", "person": "Ada Bianchi"},
        "T010 success Ada Rossi is called Ada Bianchi now.",
    ),
    Event.SECOND_FACTOR_SET: (
        {"person": "Ada Rossi"},
        "T019 success Ada Rossi set up a second factor.",
    ),
    Event.SECOND_FACTOR_REMOVED: (
        {"person": "Bo Lindqvist"},
        "T020 success Ada Rossi removed the second factor of Bo Lindqvist.",
    ),
    Event.RECOVERY_CODES_RENEWED: (
        {"person": "Ada Rossi"},
        "T021 success Ada Rossi made new recovery codes.",
    ),
    Event.DELEGATED: (
        {"person": "Bo Lindqvist", "to": "Cy Okafor", **_SPELL},
        (
            "T024 success Ada Rossi had Cy Okafor answer in the place of Bo Lindqvist "
            "from 2026-12-01 00:00 until 2026-12-09 00:00."
        ),
    ),
    Event.DELEGATION_WITHDRAWN: (
        {"person": "Bo Lindqvist", "to": "Cy Okafor", **_SPELL},
        (
            "T025 success Ada Rossi let Bo Lindqvist answer again, in whose place Cy "
            "Okafor was to answer from 2026-12-01 00:00 until 2026-12-09 00:00."
        ),
    ),
    Event.SUPPORT_OPENED: (
        {"lead": "Lee Park", "span": "4 hours", "reason": "Ticket 7 is stuck."},
        (
            "T030 success Lee Park, governance lead, may look in for 4 hours, because "
            "“Ticket 7 is stuck.”"
        ),
    ),
    Event.SUPPORT_ENDED: (
        {"lead": "Lee Park"},
        "T031 success Ada Rossi had Lee Park, governance lead, look in no longer.",
    ),
    Event.HOURS_SET: (
        {"hours": "Monday to Friday 09:00 to 17:00", "holidays": "2 holidays"},
        (
            "T026 success Ada Rossi set the working hours: Monday to Friday 09:00 to "
            "17:00, with 2 holidays."
        ),
    ),
    Event.GROUP_IN_HOURS: (
        {"group": "Finance"},
        (
            "T027 success Ada Rossi had the time of Finance to answer count only in "
            "working hours."
        ),
    ),
    Event.GROUP_ANY_TIME: (
        {"group": "Finance"},
        (
            "T028 success Ada Rossi had the time of Finance to answer count around the "
            "clock."
        ),
    ),
    Event.ESCALATION_WRITTEN: (
        {"group": "Finance", "steps": "At once: Finance; After 75 %: the admins"},
        (
            "T029 success Ada Rossi wrote who is told of what Finance has to decide. "
            "At once: Finance; After 75 %: the admins"
        ),
    ),
    Event.SECOND_FACTOR_DEMANDED: (
        {},
        ("T022 success Ada Rossi demanded a second factor of whoever may decide here."),
    ),
    Event.SECOND_FACTOR_WAIVED: (
        {},
        "T023 success Ada Rossi stopped demanding a second factor here.",
    ),
    Event.ROLE_CHANGED: (
        {"person": "Nia Costa", "role": "Operator", "before": "Member"},
        "T011 success Ada Rossi made Nia Costa Operator; before: Member.",
    ),
    Event.PERSON_SUSPENDED: (
        {"person": "Nia Costa", "reason": "She has left."},
        "T012 success Ada Rossi suspended Nia Costa, because “She has left.”",
    ),
    Event.PERSON_RESTORED: (
        {"person": "Nia Costa", "reason": "She is back."},
        "T013 success Ada Rossi restored Nia Costa, because “She is back.”",
    ),
    Event.GROUP_LEFT: (
        {"person": "Bo Lindqvist", "group": "Finance"},
        "T014 success Ada Rossi took Bo Lindqvist out of Finance.",
    ),
    Event.GROUP_CREATED: (
        {"group": "Finance"},
        "T015 success Ada Rossi created the group Finance.",
    ),
    Event.GROUP_RENAMED: (
        {"before": "Finance", "group": "Treasury"},
        "T016 success Ada Rossi renamed the group Finance to Treasury.",
    ),
    Event.AGENT_REGISTERED: (
        {"agent": AGENT},
        "A001 success Ada Rossi registered Invoice agent.",
    ),
    Event.AGENT_KEY_ISSUED: (
        {"prefix": "kX9Lb2Qa", "agent": AGENT},
        "A002 success Ada Rossi issued the key kX9Lb2Qa to Invoice agent.",
    ),
    Event.OWNER_NAMED: (
        {"owner": "Bo Lindqvist", "role": "deputy", "agent": AGENT},
        "A003 success Ada Rossi named Bo Lindqvist deputy of Invoice agent.",
    ),
    Event.OWNER_ACCEPTED: (
        {"role": "responsible owner", "agent": AGENT},
        "A004 success Ada Rossi accepted to be responsible owner of Invoice agent.",
    ),
    Event.OWNER_WITHDRAWN: (
        {"owner": "Bo Lindqvist", "role": "deputy", "agent": AGENT},
        (
            "A011 success Ada Rossi took back that Bo Lindqvist was named deputy of "
            "Invoice agent."
        ),
    ),
    Event.AGENT_DESCRIBED: (
        {"before": AGENT, "agent": "Payables agent", "purpose": "Pays."},
        (
            "A012 success Ada Rossi described Invoice agent anew. It is called "
            "Payables agent; its purpose: Pays."
        ),
    ),
    Event.AGENT_KEY_ENDING: (
        {"prefix": "kX9Lb2Qa", "agent": AGENT, "until": "2026-11-25 14:02:10 UTC"},
        (
            "A013 success Ada Rossi let the key kX9Lb2Qa of Invoice agent end at "
            "2026-11-25 14:02:10 UTC."
        ),
    ),
    Event.AGENT_KEY_REVOKED: (
        {"prefix": "kX9Lb2Qa", "agent": AGENT, "reason": "It was in a log."},
        (
            "A014 success Ada Rossi revoked the key kX9Lb2Qa of Invoice agent, "
            "because “It was in a log.”"
        ),
    ),
    Event.ACTION_TYPE_PUBLISHED: (
        {"version": "2", "action": "payment.send"},
        "A005 success Ada Rossi published version 2 of the action payment.send.",
    ),
}

"""What each role may do to each table, written down: nothing else, and nothing new.

A new table fails here until somebody has decided what the application may do to it.
"""

from typing import Any

from tests.application import APPLICATION
from tests.catalogue import GLOBAL, ask, history_tables, partitions, tables

# What the few functions that look before a client is known may see.
_RESOLVER = {
    "agents_agent": {"client_id", "id", "name"},
    "agents_agentkey": {
        "agent_id",
        "client_id",
        "digest",
        "expires_at",
        "id",
        "last_used_at",
        "prefix",
        "revoked_at",
    },
    "governance_action": {
        "agent_id",
        "asked_at",
        "changed_at",
        "client_id",
        "compensation_id",
        "due_at",
        "id",
        "lease_until",
        "status",
    },
    "governance_announcement": {"client_id", "due_at", "id"},
    "governance_checkpoint": {"client_id", "deadline", "id", "notice_at", "state"},
    "governance_clearance": {
        "client_id",
        "expires_at",
        "fell_at",
        "id",
        "revoked_at",
    },
    "governance_compensation": {"client_id", "id", "state"},
    "governance_drill": {"answer_by", "client_id", "id", "started_at", "state"},
    "governance_feedkey": {
        "client_id",
        "digest",
        "expires_at",
        "id",
        "last_used_at",
        "name",
        "prefix",
        "register_id",
        "revoked_at",
    },
    "governance_idempotencykey": {"client_id", "used_at"},
    "governance_guardrailversion": {"published_at"},
    "governance_readiness": {"clearance_id", "client_id", "id", "looked_at"},
    "governance_recount": {"client_id", "due_at"},
    "governance_replayjob": {"asked_at", "client_id", "id", "lease_until", "state"},
    "governance_ticket": {"client_id", "id", "look_at"},
    "governance_run": {
        "client_id",
        "id",
        "lease_until",
        "rehearsal",
        "single",
        "state",
    },
    "tenants_client": {"created_at", "id", "name", "second_factor_required", "slug"},
    "tenants_invitation": {"client_id", "id"},
    "tenants_membership": {"client_id", "is_active", "role", "user_id"},
}
# Published, decided, done or said: nobody changes it, whatever the role.
_APPEND_ONLY = {
    "agents_actiontype",
    "audit_entry",
    "governance_attestation",
    "governance_boundaryversion",
    "governance_checkpointanswer",
    "governance_decision",
    "governance_escalation",
    "governance_evidence",
    "governance_handedstep",
    "governance_rescue",
    "governance_intent",
    "governance_interruption",
    "governance_outcome",
    "governance_postmortem",
    "governance_review",
    "governance_rulefromticket",
    "governance_runnote",
    "governance_workflowversion",
}
# Counts, queues, and how people show who they are.
_CLOSED_TO_LEADS = {
    "account_emailaddress",
    "account_emailconfirmation",
    "agents_allowance",
    "audit_pending",
    "mfa_authenticator",
    "tenants_cache",
    "usersessions_usersession",
}
# The same, of no client.
_APPEND_ONLY_OF_ALL = {"governance_guardrail", "governance_guardrailversion"}
# May one day be erased, by the owner: see audit.models.
_ERASABLE = {"audit_privatevalue"}

_ON_TABLES = """
SELECT relname, grantee::regrole::text, privilege_type
  FROM pg_class, aclexplode(relacl)
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
   AND grantee <> 'remit_owner'::regrole
"""
_ON_COLUMNS = """
SELECT attrelid::regclass::text, grantee::regrole::text, privilege_type,
       attname::text
  FROM pg_attribute, aclexplode(attacl)
 WHERE attrelid IN (SELECT oid FROM pg_class
                     WHERE relnamespace = 'public'::regnamespace)
   AND NOT attisdropped
   AND grantee <> 'remit_owner'::regrole
"""
_HIDDEN_FROM_BACKUPS = """
SELECT relname FROM pg_class c
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
   AND relrowsecurity AND NOT EXISTS (
       SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = 'r'
          AND p.polroles = ARRAY['remit_backup'::regrole::oid])
"""
_TRIGGERS = """
SELECT tgrelid::regclass::text, tgname, tgtype, tgenabled, tgfoid::regproc::text,
       tgqual IS NULL
  FROM pg_trigger WHERE tgname IN ('append_only', 'no_truncate')
"""
# Bits of tgtype: 1 each row, 2 before, 8 delete, 16 update, 32 truncate.
_EACH_CHANGE = 1 + 2 + 8 + 16
_TRUNCATE = 2 + 32

Grants = dict[str, dict[str, set[str]]]


def test_the_application_may_do_what_is_written_down_and_nothing_else() -> None:
    assert _granted("remit_app") == _expected()


def test_governance_leads_may_read_and_nothing_else() -> None:
    readable = set(tables()) - _CLOSED_TO_LEADS

    assert _granted("remit_lead") == {table: {"SELECT": {"*"}} for table in readable}


def test_the_resolver_sees_a_few_columns_and_counts_how_often_keys_are_used() -> None:
    expected = {table: {"SELECT": columns} for table, columns in _RESOLVER.items()}
    expected["agents_allowance"] = {
        "SELECT": {"*"},
        "INSERT": {"*"},
        "UPDATE": {"full_at"},
    }
    for keys in ("agents_agentkey", "governance_feedkey"):
        expected[keys]["UPDATE"] = {"last_used_at"}

    assert _granted("remit_resolver") == expected


def test_backups_read_everything_and_do_nothing_else() -> None:
    everything = {*tables(), *partitions()}

    assert _granted("remit_backup") == {name: {"SELECT": {"*"}} for name in everything}
    assert ask(_HIDDEN_FROM_BACKUPS) == []


def test_nobody_else_may_do_anything() -> None:
    roles = {row[1] for row in [*ask(_ON_TABLES), *ask(_ON_COLUMNS)]}
    assert roles == {"remit_app", "remit_backup", "remit_lead", "remit_resolver"}


def test_the_ledgers_partitions_are_reached_through_the_ledger_alone() -> None:
    granted = {row[:3] for row in [*ask(_ON_TABLES), *ask(_ON_COLUMNS)]}
    by_backups = {(name, "remit_backup", "SELECT") for name in partitions()}

    assert by_backups
    assert {row for row in granted if row[0] in partitions()} == by_backups


def test_what_must_not_change_is_guarded_against_every_role() -> None:
    own = {*_APPEND_ONLY, *_APPEND_ONLY_OF_ALL}
    append_only = {*own, *history_tables(), *partitions()}
    guard = ("A", "remit_refuse_change", True)
    expected = {
        *((table, "append_only", _EACH_CHANGE, *guard) for table in append_only),
        *((table, "no_truncate", _TRUNCATE, *guard) for table in append_only),
    }

    assert set(ask(_TRIGGERS)) == expected


def test_what_the_application_may_not_change_cannot_be_changed_at_all() -> None:
    expected = _expected()
    fixed = {
        table
        for table in set(expected) - set(GLOBAL)
        if not {"UPDATE", "DELETE"} & set(expected[table])
    }

    assert fixed == {*_APPEND_ONLY, *history_tables(), *_ERASABLE}


def _expected() -> Grants:
    grants: Grants = {}
    for line in APPLICATION.replace("\\\n", " ").strip().splitlines():
        table, *rest = line.split()
        grants[table] = _parsed(rest)
    return {table: given for table, given in grants.items() if given}


def _parsed(words: list[str]) -> dict[str, set[str]]:
    if words == ["NOTHING"]:
        return {}
    given: dict[str, set[str]] = {"SELECT": {"*"}, "INSERT": {"*"}}
    verb = ""
    for word in words:
        if word.isupper():
            verb = word
            given[verb] = {"*"} if verb == "DELETE" else set()
        else:
            given[verb].add(word)
    return given


def _granted(role: str) -> Grants:
    rows: list[tuple[Any, ...]] = [(*row, "*") for row in ask(_ON_TABLES)]
    grants: Grants = {}
    for table, grantee, privilege, column in [*rows, *ask(_ON_COLUMNS)]:
        if grantee == role:
            grants.setdefault(table, {}).setdefault(privilege, set()).add(column)
    return grants

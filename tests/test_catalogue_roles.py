"""What the roles are, and which functions see more than their callers."""

from tests.catalogue import ask

_ROLES = """
SELECT rolname, rolcanlogin, rolinherit,
       rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
  FROM pg_roles WHERE rolname LIKE 'remit%'
"""
_MEMBERSHIPS = """
SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members
 WHERE member::regrole::text LIKE 'remit%'
"""
_DEFINERS = """
SELECT proname, proowner::regrole::text, proconfig FROM pg_proc
 WHERE prosecdef AND pronamespace NOT IN ('pg_catalog'::regnamespace)
"""
_CALLABLE_BY_ALL = """
SELECT proname FROM pg_proc
 WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'remit%'
   AND (proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0))
"""
_REACH = """
SELECT role, has_schema_privilege(role, 'public', 'CREATE'),
       has_database_privilege(role, current_database(), 'CREATE, TEMP')
  FROM unnest(ARRAY['remit_app', 'remit_lead', 'remit_backup']) AS role
"""


def test_no_role_stands_above_row_security() -> None:
    assert set(ask(_ROLES)) == {
        ("remit_app", True, False, False),
        ("remit_backup", True, False, False),
        ("remit_lead", False, False, False),
        ("remit_owner", True, False, False),
        ("remit_resolver", False, False, False),
    }


def test_the_application_can_become_a_lead_and_nobody_else() -> None:
    assert set(ask(_MEMBERSHIPS)) == {
        ("remit_app", "remit_lead"),
        # To hand its functions over, when it makes them.
        ("remit_owner", "remit_resolver"),
    }


def test_the_functions_that_see_more_than_their_caller_are_few_and_known() -> None:
    fixed = ["search_path=pg_catalog, public"]
    expected = [
        ("remit_admit_feed", "remit_resolver", fixed),
        ("remit_admit_key", "remit_resolver", fixed),
        ("remit_client_of_invitation", "remit_resolver", fixed),
        ("remit_due", "remit_resolver", fixed),
        ("remit_neglected", "remit_resolver", fixed),
        ("remit_places_of", "remit_resolver", fixed),
        ("remit_queue_entry", "remit_owner", fixed),
        ("remit_readiness_due", "remit_resolver", fixed),
        ("remit_recounts_due", "remit_resolver", fixed),
        ("remit_replays_due", "remit_resolver", fixed),
        ("remit_second_factor_demanded", "remit_resolver", fixed),
        ("remit_silence", "remit_resolver", fixed),
    ]

    assert sorted(ask(_DEFINERS)) == expected


def test_the_application_can_put_nothing_in_the_way_of_those_functions() -> None:
    # Temporary tables come before all others, in any search path.
    assert ask(_REACH) == [
        ("remit_app", False, False),
        ("remit_lead", False, False),
        ("remit_backup", False, False),
    ]


def test_no_function_of_ours_can_be_called_by_everybody() -> None:
    assert ask(_CALLABLE_BY_ALL) == []

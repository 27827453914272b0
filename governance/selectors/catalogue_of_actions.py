"""What the rules of a client are checked against before they take effect."""

from typing import Any

from django.db import connection

from agents.models import ActionType, Agent
from agents.schemas import NoExampleError, example_of
from agents.selectors.declared import current_action_types
from governance.engine.catalogue import ActionShape, Catalogue
from governance.models import Workflow
from tenants.models import Client, Group
from tenants.scoping import current_client_id

# In a register with more records, a field that is not seen may be there nevertheless.
_MOST_RECORDS = 5_000
_FIELDS = """
SELECT g.name, array_agg(DISTINCT f.field)
           FILTER (WHERE f.field IS NOT NULL)
  FROM governance_register g
  CROSS JOIN LATERAL (
      SELECT data FROM governance_record
       WHERE client_id = g.client_id AND register_id = g.id LIMIT %(most)s) AS r
  LEFT JOIN LATERAL jsonb_object_keys(r.data) AS f (field) ON true
 WHERE g.client_id = %(client)s AND (
     SELECT count(*) FROM (
         SELECT 1 FROM governance_record
          WHERE client_id = g.client_id AND register_id = g.id
          LIMIT %(most)s + 1) AS counted) <= %(most)s
 GROUP BY g.name
"""


def catalogue_of_actions() -> Catalogue:
    """Return what there is at the scope's client for rules to speak of."""
    fields = _known_fields()
    return Catalogue(
        actions={one.name: _shape(one, fields) for one in current_action_types()},
        agents={
            str(agent_id): name
            for agent_id, name in Agent.objects.order_by("name", "id").values_list(
                "id", "name"
            )
        },
        workflows=frozenset(Workflow.objects.values_list("key", flat=True)),
        groups=frozenset(Group.objects.values_list("name", flat=True)),
        zone=Client.objects.get().time_zone,
    )


def _shape(declared: ActionType, fields: dict[str, frozenset[str]]) -> ActionShape:
    try:
        example = example_of(declared.schema)
    except NoExampleError:
        example = {}
    return ActionShape(
        name=declared.name,
        schema=declared.schema,
        facts={
            name: fields.get(lookup["register"])
            for name, lookup in declared.lookups.items()
        },
        example=example if isinstance(example, dict) else {},
    )


def _known_fields() -> dict[str, frozenset[str]]:
    """Return the fields of the records of each register that is small and not empty."""
    asked: dict[str, Any] = {"client": current_client_id(), "most": _MOST_RECORDS}
    with connection.cursor() as cursor:
        cursor.execute(_FIELDS, asked)
        return {name: frozenset(keys) for name, keys in cursor.fetchall() if keys}

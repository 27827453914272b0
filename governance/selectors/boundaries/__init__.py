"""Reads: what is allowed, what was, and what may be next."""

from governance.selectors.boundaries.compiled import (
    Published,
    ask_current_boundary,
    compiled,
    current_boundary,
    published,
)
from governance.selectors.boundaries.drafts import (
    as_document,
    draft_document,
    drafted_lists,
    drafted_rules,
    list_by_id,
    options_of,
    rule_by_id,
)
from governance.selectors.boundaries.guardrails import (
    PLATFORM,
    ask_current_guardrails,
    current_guardrails,
    guardrail_document,
    guardrail_drafts,
    guardrail_revisions,
    guardrail_versions,
)
from governance.selectors.boundaries.overview import (
    Nameable,
    Overview,
    agent_names,
    nameable,
    overview,
)
from governance.selectors.boundaries.problems import (
    document_problems,
    said_problems,
)
from governance.selectors.boundaries.uses import LATELY_DAYS, part_of_rule
from governance.selectors.boundaries.versions import (
    open_proposal,
    proposal_by_id,
    version_by_number,
    versions,
)

__all__ = [
    "LATELY_DAYS",
    "PLATFORM",
    "Nameable",
    "Overview",
    "Published",
    "agent_names",
    "as_document",
    "ask_current_boundary",
    "ask_current_guardrails",
    "compiled",
    "current_boundary",
    "current_guardrails",
    "document_problems",
    "draft_document",
    "drafted_lists",
    "drafted_rules",
    "guardrail_document",
    "guardrail_drafts",
    "guardrail_revisions",
    "guardrail_versions",
    "list_by_id",
    "nameable",
    "open_proposal",
    "options_of",
    "overview",
    "part_of_rule",
    "proposal_by_id",
    "published",
    "rule_by_id",
    "said_problems",
    "version_by_number",
    "versions",
]

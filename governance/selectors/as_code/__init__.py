"""Reads: a whole client as one document, and what loading a file would do to it."""

from governance.selectors.as_code.exporting import (
    MOST_RECORDS,
    client_by_slug,
    client_here,
    exported,
)

__all__ = ["MOST_RECORDS", "client_by_slug", "client_here", "exported"]

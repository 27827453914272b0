"""Writes: registers, their records one by one or by the file, and who feeds them."""

from governance.services.facts.columns import Kind, as_cell, from_cell, kinds_of
from governance.services.facts.feeding import issue_feed_key, revoke_feed_key
from governance.services.facts.loading import load_rows
from governance.services.facts.records import put_record, remove_record
from governance.services.facts.registering import change_register, create_register
from governance.services.facts.uploading import apply_upload, upload_file

__all__ = [
    "Kind",
    "apply_upload",
    "as_cell",
    "change_register",
    "create_register",
    "from_cell",
    "issue_feed_key",
    "kinds_of",
    "load_rows",
    "put_record",
    "remove_record",
    "revoke_feed_key",
    "upload_file",
]

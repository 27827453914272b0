"""Writes: a file is read, checked and kept aside; then applied, by the same person."""

import hashlib
from datetime import timedelta

from django.db.models import Q

from audit.events import Event
from governance.models import Register, RegisterUpload
from governance.selectors.registers import Difference, difference
from governance.selectors.uploads import rows_in
from governance.services.facts.columns import kinds_of
from governance.services.facts.files import read_file
from governance.services.facts.loading import apply, take_register
from governance.services.facts.telling import tell
from tenants.clock import database_now
from tenants.errors import Conflict
from tenants.models import Membership

_KEPT = timedelta(hours=1)


def upload_file(
    register: Register, raw: bytes, *, removes: bool, by: Membership
) -> RegisterUpload:
    """Keep a file's records aside and return the upload; the register stays as it is.

    Each person has one upload of a register at a time. ``removes``: what is not in
    the file goes.

    Raises:
        Invalid: the file is not acceptable; says where.
    """
    state, now = take_register(register), database_now()
    rows = read_file(raw, kinds_of(register.columns))
    mine = Q(register=register, person=by)
    RegisterUpload.objects.filter(mine | Q(expires_at__lte=now)).delete()
    upload = RegisterUpload(
        register=register,
        person=by,
        rows=[row.data for row in rows],
        removes=removes,
        digest=f"sha256:{hashlib.sha256(raw).hexdigest()}",
        revision=state.revision,
        uploaded_at=now,
        expires_at=now + _KEPT,
    )
    upload.save(force_insert=True)
    return upload


def apply_upload(upload: RegisterUpload) -> Difference:
    """Change the register as the upload's preview said, and return what was different.

    Raises:
        Conflict: the register was changed since, or nothing would be different.
    """
    register = upload.register
    state = take_register(register)
    if state.revision != upload.revision:
        told = "The register was changed since you saw this. Upload the file again."
        raise Conflict(told)
    found = difference(register, rows_in(upload), removes=upload.removes)
    if found.is_none:
        raise Conflict("Nothing is different: the register holds all of this.")
    apply(register, found, state)
    upload.delete()
    tell(
        Event.RECORDS_UPLOADED,
        register,
        params={
            "added": str(len(found.added)),
            "changed": str(len(found.changed)),
            "removed": str(len(found.removed)),
            "digest": upload.digest,
        },
    )
    return found

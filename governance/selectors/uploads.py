"""Reads: files that were kept aside, until the person who sent them applies them."""

from uuid import UUID

from governance.engine.texts import normalised
from governance.models import RegisterUpload
from governance.selectors.registers import Row
from tenants.clock import RemitNow
from tenants.errors import NotFound
from tenants.models import Membership


def upload_by_id(upload_id: UUID, *, by: Membership) -> RegisterUpload:
    """Return what a person uploaded and has not applied yet.

    Raises:
        NotFound: there is none, it has expired, or it is somebody else's.
    """
    rows = RegisterUpload.objects.filter(person=by, expires_at__gt=RemitNow())
    found = rows.select_related("register").filter(id=upload_id).first()
    if found is None:
        raise NotFound("There is no such page.")
    return found


def rows_in(upload: RegisterUpload) -> list[Row]:
    """Return the rows of an upload, which were checked when it came."""
    return [
        Row(key=data["id"], match=normalised(data["id"]), data=data)
        for data in upload.rows
    ]

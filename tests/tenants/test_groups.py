"""Groups: created, renamed, joined and left, each told in the ledger."""

import pytest

from audit.selectors import Filters, trace
from tenants.errors import Conflict, Invalid
from tenants.models import Group, GroupMember
from tenants.services import create_group, join_group, leave_group
from tenants.services.groups import rename_group
from tests.cast import Cast


def test_a_group_is_made_and_people_come_and_go(acme: Cast) -> None:
    with acme.scope(acme.ada):
        group = create_group(name=" Night  shift ")
        join_group(membership=acme.vi, group=group)
        with pytest.raises(Conflict, match="Vi Tanaka is in Night shift"):
            join_group(membership=acme.vi, group=group)
        leave_group(membership=acme.vi, group=group)
        with pytest.raises(Conflict, match="Vi Tanaka is not in Night shift"):
            leave_group(membership=acme.vi, group=group)
        rename_group(group, name="Day shift")

        assert not GroupMember.objects.filter(group=group).exists()
        told = [line.sentence for line in trace(Filters()).lines[:4]]
    assert told == [
        "Ada Rossi renamed the group Night shift to Day shift.",
        "Ada Rossi took Vi Tanaka out of Night shift.",
        "Ada Rossi made Vi Tanaka a member of Night shift.",
        "Ada Rossi created the group Night shift.",
    ]


def test_a_name_is_given_once_and_is_one(acme: Cast) -> None:
    with acme.scope(acme.ada):
        finance = Group.objects.get()
        other = create_group(name="Treasury")

        with pytest.raises(Conflict, match="There is a group called Finance"):
            create_group(name=finance.name)
        with pytest.raises(Conflict, match="There is a group called Finance"):
            rename_group(other, name=finance.name)
        with pytest.raises(Conflict, match="It is called Treasury"):
            rename_group(other, name="Treasury")
        for name in ("", "x" * 81, "Fin\u200bance"):
            with pytest.raises(Invalid) as refused:
                create_group(name=name)
            assert refused.value.field == "name"

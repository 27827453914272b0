"""The three pages about people, each with its forms as they stand."""

from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from agents.selectors import absences_of, deputised
from governance.portal.asking import ReasonForm
from governance.portal.people.forms import (
    AbsenceForm,
    DelegationForm,
    InviteForm,
    MemberForm,
    RoleForm,
    named,
)
from governance.portal.people.wording import (
    group_sentence,
    person_lead,
    person_sentence,
    roster_lead,
    roster_sentence,
)
from governance.selectors.escalation import escalation_of
from governance.selectors.people import roster
from governance.selectors.readiness import unready_without
from tenants.models import Membership, Role
from tenants.portal.pages import PortalRequest
from tenants.selectors import active_people
from tenants.selectors.seats import delegations_of
from tenants.selectors.support import accesses_now
from tenants.working_hours import read_hours, said_hours


@dataclass(frozen=True, slots=True)
class Refused:
    """Forms that were refused, by their name on the page, and the status of that."""

    forms: dict[str, Form] = field(default_factory=dict)
    status: HTTPStatus = HTTPStatus.OK

    @property
    def problems(self) -> list[str]:
        """Return what belongs to no field."""
        return [
            str(error)
            for form in self.forms.values()
            for error in form.non_field_errors()
        ]


NOTHING_REFUSED = Refused()


def people_page(
    request: PortalRequest, refused: Refused = NOTHING_REFUSED
) -> HttpResponse:
    """Who works here, as what, and who is on the way?"""
    found = roster()
    context = {
        "sentence": roster_sentence(found),
        "lead": roster_lead(found),
        "roster": found,
        "accesses": accesses_now(),
        "invite_form": InviteForm(),
        "group_form": named(None),
    }
    return _render(request, "governance/people.html", context, refused)


def person_page(
    request: PortalRequest, membership_id: UUID, refused: Refused = NOTHING_REFUSED
) -> HttpResponse:
    """What may this person do here, and what do they answer for?"""
    found = roster()
    line = found.person(membership_id)
    inside = {one.group.id for one in line.groups}
    is_let_go = may_change(request) and line.membership.is_active
    context = {
        "sentence": person_sentence(line),
        "lead": person_lead(line),
        "line": line,
        "other_groups": [one for one in found.groups if one.group.id not in inside],
        "is_me": line.membership.id == request.visit.membership.id,
        "role_form": RoleForm(initial={"role": line.membership.role}),
        "reason_form": ReasonForm(),
        "absence_form": AbsenceForm(),
        "delegation_form": DelegationForm(people=others_than(line.membership)),
        "delegations": delegations_of(line.membership),
        "absences": absences_of([line.membership]),
        "deputised": deputised(),
        # Asked only for who could let them go: it is a lot of work.
        "unready": unready_without(line.membership) if is_let_go else [],
    }
    return _render(request, "governance/person.html", context, refused)


def group_page(
    request: PortalRequest, group_id: UUID, refused: Refused = NOTHING_REFUSED
) -> HttpResponse:
    """Who answers for this group, and what is it asked?"""
    found = roster()
    line = found.group(group_id)
    everybody = [one.membership for one in found.people if one.membership.is_active]
    others = [one for one in everybody if one not in line.members]
    context = {
        "sentence": group_sentence(line),
        "line": line,
        "escalation": escalation_of(line.group),
        "hours": said_hours(read_hours(request.visit.client.working_hours)),
        "others": others,
        "group_form": named(line.group),
        "member_form": MemberForm(people=others),
    }
    return _render(request, "governance/group.html", context, refused)


def to_person(request: PortalRequest, membership_id: UUID) -> HttpResponse:
    """Go to a person's page, as after something about them was done."""
    slug = request.visit.client.slug
    return redirect("portal:person", client=slug, membership_id=membership_id)


def others_than(person: Membership) -> list[Membership]:
    """Return who else works here: who could answer in a person's place."""
    return [one for one in active_people() if one.id != person.id]


def may_change(request: PortalRequest) -> bool:
    """Return whether the visitor may change who works here."""
    return request.visit.membership.role == Role.ADMIN


def _render(
    request: PortalRequest, template: str, context: dict[str, object], refused: Refused
) -> HttpResponse:
    around = {
        "section": "people",
        "may_change": may_change(request),
        "problems": refused.problems,
    }
    shown = {**context, **around, **refused.forms}
    return render(request, template, shown, status=refused.status)

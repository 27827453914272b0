"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.people import (
    absence_views,
    delegation_views,
    escalation_views,
    group_views,
    hours_views,
    support_views,
    views,
)

_PERSON = "people/<uuid:membership_id>/"
_INVITATION = "invitations/<uuid:invitation_id>/"
_GROUP = "groups/<uuid:group_id>/"

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite_person, name="invite"),
    path("people/second-factor/", views.demand, name="second-factor-demand"),
    path(_PERSON, views.person, name="person"),
    path(f"{_PERSON}absence/", absence_views.plan, name="absence-plan"),
    path(
        "absences/<uuid:absence_id>/withdraw/",
        absence_views.withdraw,
        name="absence-withdraw",
    ),
    path(f"{_PERSON}delegate/", delegation_views.hand_over, name="delegate"),
    path(
        "delegations/<uuid:delegation_id>/withdraw/",
        delegation_views.take_back,
        name="delegation-withdraw",
    ),
    path(f"{_PERSON}role/", views.role, name="person-role"),
    path(f"{_PERSON}suspend/", views.suspend, name="person-suspend"),
    path(f"{_PERSON}restore/", views.restore, name="person-restore"),
    path(f"{_INVITATION}send/", views.send_again, name="invitation-send"),
    path(f"{_INVITATION}withdraw/", views.withdraw, name="invitation-withdraw"),
    path("groups/create/", group_views.create, name="group-create"),
    path(_GROUP, group_views.group, name="group"),
    path(f"{_GROUP}rename/", group_views.rename, name="group-rename"),
    path(f"{_GROUP}add/", group_views.add, name="group-add"),
    path(f"{_GROUP}remove/", group_views.remove, name="group-remove"),
    path(f"{_GROUP}hours/", hours_views.count, name="group-hours"),
    path(f"{_GROUP}escalation/", escalation_views.page, name="escalation"),
    path(f"{_GROUP}escalation/write/", escalation_views.write, name="escalation-write"),
    path("support/<uuid:access_id>/end/", support_views.end, name="support-end"),
    path("working-hours/", hours_views.page, name="working-hours"),
    path("working-hours/set/", hours_views.change, name="working-hours-set"),
]

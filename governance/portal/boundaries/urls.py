"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.boundaries import list_views, rule_views, version_views, views

_RULE = "boundaries/rules/<uuid:rule_id>"
_LIST = "boundaries/lists/<uuid:list_id>"
_PROPOSAL = "boundaries/proposals/<uuid:proposal_id>"

urlpatterns = [
    path("boundaries/", views.boundaries, name="boundaries"),
    path("boundaries/propose/", views.propose, name="boundaries-propose"),
    path("boundaries/publish/", views.publish, name="boundaries-publish"),
    path("boundaries/publisher/", views.demand, name="boundaries-publisher"),
    path(f"{_PROPOSAL}/publish/", views.approve, name="proposal-publish"),
    path(f"{_PROPOSAL}/withdraw/", views.withdraw, name="proposal-withdraw"),
    path("boundaries/rules/new/", rule_views.new, name="boundary-rule-new"),
    path("boundaries/rules/write/", rule_views.write, name="boundary-rule-write"),
    path(f"{_RULE}/", rule_views.rule, name="boundary-rule"),
    path(f"{_RULE}/change/", rule_views.change, name="boundary-rule-change"),
    path(f"{_RULE}/status/", rule_views.status, name="boundary-rule-status"),
    path("boundaries/lists/", list_views.lists, name="boundary-lists"),
    path("boundaries/lists/write/", list_views.write, name="boundary-list-write"),
    path(f"{_LIST}/", list_views.one_list, name="boundary-list"),
    path(f"{_LIST}/change/", list_views.change, name="boundary-list-change"),
    path(f"{_LIST}/drop/", list_views.drop, name="boundary-list-drop"),
    path("boundaries/differences/", version_views.compare, name="boundary-compare"),
    path(
        "boundaries/versions/<int:number>/",
        version_views.version,
        name="boundary-version",
    ),
    path(
        "boundaries/versions/<int:number>/restore/",
        version_views.restore,
        name="boundary-restore",
    ),
]

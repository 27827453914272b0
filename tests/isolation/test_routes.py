"""Every route is in the tables, and everything that a path asks for can be given."""

from tests.isolation.asking import parts_in
from tests.isolation.routes import every_route
from tests.isolation.routes_of_admin import admin_routes
from tests.isolation.town import town
from tests.paths import paths_below

# Of one row of a model, of the site itself: filled by the walk of the admin.
ADMINS_OWN = {"object_id", "app_label", "url", "client_id"}


def test_every_route_is_in_the_tables() -> None:
    unmapped = set(paths_below("")) - set(every_route())

    assert not unmapped, "add these to tests/isolation/routes.py and rights.py"


def test_every_route_in_the_tables_is_there() -> None:
    assert set(every_route()) - set(paths_below("")) == set()


def test_every_part_of_a_path_can_be_filled() -> None:
    parts = {part for route in paths_below("") for part in parts_in(route)}

    assert parts - ADMINS_OWN <= set(town().theirs)
    assert set(town().nothing()) == set(town().own) == set(town().theirs)


def test_the_admins_parts_stand_in_the_admin_alone() -> None:
    elsewhere = set(every_route()) - {f"admin/{route}" for route in admin_routes()}

    assert not {part for one in elsewhere for part in parts_in(one)} & ADMINS_OWN

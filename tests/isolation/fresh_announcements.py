"""Messages to a client's own systems, made anew for who may do something about them."""

from collections.abc import Callable

from governance.models import Announcement, AnnouncementState
from governance.news import News
from governance.services.subscribing import subscribe
from governance.services.tickets import Alarm, open_alarm
from governance.severity import Occasion
from tests.agents.connecting import connect
from tests.cast import Cast


def delivered(cast: Cast) -> dict[str, str]:
    """Return a message about which nothing can be done any more."""
    return _announced(cast, AnnouncementState.DELIVERED)


def _given_up(cast: Cast) -> dict[str, str]:
    return _announced(cast, AnnouncementState.GIVEN_UP)


def _announced(cast: Cast, state: AnnouncementState) -> dict[str, str]:
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        runner = connect(cast)
        subscribe(runner, news=[News.TICKET_OPENED], by=by)
        open_alarm(Alarm(Occasion.LIMITS_DIFFER, "A trial.", owner=by))
        rows = Announcement.objects.filter(subscription__runner=runner)
        rows.update(state=state, due_at=None)
        subscribe(runner, news=[], by=by)
        return {"announcement_id": str(rows.get().id)}


def _webhook(cast: Cast) -> dict[str, str]:
    with cast.scope():
        return {"runner_id": str(connect(cast).id)}


OF_ANNOUNCEMENTS: dict[str, Callable[[Cast], dict[str, str]]] = {
    "connections/<uuid:runner_id>/told/choose/": _webhook,
    "announcements/<uuid:announcement_id>/again/": _given_up,
}

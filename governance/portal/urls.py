"""The paths of a client's pages, below /c/<client>/."""

from governance.portal.announcements import urls as announcements
from governance.portal.as_code import urls as as_code
from governance.portal.boundaries import urls as boundaries
from governance.portal.facts import urls as facts
from governance.portal.fleet import urls as fleet
from governance.portal.halts import urls as halts
from governance.portal.inbox import urls as inbox
from governance.portal.incidents import urls as incidents
from governance.portal.limits import urls as limits
from governance.portal.people import urls as people
from governance.portal.questionnaires import urls as questionnaires
from governance.portal.readiness import urls as readiness
from governance.portal.rehearsal import urls as rehearsal
from governance.portal.runs import urls as runs
from governance.portal.trials import urls as trials
from governance.portal.workflows import urls as workflows

urlpatterns = [
    *inbox.urlpatterns,
    *runs.urlpatterns,
    *facts.urlpatterns,
    *fleet.urlpatterns,
    *halts.urlpatterns,
    *incidents.urlpatterns,
    *limits.urlpatterns,
    *boundaries.urlpatterns,
    *people.urlpatterns,
    *readiness.urlpatterns,
    *questionnaires.urlpatterns,
    *rehearsal.urlpatterns,
    *trials.urlpatterns,
    *announcements.urlpatterns,
    *workflows.urlpatterns,
    *as_code.urlpatterns,
]

"""Approving and refusing."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from governance.models import RefusalCause
from governance.portal.inbox.cards import card
from governance.portal.inbox.forms import AnswerForm
from governance.selectors.inbox import question
from governance.services import checkpoints
from governance.states import CheckpointState
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit

_TOLD = {
    "approve": "You approved it. Remit checks the rules once more and then does it.",
    "refuse": "You refused it. Nothing happens, and the agent is told your reason.",
}
_MORE = "You approved it. It waits for more people of {group} to approve, too."
_INCOMPLETE = HTTPStatus.UNPROCESSABLE_ENTITY
_HEADINGS = {
    _INCOMPLETE: "Your answer needs something more.",
    HTTPStatus.FORBIDDEN: "You cannot decide this.",
    HTTPStatus.CONFLICT: "Your answer did not count.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Your answer was not taken.",
}


@client_page()
@require_POST
def answer(request: PortalRequest, checkpoint_id: UUID) -> HttpResponse:
    """Give one answer to one checkpoint; what is not taken is said beside the form."""
    asked = question(checkpoint_id, request.visit.membership)
    form = AnswerForm(request.POST, question=asked, request=request)

    def act() -> None:
        said = form.cleaned_data
        given = {
            "checkpoint": asked.checkpoint,
            "by": request.visit.membership,
            "reason": said["reason"],
        }
        if said["answer"] == "refuse":
            checkpoints.refuse(**given, cause=RefusalCause(said["cause"]))
        else:
            checkpoints.approve(**given, code=said.get("code", ""))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _again(request, checkpoint_id, form, status)
    told = _TOLD[form.cleaned_data["answer"]]
    if asked.checkpoint.state == CheckpointState.WAITING:
        told = _MORE.format(group=asked.checkpoint.group.name)
    messages.success(request, told)
    return redirect("portal:inbox", client=request.visit.client.slug)


def _again(
    request: PortalRequest,
    checkpoint_id: UUID,
    form: AnswerForm,
    status: HTTPStatus,
) -> HttpResponse:
    """Show the one card again, as it is by now, with what was written."""
    asked = question(checkpoint_id, request.visit.membership)
    heading = _HEADINGS[status]
    context = {"section": "inbox", "heading": heading, "card": card(asked, form=form)}
    return render(request, "governance/inbox_answer.html", context, status=status)

"""Asking whether a process is ready at all, and the report for the conversation."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import Questionnaire
from governance.portal.questionnaires.forms import AnswersForm, ProcessForm, initial_of
from governance.portal.questionnaires.wording import verdict
from governance.questionnaire import QUESTIONS
from governance.selectors.questionnaires import (
    assessment_of,
    questionnaire_by_id,
)
from governance.selectors.questionnaires import (
    questionnaires as all_questionnaires,
)
from governance.services.questionnaires import (
    MAY_ANSWER,
    answer_questionnaire,
    start_questionnaire,
)
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page()
@require_safe
def questionnaires(request: PortalRequest) -> HttpResponse:
    """List the processes that were asked about, with what the answers say."""
    return _list(request, ProcessForm())


@client_page(roles=MAY_ANSWER)
@require_POST
def start(request: PortalRequest) -> HttpResponse:
    """Begin to ask about a process."""
    form = ProcessForm(request.POST)
    made: list[Questionnaire] = []

    def act() -> None:
        by = request.visit.membership
        made.append(start_questionnaire(title=form.cleaned_data["title"], by=by))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _list(request, form, status=status)
    return _to(request, "questionnaire", made[0].id)


@client_page(roles=MAY_ANSWER)
@require_safe
def questionnaire(request: PortalRequest, questionnaire_id: UUID) -> HttpResponse:
    """Ask all questions, with what was answered before."""
    found = questionnaire_by_id(questionnaire_id)
    return _form(request, found, AnswersForm(initial=initial_of(found)))


@client_page(roles=MAY_ANSWER)
@require_POST
def answer(request: PortalRequest, questionnaire_id: UUID) -> HttpResponse:
    """Keep the answers, and show what they say."""
    found = questionnaire_by_id(questionnaire_id)
    form, by = AnswersForm(request.POST), request.visit.membership

    def act() -> None:
        seen = form.cleaned_data["seen"]
        answer_questionnaire(found, form.answers, seen=seen, by=by)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _form(request, found, form, status=status)
    messages.success(request, "Kept. This is what the answers say.")
    return _to(request, "questionnaire-report", questionnaire_id)


@client_page()
@require_safe
def report(request: PortalRequest, questionnaire_id: UUID) -> HttpResponse:
    """Show what the answers say, to be printed and talked about."""
    found = questionnaire_by_id(questionnaire_id)
    assessment = assessment_of(found)
    context = {
        "section": "workflows",
        "questionnaire": found,
        "assessment": assessment,
        "verdict": verdict(found, assessment),
        "total": len(QUESTIONS),
        "may_answer": request.visit.membership.role in MAY_ANSWER,
    }
    return render(request, "governance/questionnaire_report.html", context)


def _list(
    request: PortalRequest, form: ProcessForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    lines = [(one, verdict(one, assessment_of(one))) for one in all_questionnaires()]
    context = {
        "section": "workflows",
        "lines": lines,
        "form": form,
        "may_answer": request.visit.membership.role in MAY_ANSWER,
    }
    return render(request, "governance/questionnaires.html", context, status=status)


def _form(
    request: PortalRequest,
    found: Questionnaire,
    form: AnswersForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"section": "workflows", "questionnaire": found, "form": form}
    return render(request, "governance/questionnaire.html", context, status=status)


def _to(request: PortalRequest, name: str, questionnaire_id: UUID) -> HttpResponse:
    slug = request.visit.client.slug
    return redirect(f"portal:{name}", client=slug, questionnaire_id=questionnaire_id)

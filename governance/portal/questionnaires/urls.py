"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.questionnaires import views

_ONE = "questionnaires/<uuid:questionnaire_id>/"

urlpatterns = [
    path("questionnaires/", views.questionnaires, name="questionnaires"),
    path("questionnaires/start/", views.start, name="questionnaire-start"),
    path(_ONE, views.questionnaire, name="questionnaire"),
    path(f"{_ONE}answer/", views.answer, name="questionnaire-answer"),
    path(f"{_ONE}report/", views.report, name="questionnaire-report"),
]

"""Answers to the question whether a process is ready at all."""

from django.db import models

from tenants.models import ClientOwned, to_client_owned


class Questionnaire(ClientOwned):
    """What was answered about a process before there is an agent.

    ``answers`` holds, by question, ``{"reply": "yes", "note": "..."}``. ``revision``
    grows with every change: whoever saves says which one they saw.
    """

    title = models.CharField(max_length=120)
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    answered_by = to_client_owned("tenants.Membership")
    answered_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        pass

    def __str__(self) -> str:
        return self.title

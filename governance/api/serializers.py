"""The shapes of what agents send."""

from typing import Any

from rest_framework import serializers

from agents.api.reading import MAX_INTEGER
from governance.api.fields import Id, Slug, Text, WholeNumber

MAX_TEXT = 4_000
# As long as a person's may be.
MAX_REASON = 2_000


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses what it does not know: a misspelt field must not be ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the validated values; ValidationError names unknown fields."""
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                told = {name: ["There is no such field."] for name in unknown}
                raise serializers.ValidationError(told)
        return super().to_internal_value(data)


class OpenRunInput(StrictSerializer):
    """What opening a run takes."""

    workflow = Slug(max_length=60)
    subject = Text(max_length=200, required=False, allow_blank=True, default="")
    input = serializers.DictField(required=False, default=dict)


class HeartbeatInput(StrictSerializer):
    """What a heartbeat takes."""

    fence = WholeNumber(min_value=1, max_value=MAX_INTEGER)
    sequence = WholeNumber(min_value=1, max_value=MAX_INTEGER, required=False)
    save_point = serializers.DictField(required=False)


class NoteInput(StrictSerializer):
    """What a note takes."""

    text = Text(max_length=MAX_TEXT)
    # Named so in the API, whatever the base class calls its own attribute.
    data = serializers.DictField(  # type: ignore[assignment]
        required=False, default=dict
    )


class CompleteInput(StrictSerializer):
    """What completing a run takes."""

    summary = Text(max_length=MAX_TEXT)


class InterruptInput(StrictSerializer):
    """What stopping midway takes."""

    reason = Text(max_length=MAX_TEXT)
    last_safe_point = Text(max_length=200)
    side_effects = serializers.ChoiceField(choices=["none", "done", "unknown"])


class HaltInput(StrictSerializer):
    """What an agent's halt of itself takes."""

    reason = Text(max_length=MAX_REASON)


class ResourceInput(StrictSerializer):
    """What an action is about."""

    type = Text(max_length=60)
    id = Text(max_length=200)


class AskInput(StrictSerializer):
    """What asking for an action takes."""

    run = Id(required=False)
    workflow = Slug(max_length=60, required=False, allow_blank=True, default="")
    step = Text(max_length=60, required=False, allow_blank=True, default="")
    action = Text(max_length=80)
    resource = ResourceInput(required=False)
    parameters = serializers.DictField()
    reason = Text(max_length=MAX_TEXT)


class OutcomeInput(StrictSerializer):
    """What reporting the outcome of an action takes."""

    status = serializers.ChoiceField(choices=["succeeded", "failed", "unknown"])
    summary = Text(max_length=MAX_TEXT)
    evidence = serializers.DictField(required=False, default=dict)

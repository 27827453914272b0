"""The shapes of what agents send."""

from typing import Any

from rest_framework import serializers

MAX_TEXT = 4_000
# What fits a column of eight bytes and is exact in every JSON reader.
MAX_COUNT = 2**53 - 1


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

    workflow = serializers.SlugField(max_length=60)
    subject = serializers.CharField(max_length=200, required=False, default="")
    input = serializers.DictField(required=False, default=dict)


class HeartbeatInput(StrictSerializer):
    """What a heartbeat takes."""

    fence = serializers.IntegerField(min_value=1, max_value=MAX_COUNT)
    sequence = serializers.IntegerField(
        min_value=1, max_value=MAX_COUNT, required=False
    )
    save_point = serializers.DictField(required=False)


class NoteInput(StrictSerializer):
    """What a note takes."""

    text = serializers.CharField(max_length=MAX_TEXT)
    # Named so in the API, whatever the base class calls its own attribute.
    data = serializers.DictField(  # type: ignore[assignment]
        required=False, default=dict
    )


class CompleteInput(StrictSerializer):
    """What completing a run takes."""

    summary = serializers.CharField(max_length=MAX_TEXT)


class InterruptInput(StrictSerializer):
    """What stopping midway takes."""

    reason = serializers.CharField(max_length=MAX_TEXT)
    last_safe_point = serializers.CharField(max_length=200)
    side_effects = serializers.ChoiceField(choices=["none", "done", "unknown"])


class ResourceInput(StrictSerializer):
    """What an action is about."""

    type = serializers.CharField(max_length=60)
    id = serializers.CharField(max_length=200)


class AskInput(StrictSerializer):
    """What asking for an action takes."""

    run = serializers.UUIDField(required=False)
    workflow = serializers.SlugField(max_length=60, required=False, default="")
    step = serializers.CharField(max_length=60, required=False, default="")
    action = serializers.CharField(max_length=80)
    resource = ResourceInput(required=False, default=dict)
    parameters = serializers.DictField()
    reason = serializers.CharField(max_length=MAX_TEXT)


class OutcomeInput(StrictSerializer):
    """What reporting the outcome of an action takes."""

    status = serializers.ChoiceField(choices=["succeeded", "failed", "unknown"])
    summary = serializers.CharField(max_length=MAX_TEXT)
    evidence = serializers.DictField(required=False, default=dict)

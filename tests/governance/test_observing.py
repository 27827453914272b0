"""A rule that only observes changes nothing, and its page says what it would have."""

from django.urls import reverse

from governance.models import BoundaryRule, Decision
from governance.services.boundaries import draft_rule, publish_boundary
from tests.cast import Cast


def test_what_an_observer_would_have_stopped_is_counted_on_its_page(acme: Cast) -> None:
    with acme.scope():
        watching = draft_rule(
            number=80,
            key="watching",
            title="No payments at all",
            effect="deny",
            status="observe",
            action="payment.*",
            conditions=None,
            reason="To see how many there are.",
        )
        publish_boundary(published_by=acme.ada)

    answers = [acme.ask_payment(acme.open_run()) for _ in range(2)]

    assert [one["decision"] for one in answers] == ["allow", "allow"]
    # The agent is not told of rules that decide nothing.
    assert all("watching" not in str(one) for one in answers)
    with acme.scope():
        (first, _) = Decision.objects.order_by("id")
        assert [hit["key"] for hit in first.verdict["observed"]] == ["watching"]
        alone = BoundaryRule.objects.get(key="pay-small")
    assert "it would have applied in 2 more" in page(acme, watching)
    assert "it had a part in 2 decisions" in page(acme, alone)


def page(cast: Cast, rule: BoundaryRule) -> str:
    of = {"client": cast.client.slug, "rule_id": rule.id}
    answer = cast.browser(cast.ada).get(reverse("portal:boundary-rule", kwargs=of))
    return " ".join(answer.content.decode().split())

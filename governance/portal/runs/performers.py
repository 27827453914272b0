"""Who performs a step, in words."""

from governance.procedure import Actor, ActorKind, PerformerKind, Step


def performer_of(step: Step, *, agent: str) -> str:
    """Return who performs a step: the agent by its name, people as they are named."""
    performer = step.performer
    if performer is None:
        return "Nobody yet"
    if performer.kind is PerformerKind.AGENT:
        return agent
    if performer.kind is PerformerKind.SYSTEM:
        return performer.system or "A system"
    return actor_words(performer.who) if performer.who else "A person"


def actor_words(actor: Actor) -> str:
    """Return who acts: a place as it is called, otherwise the name."""
    if actor.kind is ActorKind.OWNER:
        return "the owner"
    if actor.kind is ActorKind.DEPUTY:
        return "the deputy"
    return actor.name

"""A model that follows a script, so that the example needs no network and no key.

A real one is used in the same way: give its name to ``pydantic_ai.Agent`` instead.
"""

from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models.function import AgentInfo, FunctionModel


def _say(messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
    """Call the tool for whoever is named in the prompt, then tell what it answered."""
    newest = messages[-1].parts[-1]
    if isinstance(newest, ToolReturnPart):
        return ModelResponse(parts=[TextPart(f"I tried. {newest.content}")])
    asked = [part for part in messages[0].parts if isinstance(part, UserPromptPart)]
    arguments = {
        "to": str(asked[0].content),
        "text": "Your invoice is paid.",
        "why": "The supplier has asked whether the invoice is paid.",
    }
    return ModelResponse(parts=[ToolCallPart("send_letter", arguments)])


SCRIPTED = FunctionModel(_say)

"""An example: a pydantic-ai agent whose tool is behind the gate."""

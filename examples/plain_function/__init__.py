"""An example: a plain Python function behind the gate."""

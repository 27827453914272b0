"""The trace: what happened, in order, and each entry with its exact bytes."""

"""Runs and incident tickets: where it is, and what happens when it stopped."""

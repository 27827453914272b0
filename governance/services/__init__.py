"""Writes: the way of an action, in flow order, and the acts of people."""

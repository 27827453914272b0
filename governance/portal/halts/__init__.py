"""Halts: what is stopped, how it took effect, and letting it go on."""

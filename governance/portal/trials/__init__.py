"""Trying a connection out from its page."""

"""Processes as a person would follow them: the list, and the written procedure."""

"""Clients kept apart: every route, every method, everybody who may come to a door.

The tables (``routes``, ``rights``) say what there is and who may; the rest walks
them. ``foreign``, ``unscoped`` and ``reused`` are plain functions that raise
AssertionError, for whoever wants to ask the same of other processes.
"""

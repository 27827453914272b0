"""The rule engine: a question and a boundary in, a verdict out. Nothing else.

Nothing here reads a clock, a database or a setting, so one question to one boundary
version has one answer, today and when it is replayed next year.
"""

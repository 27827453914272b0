"""Private servers for a machine without any: PostgreSQL and Valkey from wheels.

For evaluation and tests; production points DATABASE_URL and BROKER_URL at servers
of its own. Nothing here imports Django.
"""

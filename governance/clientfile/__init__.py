"""A whole client as one YAML file: read with its lines, checked, compared, written.

Pure: what is at a client, and what becomes of it, ``governance.selectors.as_code`` and
``governance.services.as_code`` know.
"""

"""``python -m tests.docs``: writes those pages anew that are made from the code."""

import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# The routes' bodies name the tests' bank; the page does not.
os.environ |= {"BANK_URL": "", "BANK_SECRET": ""}
django.setup()
# It asks the admin's registry, so not before.
page = import_module("tests.docs.roles_table")
page.PAGE.write_text(page.text(), encoding="utf-8")

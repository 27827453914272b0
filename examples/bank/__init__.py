"""A small stub bank that takes signed payments and can be told to misbehave."""

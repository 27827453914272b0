"""A client as a file: taking it away, and loading it after reading what changes."""

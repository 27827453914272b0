"""The demo's two clients: what they are made of, and how they are made."""

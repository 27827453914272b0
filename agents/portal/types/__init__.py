"""Pages about action types: what agents can do, and declaring it."""

"""Pages about what is allowed: rules, lists, versions, and what is next."""

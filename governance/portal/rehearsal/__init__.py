"""Before rules take effect: trying them out, replaying the past, what is odd."""

"""How much of each limit is used by now."""

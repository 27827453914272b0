"""Pages about connections: runners, their secrets, and the hosts they may reach."""

"""Who works here: people, invitations, groups."""

"""The pages of incidents: what happened, who has it, by when, what was learnt."""

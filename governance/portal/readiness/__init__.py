"""Whether a process is ready: its gaps, what is waived, drills and reviews."""

"""Facts: the registers, their records, files, and the keys of programs."""

"""The pages that ask whether a process is ready at all."""

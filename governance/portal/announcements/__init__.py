"""What a client's own systems are told over a connection."""

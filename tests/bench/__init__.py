"""How fast it is: the gate alone, asking over HTTP beside a floor, and the doorbell."""

"""Home and inbox: what waits for somebody."""

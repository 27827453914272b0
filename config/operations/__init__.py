"""What whoever runs Remit looks at: probes, metrics and the log."""

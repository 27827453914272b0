"""Programs around Remit: a stub bank and agents, which import only its client."""

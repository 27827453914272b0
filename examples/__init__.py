"""Programs around Remit: a stub bank and an agent. They import nothing from it."""

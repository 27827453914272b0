"""An example agent: reads invoices and asks Remit to match, pay and tell."""

"""Settle, then seal: a response moves into the ledger, is counted, and enters the chain."""

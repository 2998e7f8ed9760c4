"""Writes of money: invoices, the ledger, what the bank says."""

"""Invoices, payment requests with VietQR, ledger, bank statements. Knows no booth and no badge."""

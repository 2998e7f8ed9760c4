"""What people enter about stands: one file a noun."""

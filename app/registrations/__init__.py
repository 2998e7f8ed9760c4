"""Exhibitors' applications and their review; visitors, delegates and staff as registrations; their consents and search."""

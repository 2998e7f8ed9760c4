"""Applications of exhibitors and their review; registrations of visitors and delegates; consents."""

"""Gates, devices, scans: append-only, idempotent, derived counts, offline work."""

"""Mail: rendered in the language of the reader, sent by a job, kept visible in demo mode."""

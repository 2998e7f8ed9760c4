"""What exhibitors do with the booths they have: joint booths and co-exhibitors, fascia texts, service orders, the manual, handover."""

"""What exhibitors do with the booths they have.

Joint booths and co-exhibitors, fascia texts, service orders, the manual, handover.
"""

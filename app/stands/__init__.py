"""What exhibitors do with the booths they have: co-exhibitors, fascia texts, service orders, the manual, handover.

Words: a *board* is one line of the fascia list; a *co-exhibitor* shows on the booths of another exhibitor's contract.
Invariants: after the deadline a fascia text changes only with a reason, and every change is logged; a booking is handed
over once and given back once.
"""

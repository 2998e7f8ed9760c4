"""Background work: a job is a row written in the caller transaction, executed by Huey, swept when overdue, parked after eight tries."""

"""Background work: a job is a row in the transaction that asks for it; Huey executes, a sweep catches the overdue."""

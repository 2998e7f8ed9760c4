"""Triggers that keep the ledger append-only, as plain SQL: the migration repeats them word for word (I11)."""

TABLES = ("ledger_entry", "ledger_line")


def _sqlite(table: str) -> tuple[str, ...]:
    return tuple(
        f"""
CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END
"""
        for act in ("UPDATE", "DELETE")
    )


_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is never changed'; END $$
"""


def _postgresql(table: str) -> tuple[str, ...]:
    trigger = f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change()
"""
    return _POSTGRESQL_FUNCTION, trigger


# Run after each table is made; dropping the table drops them.
STATEMENTS = {table: {"sqlite": _sqlite(table), "postgresql": _postgresql(table)} for table in TABLES}

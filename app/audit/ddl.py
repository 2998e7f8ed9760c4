"""Triggers that keep the audit trail append-only, as plain SQL: the migration repeats them word for word."""

_SQLITE_UPDATE = """
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry WHEN OLD.hash <> ''
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
"""
_SQLITE_DELETE = """
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit entries are never changed or deleted'; END $$
"""
_POSTGRESQL_UPDATE = """
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry FOR EACH ROW WHEN (OLD.hash <> '')
EXECUTE FUNCTION refuse_audit_change()
"""
_POSTGRESQL_DELETE = """
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()
"""

# Run after the table is made; dropping the table drops them.
STATEMENTS = {
    "sqlite": (_SQLITE_UPDATE, _SQLITE_DELETE),
    "postgresql": (_POSTGRESQL_FUNCTION, _POSTGRESQL_UPDATE, _POSTGRESQL_DELETE),
}

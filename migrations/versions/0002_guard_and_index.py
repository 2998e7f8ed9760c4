"""guard and index"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Copied from the models: triggers that keep the audit trail and the ledger append-only, and the search index of people.
STATEMENTS = {
    "sqlite": (
        """
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry WHEN OLD.hash <> ''
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
""",
        """
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END
""",
        """
CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END
""",
        """
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END
""",
        """
CREATE TRIGGER ledger_line_no_update BEFORE UPDATE ON ledger_line
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END
""",
        """
CREATE TRIGGER ledger_line_no_delete BEFORE DELETE ON ledger_line
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END
""",
        """
CREATE VIRTUAL TABLE registration_search USING fts5(words, content='', tokenize='unicode61', prefix='1 2 3')
""",
        """
CREATE TRIGGER registration_search_insert AFTER INSERT ON registration BEGIN INSERT INTO registration_search(rowid, words) VALUES (NEW.id, 'e' || NEW.event_id || 'x ' || NEW.search_key); END
""",
        """
CREATE TRIGGER registration_search_delete AFTER DELETE ON registration BEGIN INSERT INTO registration_search(registration_search, rowid, words) VALUES ('delete', OLD.id, 'e' || OLD.event_id || 'x ' || OLD.search_key); END
""",
        """
CREATE TRIGGER registration_search_update AFTER UPDATE OF search_key ON registration WHEN OLD.search_key <> NEW.search_key
BEGIN INSERT INTO registration_search(registration_search, rowid, words) VALUES ('delete', OLD.id, 'e' || OLD.event_id || 'x ' || OLD.search_key); INSERT INTO registration_search(rowid, words) VALUES (NEW.id, 'e' || NEW.event_id || 'x ' || NEW.search_key); END
""",
    ),
    "postgresql": (
        """
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit entries are never changed or deleted'; END $$
""",
        """
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry FOR EACH ROW WHEN (OLD.hash <> '')
EXECUTE FUNCTION refuse_audit_change()
""",
        """
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()
""",
        """
CREATE OR REPLACE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is never changed'; END $$
""",
        """
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change()
""",
        """
CREATE OR REPLACE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is never changed'; END $$
""",
        """
CREATE TRIGGER ledger_line_append_only BEFORE UPDATE OR DELETE ON ledger_line FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change()
""",
        """
CREATE INDEX ix_registration_search ON registration USING gin (to_tsvector('simple'::regconfig, 'e'::text || event_id::text || 'x '::text || search_key))
""",
    ),
}
REVERSED = {
    "sqlite": (
        "DROP TRIGGER audit_entry_no_delete",
        "DROP TRIGGER audit_entry_no_update",
        "DROP TRIGGER ledger_entry_no_delete",
        "DROP TRIGGER ledger_entry_no_update",
        "DROP TRIGGER ledger_line_no_delete",
        "DROP TRIGGER ledger_line_no_update",
        "DROP TRIGGER registration_search_delete",
        "DROP TRIGGER registration_search_insert",
        "DROP TRIGGER registration_search_update",
        "DROP TABLE registration_search",
    ),
    "postgresql": (
        "DROP TRIGGER audit_entry_no_delete ON audit_entry",
        "DROP TRIGGER audit_entry_no_update ON audit_entry",
        "DROP TRIGGER ledger_entry_append_only ON ledger_entry",
        "DROP TRIGGER ledger_line_append_only ON ledger_line",
        "DROP INDEX ix_registration_search",
        "DROP FUNCTION refuse_audit_change",
        "DROP FUNCTION refuse_ledger_change",
    ),
}


def upgrade() -> None:
    _run(STATEMENTS)


def downgrade() -> None:
    _run(REVERSED)


def _run(statements: dict[str, tuple[str, ...]]) -> None:
    connection = op.get_bind()
    for statement in statements[connection.dialect.name]:
        connection.exec_driver_sql(statement)

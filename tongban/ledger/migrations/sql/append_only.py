"""What is on the record stays: these tables are added to, and nothing else."""

TABLES = ("entry", "position", "review", "mention", "epoch", "batch", "day", "stamp", "inspection")
CREATE = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the ledger is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER ledger_{table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_{table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();\n"
    for table in TABLES
)
DROP = (
    "".join(f"DROP TRIGGER ledger_{table}_append_only ON ledger_{table};\n" for table in TABLES)
    + "DROP FUNCTION ledger_refuse_change();"
)

"""What was filed stays as it was filed: the list of contents and the time it is kept cannot be mended afterwards."""

CREATE = """
CREATE FUNCTION cases_refuse_change_of_archive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what was filed stays as it was filed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER cases_archive_stays BEFORE UPDATE OR DELETE ON cases_archive
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_change_of_archive();
"""
DROP = """
DROP TRIGGER cases_archive_stays ON cases_archive;
DROP FUNCTION cases_refuse_change_of_archive();
"""

"""An issued document stays as it is; its envelope alone may be renewed under another key, by one function.

The statement trigger lets through what this function does: it acts as the owner of the table, because the application has
no right to UPDATE at all. A second trigger, for each row, holds whoever sets the same to the one column.
"""

CREATE = """
CREATE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('tongban.renewing', true) = 'envelope' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% on % is refused: an issued document stays as it is', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER documents_issued_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON documents_issueddocument
    FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse_change();
CREATE FUNCTION documents_refuse_all_but_envelope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'sealed_facts' IS DISTINCT FROM to_jsonb(OLD) - 'sealed_facts' THEN
        RAISE EXCEPTION 'UPDATE on % is refused: an issued document stays as it is', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_only_envelope BEFORE UPDATE ON documents_issueddocument
    FOR EACH ROW EXECUTE FUNCTION documents_refuse_all_but_envelope();
CREATE FUNCTION documents_renew_envelope(key uuid, old bytea, fresh bytea) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('tongban.renewing', 'envelope', true);
    UPDATE documents_issueddocument SET sealed_facts = fresh WHERE id = key AND sealed_facts = old;
    PERFORM set_config('tongban.renewing', '', true);
END $$;
REVOKE ALL ON FUNCTION documents_renew_envelope FROM PUBLIC;
"""
DROP = """
DROP FUNCTION documents_renew_envelope;
DROP TRIGGER documents_only_envelope ON documents_issueddocument;
DROP FUNCTION documents_refuse_all_but_envelope();
DROP TRIGGER documents_issued_stays ON documents_issueddocument;
DROP FUNCTION documents_refuse_change();
"""

"""A published guide never changes; of the versions of an item one is in force at a time.

A version ends once. It may go on without an end when the one that was to follow it has been recalled: that one never came
to be in force, which its empty period says.
"""

# A range over one identifier has GiST support without any extension, unlike the identifier itself.
RANGE = "CREATE TYPE catalog_uuid_range AS RANGE (subtype = uuid)"
NO_RANGE = "DROP TYPE catalog_uuid_range"
CREATE = """
CREATE FUNCTION catalog_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'effective_to') = (to_jsonb(OLD) - 'effective_to') THEN
        IF OLD.effective_to IS NULL AND NEW.effective_to IS NOT NULL THEN
            RETURN NEW;
        END IF;
        IF OLD.effective_to > OLD.effective_from AND NEW.effective_to IS NULL AND EXISTS (
            SELECT FROM catalog_guideversion AS next WHERE next.item_id = OLD.item_id
                AND next.effective_from = OLD.effective_to AND next.effective_to = next.effective_from
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% on % is refused: a published guide never changes', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER catalog_guideversion_immutable BEFORE UPDATE OR DELETE ON catalog_guideversion
    FOR EACH ROW EXECUTE FUNCTION catalog_refuse_change();
"""
DROP = """
DROP TRIGGER catalog_guideversion_immutable ON catalog_guideversion;
DROP FUNCTION catalog_refuse_change();
"""

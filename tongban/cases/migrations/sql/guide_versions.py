"""A case is handed in when it leaves DRAFT; from then on applicant and department rely on what the guide said (第八条)."""

CREATE = """
CREATE FUNCTION cases_guide_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM catalog_guideversion before
        JOIN catalog_guideversion after ON after.item_id = before.item_id AND after.version > before.version
        WHERE before.id = OLD.guide_id AND after.id = NEW.guide_id
    ) THEN
        RAISE EXCEPTION '已经提交的办件，只能改为适用同一事项更新的办事指南版本'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_guide_goes_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_guide_goes_forward BEFORE UPDATE OF guide_id ON cases_case FOR EACH ROW
    WHEN (OLD.guide_id IS DISTINCT FROM NEW.guide_id AND OLD.state <> 'DRAFT')
    EXECUTE FUNCTION cases_guide_goes_forward();
"""
DROP = """
DROP TRIGGER case_guide_goes_forward ON cases_case;
DROP FUNCTION cases_guide_goes_forward();
"""

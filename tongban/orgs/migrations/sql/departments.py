"""A unit below itself would be within everybody's reach and nobody's.

Changes of the tree wait for each other, so that two of them cannot close a circle together; a unit whose body is not there
yet is held by its foreign key.
"""

CREATE = """
CREATE FUNCTION orgs_department_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above varchar := NEW.parent_id;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('orgs_department.parent'));
    WHILE above IS NOT NULL LOOP
        IF above = NEW.code THEN
            RAISE EXCEPTION 'department % would stand below itself', NEW.code
                USING ERRCODE = 'check_violation', CONSTRAINT = 'orgs_department_no_circle';
        END IF;
        SELECT parent_id INTO above FROM orgs_department WHERE code = above;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER orgs_department_no_circle BEFORE INSERT OR UPDATE OF parent_id ON orgs_department
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION orgs_department_no_circle();
"""
DROP = """
DROP TRIGGER orgs_department_no_circle ON orgs_department;
DROP FUNCTION orgs_department_no_circle();
"""

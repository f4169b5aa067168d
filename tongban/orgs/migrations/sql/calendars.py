"""The days of a calendar never change and nothing that two people decided on disappears."""

CREATE = """
CREATE FUNCTION orgs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: calendars and closures stay as they were put in force', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER orgs_calendarday_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON orgs_calendarday
    FOR EACH STATEMENT EXECUTE FUNCTION orgs_refuse_change();
CREATE TRIGGER orgs_calendaryear_stays BEFORE DELETE OR TRUNCATE ON orgs_calendaryear
    FOR EACH STATEMENT EXECUTE FUNCTION orgs_refuse_change();
CREATE TRIGGER orgs_calendarproposal_stays BEFORE DELETE OR TRUNCATE ON orgs_calendarproposal
    FOR EACH STATEMENT EXECUTE FUNCTION orgs_refuse_change();
CREATE TRIGGER orgs_declaredclosure_stays BEFORE DELETE OR TRUNCATE ON orgs_declaredclosure
    FOR EACH STATEMENT EXECUTE FUNCTION orgs_refuse_change();
"""
DROP = """
DROP TRIGGER orgs_calendarday_append_only ON orgs_calendarday;
DROP TRIGGER orgs_calendaryear_stays ON orgs_calendaryear;
DROP TRIGGER orgs_calendarproposal_stays ON orgs_calendarproposal;
DROP TRIGGER orgs_declaredclosure_stays ON orgs_declaredclosure;
DROP FUNCTION orgs_refuse_change();
"""

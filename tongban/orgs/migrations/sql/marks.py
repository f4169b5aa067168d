"""Whoever keeps what was read of these tables asks the marks whether it still holds.

A mark that somebody else holds is passed over, so that nobody waits for it and no two can wait for each other; where all
are held, one more is made.
"""

TABLES = (
    'region', 'department', 'stewardship', 'serviceplace', 'window', 'timetable', 'timetablehours', 'placeexception',
    'calendaryear', 'calendarday', 'declaredclosure',
)
CREATE = """
CREATE FUNCTION orgs_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE orgs_orgmark SET value = gen_random_uuid()
    WHERE id = (SELECT id FROM orgs_orgmark ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1);
    IF NOT FOUND THEN
        INSERT INTO orgs_orgmark (value) VALUES (gen_random_uuid());
    END IF;
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER orgs_touch AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON orgs_{table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION orgs_touch();\n"
    for table in TABLES
)
DROP = "".join(f"DROP TRIGGER orgs_touch ON orgs_{table};\n" for table in TABLES) + "DROP FUNCTION orgs_touch();"

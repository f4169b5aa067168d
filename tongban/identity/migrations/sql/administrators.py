"""System, security and audit administrator are three persons, and none of them holds any other post (GB/T 22239 8.1.5).

No constraint can look at other rows; two appointments at once wait for each other, so that each sees the other's row.
"""

CREATE = """
CREATE FUNCTION identity_check_administrators(one uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('identity_staffpost.administrators'));
    IF EXISTS (
        WITH accounts AS (
            SELECT one AS id
            UNION
            SELECT other.user_id
            FROM identity_staff mine JOIN identity_staff other ON other.person_id = mine.person_id
            WHERE mine.user_id = one
        ), held AS (
            SELECT role, tstzrange(from_at, until_at) AS period
            FROM identity_staffpost WHERE user_id IN (SELECT id FROM accounts)
        )
        SELECT FROM held a JOIN held b ON a.role <> b.role AND a.period && b.period
        WHERE a.role IN ('OPERATOR', 'SECURITY', 'AUDITOR')
    ) THEN
        RAISE EXCEPTION 'an administrator holds no other role'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'identity_administrators_apart';
    END IF;
END $$;
CREATE FUNCTION identity_administrators_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM identity_check_administrators(NEW.user_id);
    RETURN NULL;
END $$;
CREATE TRIGGER identity_administrators_apart
    AFTER INSERT OR UPDATE OF user_id, role, from_at, until_at ON identity_staffpost
    FOR EACH ROW EXECUTE FUNCTION identity_administrators_apart();
CREATE TRIGGER identity_administrators_apart AFTER INSERT OR UPDATE OF user_id, person_id ON identity_staff
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION identity_administrators_apart();

CREATE FUNCTION identity_no_administrator_by_proxy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM identity_staffpost
        WHERE id = NEW.post_id AND role IN ('OPERATOR', 'SECURITY', 'AUDITOR')
    ) THEN
        RAISE EXCEPTION 'nobody stands in for an administrator'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'identity_no_administrator_by_proxy';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER identity_no_administrator_by_proxy AFTER INSERT OR UPDATE OF post_id ON identity_substitution
    FOR EACH ROW EXECUTE FUNCTION identity_no_administrator_by_proxy();
"""
DROP = """
DROP TRIGGER identity_no_administrator_by_proxy ON identity_substitution;
DROP FUNCTION identity_no_administrator_by_proxy();
DROP TRIGGER identity_administrators_apart ON identity_staff;
DROP TRIGGER identity_administrators_apart ON identity_staffpost;
DROP FUNCTION identity_administrators_apart();
DROP FUNCTION identity_check_administrators(uuid);
"""

"""What was done to a subject, oldest first, without the looks at it.

A case is looked at far oftener than it changes, and its story must not cost more with every look. One call, whose plans the
session keeps, and which other rooms put into the statement by which they read the subject.
"""

CREATE = """
CREATE FUNCTION ledger_changes(p_kind text, p_subject uuid) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'at', at, 'actor_id', actor_id, 'actor_kind', actor_kind, 'verb', verb, 'before', before, 'after', after,
            'facts', facts
        ) ORDER BY at, id), '[]'::jsonb)
        FROM ledger_entry WHERE subject = p_subject AND kind = p_kind AND NOT reading
    );
END $$;
"""
DROP = "DROP FUNCTION ledger_changes"

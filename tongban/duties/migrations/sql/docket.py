"""All clocks of a subject with what stopped and what lengthened each, for a page of it.

One call, whose plans the session keeps, and which other rooms put into the statement by which they read the subject.
"""

CREATE = """
CREATE FUNCTION duties_docket(p_subject uuid) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(to_jsonb(d) || jsonb_build_object(
            'pauses', (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.began_at, p.id) FROM duties_pause p
                       WHERE p.duty_id = d.id),
            'extensions', (SELECT jsonb_agg(to_jsonb(e) ORDER BY e.approved_at, e.id) FROM duties_extension e
                           WHERE e.duty_id = d.id)
        ) ORDER BY d.due_at, d.id), '[]'::jsonb)
        FROM duties_duty d WHERE d.subject = p_subject
    );
END $$;
"""
DROP = "DROP FUNCTION duties_docket"

"""A case with all that hangs on it, for whoever reads it: one call, whose plans the session keeps.

As twenty statements of the ORM a page of a case spent nearly all of its time on writing and planning them. Who may read it
is asked by the statement that calls this. ``later``, ``linked`` and ``others`` say whether it is worth asking for more.
"""

CREATE = """
CREATE FUNCTION cases_hanging(p_case uuid) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'case', to_jsonb(c),
            'applicant', to_jsonb(applicant),
            'agent', to_jsonb(agent),
            'department', to_jsonb(department),
            'guide', jsonb_build_object(
                'id', guide.id, 'item_id', guide.item_id, 'version', guide.version, 'digest', guide.digest,
                'published_at', guide.published_at, 'effective_from', guide.effective_from,
                'effective_to', guide.effective_to
            ),
            'later', EXISTS (
                SELECT FROM catalog_guideversion v WHERE v.item_id = guide.item_id AND v.version > guide.version
            ),
            'linked', c.follows_id IS NOT NULL OR EXISTS (SELECT FROM cases_case f WHERE f.follows_id = c.id),
            'others', EXISTS (SELECT FROM cases_case o WHERE o.applicant_id = c.applicant_id AND o.id <> c.id),
            'steps', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.place, r.id) FROM cases_casestep r
                      WHERE r.case_id = c.id),
            'promises', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.made_at, r.id) FROM cases_promise r
                         WHERE r.case_id = c.id),
            'correction', (SELECT to_jsonb(r) FROM cases_correctionnotice r WHERE r.case_id = c.id),
            'materials', (SELECT jsonb_agg(to_jsonb(r) || jsonb_build_object('file', to_jsonb(f)) ORDER BY r.at, r.id)
                          FROM cases_casematerial r JOIN files_storedfile f ON f.id = r.file_id
                          WHERE r.case_id = c.id),
            'papers', (SELECT jsonb_agg(jsonb_build_object('kind', r.kind, 'number', d.number, 'at', r.at)
                                        ORDER BY r.at, r.id)
                       FROM cases_casedocument r JOIN documents_issueddocument d ON d.id = r.document_id
                       WHERE r.case_id = c.id),
            'opinions', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.at, r.id) FROM cases_opinion r
                         WHERE r.case_id = c.id),
            'additions', (SELECT jsonb_agg(to_jsonb(r) || jsonb_build_object('files', (
                              SELECT jsonb_agg(to_jsonb(a) || jsonb_build_object('file', to_jsonb(f)) ORDER BY a.id)
                              FROM cases_addedfile a JOIN files_storedfile f ON f.id = a.file_id
                              WHERE a.addition_id = r.id
                          )) ORDER BY r.at, r.id) FROM cases_addition r WHERE r.case_id = c.id),
            'assignments', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.at, r.id) FROM cases_assignment r
                            WHERE r.case_id = c.id),
            'consultations', (SELECT jsonb_agg(to_jsonb(r) || jsonb_build_object('consulted', (
                                  SELECT jsonb_agg(to_jsonb(a) ORDER BY a.id) FROM cases_consulted a
                                  WHERE a.consultation_id = r.id
                              )) ORDER BY r.at, r.id) FROM cases_consultation r WHERE r.case_id = c.id),
            'checks', (SELECT jsonb_agg(to_jsonb(r)) FROM cases_criterioncheck r WHERE r.case_id = c.id),
            'wish', (SELECT to_jsonb(r) FROM cases_deliverychoice r WHERE r.case_id = c.id),
            'shipments', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.ordered_at, r.id) FROM cases_shipment r
                          WHERE r.case_id = c.id),
            'handing_out', (SELECT to_jsonb(r) FROM cases_handingout r WHERE r.case_id = c.id),
            'visits', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.at, r.id) FROM cases_visit r WHERE r.case_id = c.id)
        )
        FROM cases_case c
        JOIN identity_party applicant ON applicant.id = c.applicant_id
        LEFT JOIN identity_party agent ON agent.id = c.agent_id
        JOIN orgs_department department ON department.code = c.department_id
        JOIN catalog_guideversion guide ON guide.id = c.guide_id
        WHERE c.id = p_case
    );
END $$;
"""
DROP = "DROP FUNCTION cases_hanging"

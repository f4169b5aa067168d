"""办件: one matter of one applicant, from draft to delivery."""

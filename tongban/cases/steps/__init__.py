"""The steps of a case: what the guide does between acceptance and decision, each by a department and a role."""

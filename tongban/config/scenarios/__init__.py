"""Legal scenarios: dated verbs with what the law expects of them, played on an empty city (docs/scenarios.md)."""

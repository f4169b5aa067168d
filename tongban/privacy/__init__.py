"""A person's rights over their data: to know, to have, to correct, to leave; and who looked at it."""

"""The desk of a department: inbox, case, verbs. Chinese only; dense and fast."""

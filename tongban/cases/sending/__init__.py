"""核查、指派: who of the staff verified something on the spot, or was sent to inspect it: never one alone."""

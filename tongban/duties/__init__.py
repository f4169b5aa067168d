"""时限: every legal clock is one kind of thing."""

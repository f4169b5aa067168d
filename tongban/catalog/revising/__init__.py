"""修订: the life of a guide before it is published, and of a change of an item."""

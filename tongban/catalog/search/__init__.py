"""Finding items as people speak: no rule here touches the database except in the files named for it."""

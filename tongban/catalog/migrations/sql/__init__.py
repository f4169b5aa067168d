"""What the database itself does for this room: triggers, functions, keys, sequences; a module for each purpose."""

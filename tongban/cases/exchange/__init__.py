"""What a case is outside: the codes that other systems know, and the rows in which it is exchanged."""

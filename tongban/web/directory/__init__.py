"""The basic directory at the desk: files brought, entries claimed, differences, entry into centres."""

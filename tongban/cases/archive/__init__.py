"""归档: what is kept of a matter that is over, for how long, and whether it is still what was kept."""

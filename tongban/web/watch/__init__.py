"""The limits that run, over all rooms: for those who supervise, and for a department's own staff."""

"""Pages where guides are written, judged and published."""

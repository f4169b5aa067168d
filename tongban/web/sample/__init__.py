"""Pages of the sample city only, in which nothing is real."""

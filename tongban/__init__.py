"""Tongban (通办): a city's one-stop government service. Floors are drawn in docs/architecture.md."""

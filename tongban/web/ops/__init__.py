"""Operations: is the house healthy, for machines (/healthz, /metrics) and for people (/status/)."""

"""延续: a licence that is renewed, by silence too where nothing was decided before its expiry (行政许可法50)."""

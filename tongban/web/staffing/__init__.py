"""Staff administration: who works here, in which posts, away until when, and whose matters they keep out of."""

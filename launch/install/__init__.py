"""Makes the environment of a checkout. Plain standard library, because nothing is installed yet when it runs."""

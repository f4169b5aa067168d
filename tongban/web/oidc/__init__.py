"""One login for departments' systems: our OpenID provider. The protocol is Authlib's, the rules are identity's."""

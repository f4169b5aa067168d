"""Proposing that the limit to decide is made longer: whoever examines says why, whoever decides answers."""

"""Shortlist: requests in, answers out, the week from facts."""

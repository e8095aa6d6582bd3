"""Every query, named as the question it answers; the only place with a session."""

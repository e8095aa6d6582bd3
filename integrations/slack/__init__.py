"""Slack: payloads to requests, replies and effects to calls."""

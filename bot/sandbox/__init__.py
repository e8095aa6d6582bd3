"""Stand-ins for Slack and Jira: the demo workspace and the test doubles."""

"""Jira Cloud and Data Center: vendor JSON in our terms, our effects as REST calls."""

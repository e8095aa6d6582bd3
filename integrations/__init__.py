"""The outside: vendor values become ours, and our effects become calls."""

"""One file a scheduled job."""

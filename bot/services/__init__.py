"""What several features do in their transaction, or gather for whoever shows it."""

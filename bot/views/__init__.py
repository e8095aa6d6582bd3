"""How things look: pure functions from values to messages, forms and texts."""

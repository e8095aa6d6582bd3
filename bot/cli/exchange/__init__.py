"""Ideas, support, customers and decisions as CSV and JSON files: written, read, taken over."""

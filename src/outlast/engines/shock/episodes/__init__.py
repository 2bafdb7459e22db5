"""Episodes whose outcome is known: run, set beside what was observed, and scored."""

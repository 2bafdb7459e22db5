"""Which figures hold, and which cannot all be true."""

"""Who can hurt whom, by which card, and at what price."""

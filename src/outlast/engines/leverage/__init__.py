"""Who can hurt whom with what, and from when a card can be played."""

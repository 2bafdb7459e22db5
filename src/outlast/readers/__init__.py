"""Files as others publish them, read whole or refused with the row at fault."""

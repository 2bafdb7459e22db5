"""Figures made to agree with the identities that bind them."""

"""Claims read from text by rules: one line, or the prose of an article."""

from outlast.engines.evidence.prose.claim_line import read_claim
from outlast.engines.evidence.prose.reader import Found, TextReading, read_text
from outlast.engines.evidence.prose.text import Unread

__all__ = ["Found", "TextReading", "Unread", "read_claim", "read_text"]

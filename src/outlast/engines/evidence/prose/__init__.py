"""Claims read from text by rules: one line, a sentence, or the prose of an article."""

from outlast.case.model import Case
from outlast.case.schema import Claim
from outlast.engines.evidence.prose.claim_line import EXAMPLE, read_claim
from outlast.engines.evidence.prose.reader import Found, TextReading, read_text
from outlast.engines.evidence.prose.text import Unread
from outlast.errors import InvalidInput

__all__ = ["Found", "TextReading", "Unread", "read_claim", "read_claims", "read_text"]

_SIGNS = frozenset("=~<>≈≤≥")


def read_claims(line: str, case: Case) -> tuple[Claim, ...]:
    """Read what a user gives as a claim: a line with a sign, or a sentence.

    Raises
    ------
    InvalidInput
        If it is neither; the message tells what of a sentence is not clear.

    Examples
    --------
    >>> import outlast
    >>> [claim] = read_claims("In 2022 China imported 95 % of its helium.", outlast.load("helium"))
    >>> claim.quantity, claim.period, claim.printed
    ('import_dependence', '2022', '95')
    """
    try:
        return (read_claim(line, case),)
    except InvalidInput:
        reading = TextReading((), ()) if _SIGNS & set(line) else read_text(line, case)
        if reading.claims:
            return reading.claims
        if not reading.found:
            raise
        unclear = reading.found[0].reason
    shown = repr(line if len(line) <= 100 else line[:100] + "…")
    raise InvalidInput("claim", shown, expected="a sentence that is understood",
                       remedy=f"{unclear}; write it as a line such as {EXAMPLE}")  # fmt: skip

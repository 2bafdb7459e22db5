"""Words of a sentence, and the marks between them."""

import re
from typing import NamedTuple

_WORD = re.compile(
    r"""
    U\.S\.A\.|U\.S\.?(?![a-z])|U\.K\.|E\.U\.
    |(?<![0-9.,])[0-9]{1,3}(?:[ ][0-9]{3})+(?![0-9]|[.,][0-9])   # 12 300
    |[0-9](?:[0-9.,]*[0-9])?
    |[^\W\d_]+[0-9]{0,3}(?:'s\b|(?<=s)'(?=\s))?
    |>=|<=|\S
    """,
    re.VERBOSE,
)


class Word(NamedTuple):
    """A word, a number or a mark, with its place in the sentence."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def stem(self) -> str:
        """The word without its genitive."""
        return self.text.removesuffix("'s").removesuffix("'")

    @property
    def genitive(self) -> bool:
        """Whether it says whose."""
        return self.stem != self.text

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return "0" <= self.text[0] <= "9"


def words(text: str) -> list[Word]:
    """Split a sentence.

    Examples
    --------
    >>> [word.text for word in words("China's 12 300 t, or US$4bn.")]
    ["China's", '12 300', 't', ',', 'or', 'US', '$', '4', 'bn', '.']
    """
    return [Word(*match.span(), match.group()) for match in _WORD.finditer(text)]


def touching(first: Word, second: Word) -> bool:
    """Whether nothing stands between the two."""
    return first.end == second.start

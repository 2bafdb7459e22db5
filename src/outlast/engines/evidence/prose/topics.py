"""Phrases of a sentence and the sign of each, and the goods that a sentence names.

A sentence is read as a string of signs, one a word or phrase, so that short patterns can tell
"China imported 95 % of its helium" from "95 % of China's helium came from Qatar".
"""

from outlast.case.model import Case
from outlast.engines.evidence.prose.vocabulary import SAYS_NOTHING, SIGNS, WORDS

_RARE_EARTHS = (
    "rare earths,rare earth,ree,rees,rem,rems,rare earth elements,rare earth oxides,"
    "rare earth metals"
)
_OTHER_ITEMS = """rare earth magnets,magnets,gallium,germanium,graphite,natural graphite,lithium,
cobalt,nickel,copper,tungsten,antimony,neon,krypton,xenon,argon,hydrogen,natural gas,lng,oil,coal,
helium,semiconductors,chips,steel,aluminium,uranium,titanium,magnesium,manganese,platinum,palladium,
tantalum,niobium,vanadium,tin,zinc,bismuth,indium,tellurium,silicon,polysilicon,fluorspar,phosphate,
potash,energy,electricity,food,rice,soybeans,cars,gold,silver,diamonds,dysprosium,neodymium,terbium,
yttrium,samarium,bromine,iodine,sulphur,ammonia,urea,fertiliser,methanol,scandium,beryllium,rhenium,
quartz,oxygen,nitrogen,solar panels,batteries,drones,wheat,iron ore"""
_SPELT_OTHERWISE = {
    "rare earth magnet": "rare-earth-magnets", "magnet": "magnets", "crude": "oil",
    "aluminum": "aluminium", "power": "electricity",
}  # fmt: skip

_GASES = "neon krypton xenon argon hydrogen natural-gas lng oil energy oxygen nitrogen"
GASES = frozenset(_GASES.split())
"""Items that are counted by their volume."""
STANDS_FOR = "the gas"
"""Value of a word that stands for the material named before."""
YEARLY = "yearly"
"""Value of a word of growth that means a rate a year."""
FORECAST = "forecast"
"""Value of a word that speaks of the future."""
CONTRAST = "but"
"""Value of a break behind which things are otherwise."""
HAS = "has"
"""Value of a word by which something is owned."""
THAN = "than"
"""Value of a word behind which stands what something is compared with."""
SENT = "sent"
"""Value of a word that means exports if it says to where."""
THAT = "that"
"""Value of a word that begins what narrows the thing before it."""
WHOSE = "whose"
"""Value of a word that speaks of what the country before it has."""
GAS = "gas"
"""Value of a word for the material where it says whose it is."""
OR = "or"
"""Value of a word that says the same again."""
COUNT = "count"
"""Value of a number that has no unit."""
MANY = "many"
"""Value of a word for all firms of a kind, not one of them."""
DROPPED = ""
"""Sign of a phrase that is left out."""

_WITH_VALUES = (
    ("material", STANDS_FOR, "the gas,this gas,the element,the metal,the material"),
    (
        "is",
        FORECAST,
        """will,expected,expect,expects,expecting,forecast,forecasts,projected,predict,predicts,
     predicted,expected to,forecast to,projected to,predicted to,set to,likely to,is to,are to,set,
     is due to,are due to,poised to,on course to,on track to,
     scheduled to,is planned to,are planned to,planned to reach,slated to,bound to""",
    ),
    ("is", HAS, "had,has,have,having,holds,held,boasts,controls,controlled"),
    ("exports", SENT, "shipments,deliveries,sales"),
    ("break", THAT, "that"),
    ("rose", THAN, "more than,higher than"),
    ("fell", THAN, "less than,lower than,fewer than"),
    ("other", GAS, "gas"),
    ("other", WHOSE, "whose"),
    ("break", CONTRAST, "but,although,though,even though,yet,whereas"),
    ("and", OR, "or,i . e .,ie,that is to say,or rather,in other words"),
    (
        "company",
        MANY,
        """companies,firms,producers,suppliers,makers,importers,buyers,exporters,
     miners""",
    ),
    ("it", "", "it,country,nation"),
    ("its", "", "its,country's,nation's"),
    ("it", "QAT ARE KWT", "emirate"),
    ("its", "QAT ARE KWT", "emirate's"),
    ("it", "SAU MAR GBR", "kingdom"),
    ("its", "SAU MAR GBR", "kingdom's"),
    ("it", "EU27", "bloc"),
    ("its", "EU27", "bloc's"),
    (
        "",
        "",
        """a year,per year,each year,every year,per annum,that year,in that year,a rate of,
     a total of,a record of,a record high of,an all time high of,an all time,a high of,a peak of,
     a low of,a record low of,in total,in all,as a whole,in turn,for its part,at home,a pace of,
     as of,all told,y / y,by contrast,by comparison,for example,for instance,in fact,
     of course,after all,in practice,on the other hand,by then,by one estimate,by some estimates,
     by volume,in volume terms,in volume,in the world,on average""",
    ),
    ("rose", "", "+"),
)
"""Name of the sign (none if it is left out), its value, and the phrases."""
_FIRST = ("largest", "biggest", "main", "top", "leading", "chief")
Phrases = dict[tuple[str, ...], tuple[str, str]]
LONGEST = 5


def slug(words: str) -> str:
    """Write an item as a claim names it.

    >>> slug("Rare Earths")
    'rare-earths'
    """
    return "-".join(words.lower().split())


def _items() -> dict[str, str]:
    """Words for goods, and the item that a claim names."""
    plain = [words.strip() for words in _OTHER_ITEMS.split(",")]
    rare = dict.fromkeys(_RARE_EARTHS.split(","), "rare-earths")
    return {words: slug(words) for words in plain} | rare | _SPELT_OTHERWISE


def _built() -> Phrases:
    table: Phrases = {}
    for name, listed in WORDS.items():
        for words in [",", *listed.split(",")] if name == "comma" else listed.split(","):
            if words:
                yearly = "annual" in words or "cagr" in words or "compound" in words
                table[tuple(words.split())] = (SIGNS[name], YEARLY if yearly else "")
    for words, item in _items().items():
        table[tuple(words.split())] = (SIGNS["item"], item)
    table["(",], table[")",] = (SIGNS["comma"], "("), (SIGNS["comma"], ")")
    for name, value, listed in _WITH_VALUES:
        sign = SIGNS[name] if name else DROPPED
        table |= {tuple(words.strip().split()): (sign, value) for words in listed.split(",")}
    for period in ("month", "quarter", "week", "day"):
        table["a", period] = table["per", period] = table["each", period] = (SIGNS["rate"], "")
    return table


_TABLE = _built()


def phrases_of(case: Case) -> Phrases:
    """Every phrase and its sign, the case's own material among them."""
    material = tuple(case.header.material.lower().replace("-", " ").split())
    sign = (SIGNS["material"], "")
    table = _TABLE | {material: sign, (*material, "gas"): sign, (*material, "gases"): sign}
    for first in _FIRST:
        for last in ("supplier", "source"):
            table[first, last] = table[first, *material, last] = (SIGNS["top"], "")
        for last in ("producer", "maker"):
            table[first, last] = table[first, *material, last] = (SIGNS["top_maker"], "")
    return table


_ADVERBS = """supply monthly weekly quarterly partly wholly jointly respectively hardly scarcely
wrongly domestically rely possibly supposedly allegedly"""
_SAY_SOMETHING = frozenset(_ADVERBS.split())


def is_dropped(word: str) -> bool:
    """Whether a word says nothing about what is counted."""
    adverb = word.endswith("ly") and len(word) > 5 and word not in _SAY_SOMETHING
    return adverb or word in SAYS_NOTHING or word.endswith("fold")

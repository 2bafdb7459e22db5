"""Every form of sentence that is understood, narrow forms first: the first that fits decides."""

from functools import cache

from outlast.engines.evidence.prose.patterns import Pattern, compiled
from outlast.engines.evidence.prose.share_sayings import (
    DEPENDENCE,
    DOMESTIC,
    EXPORT_SHARE,
    GOODS_SHARE,
    IMPORT_SHARE,
    WORLD_SHARE,
)

_GROWTH = (
    "OWNER domestic? THING FLOW GROWS N",
    "OWNER FLOW of|for NAMED GROWS N",
    "BARE domestic? THING FLOW GROWS N",
    "growth of|in MARKET domestic? THING FLOW IS of? N",
    "OWNER domestic? THING FLOW growth IS of? N",
    "BARE domestic? THING FLOW growth IS of? N",
)
_IMPORTS = (
    "SUBJECT is? worth N of? THING from imports ENDED",
    "SUBJECT is? worth N of? THING ENDED",
    "OWNER imports of N of NAMED PLAIN",
    "OWNER imports of N of NAMED from PARTNER ENDED",
    "SUBJECT is? imports N of? THING from PARTNER ENDED",
    "SUBJECT is? imports N of PARTNER NAMED",
    "OWNER THING imports from PARTNER IS N",
    "OWNER THING imports IS N of? material? from PARTNER ENDED",
    "OWNER imports of THING from PARTNER IS N",
    "OWNER imports of PARTNER NAMED IS N",
    "BARE THING imports from PARTNER IS N",
    "BARE imports of PARTNER NAMED IS N",
    "SELLER supplied N of? THING INTO",
    "SELLER supplied TAKER N of? THING ENDED",
    "SUBJECT is? imports N PLAIN of? THING ENDED",
    "OWNER THING imports IS N PLAIN",
    "OWNER imports of NAMED IS N PLAIN",
    "HEAD THING imports INTO from PARTNER IS N",
    "HEAD THING imports INTO IS N PLAIN",
    "HEAD imports of NAMED INTO IS N PLAIN",
    "BARE THING imports IS N PLAIN",
    "BARE imports of NAMED IS N PLAIN",
)
_EXPORTS = (
    "SUBJECT is? supplied N of? THING imports ENDED",
    "OWNER exports of N of NAMED PLAIN",
    "SUBJECT is? exports N of? THING to PARTNER ENDED",
    "OWNER THING exports to PARTNER IS N",
    "OWNER exports of NAMED to PARTNER IS N",
    "BARE THING exports to PARTNER IS N",
    "SUBJECT is? exports N PLAIN of? THING ENDED",
    "OWNER THING exports IS N PLAIN",
    "OWNER exports of NAMED IS N PLAIN",
    "HEAD THING exports ORIGIN to PARTNER IS N",
    "HEAD exports of NAMED ORIGIN to PARTNER IS N",
    "HEAD THING exports ORIGIN IS N PLAIN",
    "BARE THING exports IS N PLAIN",
    "BARE exports of NAMED IS N PLAIN",
)
_FLOWS = (
    "SUBJECT is? {flow} N of? THING ENDED",
    "SUBJECT is? THING {flow} of N ENDED",
    "DOING with THING {flow} of N ENDED",
    "OWNER domestic? THING {flow} IS N",
    "OWNER {flow} of|for NAMED IS N",
    "HEAD {flow} of|for THING INSIDE IS N",
    "HEAD THING {flow} INSIDE IS N",
    "N of NAMED is? {flow} INSIDE ENDED",
    "START N is {flow} INSIDE THING ENDED",
    "BARE domestic? THING {flow} IS N",
    "BARE domestic? {flow} of|for NAMED IS N",
)
_TOP = (
    "SUBJECT is world? top_maker of? THING with N",
    "SUBJECT comma world? top_maker of? THING comma with N",
)
_STANDS = (
    "SUBJECT is THING {flow} of N",
    "SUBJECT is N of THING {flow}",
    "SUBJECT comma? with THING {flow} of N",
    "DOING with THING {flow} of N",
    "OWNER domestic? THING {flow} IS of? N",
    "OWNER {flow} of|for NAMED IS N",
    "HEAD THING {flow} INSIDE IS N",
    "HEAD {flow} of|for THING INSIDE IS N",
    "BARE domestic? THING {flow} IS N",
)
_MONEY = (
    ("export_value", "other_number of OWNED ALL exports of N"),
    ("value", "BARE worth of GOODS imports SUM N"),
    ("export_value", "WHOSE exports of N to PARTNER ENDED"),
    ("export_value", "WHOSE GOODS exports of N to PARTNER ENDED"),
    ("export_value", "WHOSE GOODS exports comma? worth N PLAIN"),
    ("export_value", "WHOSE exports of NAMED comma? worth N PLAIN"),
    ("export_value", "START GOODS exports is? worth MARKET N"),
    ("export_value", "START GOODS exports is? worth MARKET other_number and N"),
    ("export_value", "SUBJECT is? worth N from|by|with its? GOODS exports ENDED"),
    ("export_value", "SUBJECT is? worth N from|by|with its? exports of GOODS ENDED"),
    ("export_value", "SUBJECT is? exports|supplied GOODS worth N to PARTNER ENDED"),
    ("export_value", "WHOSE GOODS exports to PARTNER SUM N"),
    ("export_value", "WHOSE exports of GOODS to PARTNER SUM N"),
    ("export_value", "worth of? MARKET GOODS exports to PARTNER SUM N"),
    ("export_value", "SUBJECT is? exports NAMED worth N to PARTNER ENDED"),
    ("export_value", "SUBJECT is? exports|supplied N worth? of? GOODS exports? to PARTNER ENDED"),
    ("export_value", "SUBJECT is? exports NAMED worth N ENDED"),
    ("export_value", "SUBJECT is? exports N worth? of? GOODS ENDED"),
    ("export_value", "WHOSE GOODS exports SUM N PLAIN"),
    ("export_value", "WHOSE exports of GOODS SUM N PLAIN"),
    ("export_value", "ELLIPSIS GOODS exports to PARTNER SUM N"),
    ("export_value", "ELLIPSIS GOODS exports SUM N PLAIN"),
    ("export_value", "ELLIPSIS exports of NAMED SUM N PLAIN"),
    ("value", "WHOSE GOODS imports from PARTNER SUM N"),
    ("value", "WHOSE imports of GOODS from PARTNER SUM N"),
    ("value", "SUBJECT is? imports NAMED worth N from PARTNER ENDED"),
    ("value", "SUBJECT is? imports N worth? of? NAMED from PARTNER ENDED"),
    ("value", "SUBJECT is? spent N on NAMED imports? from PARTNER ENDED"),
    ("value", "SUBJECT is? spent N on|for PARTNER NAMED ENDED"),
    ("value", "OWNER THING imports IS other_number comma? worth N ENDED"),
    ("value", "OWNER imports of NAMED IS other_number comma? worth N ENDED"),
    ("value", "START NAMED worth N is imports INSIDE"),
    ("value", "BARE imports of NAMED IS other_number comma? worth N ENDED"),
    ("value", "SUBJECT is? imports NAMED worth N ENDED"),
    ("value", "SUBJECT is? imports N worth? of? NAMED ENDED"),
    ("value", "SUBJECT is? spent N on|for its? NAMED imports? ENDED"),
    ("export_value", "BARE GOODS exports is? worth it N"),
    ("value", "SUBJECT is? spent N on imports of NAMED ENDED"),
    ("value", "WHOSE GOODS imports SUM N PLAIN"),
    ("value", "WHOSE imports of NAMED SUM N PLAIN"),
    ("value", "ELLIPSIS GOODS imports from PARTNER SUM N"),
    ("value", "ELLIPSIS GOODS imports SUM N PLAIN"),
)
_PRICE = (
    "SUBJECT is? spent of? N ENDED",
    "INSIDE comma? NAMED is? worth|price|spent N ENDED",
    "SUBJECT is? spent N for its? NAMED",
    "SUBJECT is? spent N for NAMED",
    "SUBJECT is? imports other_number of? THING is price? of? N",
    "HEAD NAMED price|spent N INSIDE",
    "HEAD THING price INSIDE IS of? N",
    "HEAD NAMED is? price N INSIDE",
    "OWNER THING imports price IS of? N",
    "OWNER THING price IS of N",
    "OWNER THING price IS N",
    "OWNER price of|for NAMED IS N",
    "HEAD price of|for NAMED INSIDE IS N",
)
_COUNT = (
    "SUBJECT is N ENDED",
    "SUBJECT is? built N",
    "START N is? built INSIDE",
    "START N is? INSIDE is built",
)


def _each(quantity: str, forms: tuple[str, ...], flow: str = "") -> list[tuple[str, str]]:
    return [(quantity, form.format(flow=flow)) for form in forms]


@cache
def sayings() -> dict[str, tuple[Pattern, ...]]:
    """Patterns for each kind of number: shares, amounts, money, prices, growth and counts."""
    amounts = [*_each("imports", _IMPORTS), *_each("exports", _EXPORTS)]
    for flow in ("production", "consumption"):
        amounts += _each(flow, _FLOWS, flow)
    amounts += _each("production", _TOP)
    for stand in ("capacity", "reserves", "resources"):
        amounts += _each(stand, _STANDS, stand)
    return {
        "share": compiled([
            *_each("world_share", WORLD_SHARE), *_each("import_share", IMPORT_SHARE),
            *_each("import_dependence", DEPENDENCE), *_each("domestic_share", DOMESTIC),
            *_each("goods_share", GOODS_SHARE), *_each("export_share", EXPORT_SHARE),
        ]),
        "growth": compiled(_each("growth", _GROWTH)),
        "amount": compiled(amounts),
        "money": compiled(_MONEY),
        "price": compiled(_each("price", _PRICE)),
        "piece": compiled(_each("count", _COUNT)),
    }  # fmt: skip

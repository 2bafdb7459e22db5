"""Every form of sentence that is understood, narrow forms first: the first that fits decides."""

from functools import cache

from outlast.engines.evidence.prose.patterns import Pattern, compiled

_WORLD_SHARE = (
    "SUBJECT production|supplied|supply N of world NAMED production|supply? STOP",
    "SUBJECT production|makes|supplied|supply|is N share? of world THING production|supply STOP",
    "OWNER THING production is|makes N of world total|material|item? production|supply|total STOP",
    "BARE domestic? THING production is|makes N of world material|item? production|supply|total",
    (
        "OWNER THING production IS other_number comma? and? makes? N of world material|item? "
        "production|supply|total"
    ),
    (
        "SUBJECT production other_number of? THING comma and? N of world material|item? "
        "production|supply|total"
    ),
    "OWNER share of world THING production|supply IS N",
    "N of world NAMED production|supply? is? ORIGIN ENDED",
    "N of world THING production|supply is? ORIGIN ENDED",
    "N of world NAMED production|supply? is production INSIDE ENDED",
)
_IMPORT_SHARE = (
    "of BUYER THING imports|supply comma SELLER supplied|supply|makes|is? N",
    "of BUYER THING imports|supply comma N IS from PARTNER ENDED",
    "SUBJECT is? imports other_number of? THING comma PARTNER supplied N",
    "OWNER THING imports IS other_number comma PARTNER supplied N",
    "SELLER supplied|supply|makes N share? of BUYER NAMED imports|supply? STOP",
    "SELLER supplied|supply|makes|is N share? of BUYER THING imports STOP",
    "SUBJECT is? imports N of its|domestic? domestic? NAMED imports|supply? from PARTNER",
    "SUBJECT is? imports N of its? THING imports from PARTNER",
    "N of BUYER THING imports|supply is? from PARTNER ENDED",
    "N of BUYER NAMED is? imports? from PARTNER ENDED",
    "ELLIPSIS N of total? THING imports is? from PARTNER ENDED",
    "PARTNER NAMED makes|is N of BUYER material|item? imports STOP",
    "PARTNER share of BUYER THING imports|supply IS N",
    "share of BUYER THING imports from PARTNER IS N",
    "share of PARTNER in BUYER THING imports|supply IS N",
    "BUYER THING imports|supply is? comma? from? PARTNER comma? N",
    "BUYER imports of NAMED comma PARTNER N",
    "N share of BUYER THING imports is? from PARTNER",
    "BUYER dependence on PARTNER THING imports|supply? IS N",
    "BARE dependence on PARTNER THING imports|supply? IS N",
    "BUYER THING dependence on PARTNER imports|supply? IS N",
    "dependence INSIDE on PARTNER NAMED? IS N",
    "SUBJECT is? depends on PARTNER material|item? for N of its? THING imports STOP",
    "SUBJECT is? depends on PARTNER for N of its? NAMED imports|supply? STOP",
    "SUBJECT is? depends for N of its? THING imports on PARTNER",
    "SUBJECT is? depends for N of its? NAMED supply? on PARTNER",
    "SUBJECT is? depends for N on PARTNER NAMED",
    "SUBJECT is? N depends on PARTNER THING",
)
_DEPENDENCE = (
    "SUBJECT is? imports N of its|domestic? total? domestic? NAMED supply|consumption? ALONE",
    "SUBJECT is? imports N of its total? domestic? THING supply|consumption ALONE",
    "SUBJECT is? depends on material? imports for N of its? total? NAMED supply|consumption? STOP",
    "SUBJECT is? depends on material? imports for N of its? total? THING supply|consumption STOP",
    "SUBJECT is? N imports? depends on THING imports",
    "SUBJECT is? N imports depends",
    "SUBJECT is? N depends on imports THING",
    "OWNER THING imports dependence IS N",
    "OWNER dependence on THING imports IS N",
    "OWNER dependence on imports NAMED IS N",
    "BARE THING imports dependence IS N",
    "BARE dependence on imports THING IS N",
    "BARE dependence on THING imports IS N",
    (
        "OWNER THING imports makes|supplied|is N of SAME its? total? domestic? material? "
        "consumption STOP"
    ),
    "BARE THING imports makes|supplied|is N of its? total? domestic? material? consumption STOP",
    "START imports makes|supplied|is N of BUYER domestic? THING consumption STOP",
    "N of BUYER domestic? THING consumption is? from? imports ALONE",
    "N of BUYER NAMED is from? imports ALONE",
    "N of NAMED consumption INSIDE is? imports ALONE",
)
_DOMESTIC = (
    (
        "OWNER domestic? THING production is|makes|supplied N of SAME its? total? domestic? "
        "material? consumption STOP"
    ),
    (
        "BARE domestic? THING production is|makes|supplied N of its? total? domestic? material? "
        "consumption STOP"
    ),
    "START domestic? production is|makes|supplied N of BUYER domestic? THING consumption STOP",
    "SUBJECT production other_number of? material|item? comma and N of its total? consumption",
    "BARE domestic NAMED makes|supplied|is N of its? total? domestic? consumption STOP",
    "OWNER domestic share IS N",
    "BARE domestic share IS N",
    "OWNER domestic share of THING consumption IS N",
    "BARE domestic share of THING consumption IS N",
    "SUBJECT production N of its total? domestic? THING consumption STOP",
    "SUBJECT production N of its domestic? NAMED STOP",
    "SUBJECT production N of NAMED it is? consumption",
    "OWNER THING sufficiency IS N",
    "BARE THING sufficiency IS N",
    "N of BUYER domestic? THING consumption is? production domestic",
)
_EXPORT_SHARE = (
    "PARTNER takes|imports|makes N of MARKET GOODS exports",
    "N of MARKET GOODS exports is? to PARTNER ENDED",
    "SUBJECT is? exports|supplied N of its GOODS exports? to PARTNER",
)
_GOODS_SHARE = (
    "OWNER NAMED exports makes|is N of SAME its? total? exports",
    "OWNER NAMED exports SUM other_number comma and? N of its? total? exports",
    "START NAMED exports? makes|is N of MARKET exports",
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
    "SUBJECT is? imports N of? THING from PARTNER ENDED",
    "SUBJECT is? imports N of PARTNER NAMED",
    "OWNER THING imports from PARTNER IS N",
    "OWNER THING imports IS N of? material? from PARTNER ENDED",
    "OWNER imports of THING from PARTNER IS N",
    "OWNER imports of PARTNER NAMED IS N",
    "BARE THING imports from PARTNER IS N",
    "BARE imports of PARTNER NAMED IS N",
    "SELLER supplied N of? THING INTO",
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
    "OWNER domestic? THING {flow} IS N",
    "OWNER {flow} of|for NAMED IS N",
    "HEAD {flow} of|for THING INSIDE IS N",
    "HEAD THING {flow} INSIDE IS N",
    "N of NAMED is? {flow} INSIDE ENDED",
    "START N is {flow} INSIDE THING ENDED",
    "BARE domestic? THING {flow} IS N",
    "BARE domestic? {flow} of|for NAMED IS N",
)
_STANDS = (
    "SUBJECT is THING {flow} of N",
    "SUBJECT is N of THING {flow}",
    "OWNER domestic? THING {flow} IS of? N",
    "OWNER {flow} of|for NAMED IS N",
    "HEAD THING {flow} INSIDE IS N",
    "HEAD {flow} of|for THING INSIDE IS N",
    "BARE domestic? THING {flow} IS N",
)
_MONEY = (
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
    ("value", "BARE imports of NAMED IS other_number comma? worth N ENDED"),
    ("value", "SUBJECT is? imports NAMED worth N ENDED"),
    ("value", "SUBJECT is? imports N worth? of? NAMED ENDED"),
    ("value", "SUBJECT is? spent N on NAMED imports? ENDED"),
    ("value", "SUBJECT is? spent N on imports of NAMED ENDED"),
    ("value", "WHOSE GOODS imports SUM N PLAIN"),
    ("value", "WHOSE imports of NAMED SUM N PLAIN"),
    ("value", "ELLIPSIS GOODS imports from PARTNER SUM N"),
    ("value", "ELLIPSIS GOODS imports SUM N PLAIN"),
)
_PRICE = (
    "OWNER THING price IS N",
    "OWNER price of|for NAMED IS N",
    "HEAD price of|for NAMED INSIDE IS N",
)
_COUNT = ("SUBJECT is? built N", "START N is? built INSIDE", "START N is? INSIDE is built")


def _each(quantity: str, forms: tuple[str, ...], flow: str = "") -> list[tuple[str, str]]:
    return [(quantity, form.format(flow=flow)) for form in forms]


@cache
def sayings() -> dict[str, tuple[Pattern, ...]]:
    """Patterns for each kind of number: shares, amounts, money, prices, growth and counts."""
    amounts = [*_each("imports", _IMPORTS), *_each("exports", _EXPORTS)]
    for flow in ("production", "consumption"):
        amounts += _each(flow, _FLOWS, flow)
    for stand in ("capacity", "reserves", "resources"):
        amounts += _each(stand, _STANDS, stand)
    return {
        "share": compiled([
            *_each("world_share", _WORLD_SHARE), *_each("import_share", _IMPORT_SHARE),
            *_each("import_dependence", _DEPENDENCE), *_each("domestic_share", _DOMESTIC),
            *_each("goods_share", _GOODS_SHARE), *_each("export_share", _EXPORT_SHARE),
        ]),
        "growth": compiled(_each("growth", _GROWTH)),
        "amount": compiled(amounts),
        "money": compiled(_MONEY),
        "price": compiled(_each("price", _PRICE)),
        "piece": compiled(_each("count", _COUNT)),
    }  # fmt: skip

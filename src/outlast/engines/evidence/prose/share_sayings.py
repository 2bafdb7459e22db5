"""Forms of sentence that speak of a share, narrow forms first."""

WORLD_SHARE = (
    "SUBJECT production|supplied|supply N of total? world NAMED production|supply? STOP",
    (
        "SUBJECT production|makes|supplied|supply|is N share? of total? world THING "
        "production|supply STOP"
    ),
    (
        "OWNER THING production is|makes N of total? world total|material|item? "
        "production|supply|total STOP"
    ),
    (
        "BARE domestic? THING production is|makes N of total? world material|item? "
        "production|supply|total"
    ),
    (
        "OWNER THING production IS other_number comma? and? makes? N of total? world "
        "material|item? production|supply|total"
    ),
    (
        "SUBJECT production other_number of? THING comma and? N of total? world material|item? "
        "production|supply|total"
    ),
    "OWNER share of total? world THING production|supply IS N",
    "N of total? world NAMED production|supply? is? ORIGIN ENDED",
    "N of total? world THING production|supply is? ORIGIN ENDED",
    "N of total? world NAMED production|supply? is production INSIDE ENDED",
    "SUBJECT comma? with N share? of total? world THING production|supply",
    "DOING with N share? of total? world THING production|supply",
    "DOING makes N share? of total? world THING production|supply",
    "SUBJECT is? makes|is N of total? world total? THING production|supply|total STOP",
)
IMPORT_SHARE = (
    "OWNER THING imports from PARTNER RISES|makes N LEFT",
    "OWNER imports of NAMED from PARTNER RISES|makes N LEFT",
    "START THING imports from PARTNER RISES|makes N of BUYER material|item? imports? ENDED",
    "BARE THING imports from PARTNER RISES|makes N of its total? material|item? imports? ENDED",
    "BARE imports of NAMED from PARTNER RISES|makes N of its? total? imports? ENDED",
    "BARE THING imports from PARTNER makes N of total material|item? imports? ENDED",
    "SUBJECT is? imports N from PARTNER ENDED",
    "SUBJECT is? N depends on imports of PARTNER NAMED",
    "SUBJECT is? N depends on imports of NAMED from PARTNER",
    "SUBJECT is? N depends on NAMED from PARTNER",
    "BUYER dependence on NAMED imports? from PARTNER IS N",
    "BARE dependence on NAMED imports? from PARTNER IS N",
    "BUYER dependence on imports from PARTNER IS N",
    "HOLDER share of|in BUYER THING imports|supply IS N",
    (
        "PARTNER is BUYER material? top of? material|imports? comma? makes? with? N of|share? "
        "total? material? imports? STOP"
    ),
    "BUYER top of? material|imports? is PARTNER comma? with N",
    "PARTNER is BUYER top comma supplied|makes N of its total? NAMED imports? STOP",
    "PARTNER is top of|for BUYER THING imports? comma? with N",
    "PARTNER comma BUYER top of? material? comma supplied|makes N of its? total? THING imports?",
    "of BUYER THING imports|supply comma SELLER supplied|supply|makes|is? N",
    "of BUYER THING imports|supply comma N IS from PARTNER ENDED",
    "SUBJECT is? imports other_number of? THING comma PARTNER supplied N",
    "OWNER THING imports IS other_number comma PARTNER supplied N",
    "SELLER is? makes N share? of BUYER THING imports STOP",
    "SELLER is ANY comma makes|supplied N of BUYER THING imports STOP",
    "N of BUYER THING imports is PARTNER ENDED",
    "SELLER supplied|supply|makes N share? of BUYER NAMED imports|supply? STOP",
    "SELLER supplied|supply|makes|is N share? of BUYER THING imports STOP",
    "SELLER supplied|makes N of NAMED SUBJECT imports imports? ENDED",
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
DEPENDENCE = (
    "N of BUYER NAMED is? from imports ALONE",
    "N of BUYER domestic? THING consumption is? makes? from|by|with imports ALONE",
    "SUBJECT is? imports N of its total? domestic? NAMED supply|consumption? imports ENDED",
    "SUBJECT is? imports N of its total? domestic? consumption imports? ENDED",
    "SUBJECT is? imports N of THING it is? consumption ENDED",
    ("SUBJECT is? makes N of its? total? domestic? THING consumption from|by|with imports ALONE"),
    "START imports makes|supplied|is N of BUYER total? domestic? material? consumption STOP",
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
DOMESTIC = (
    (
        "SUBJECT is? makes N of its? total? domestic? THING consumption from|by|with its? "
        "domestic? production"
    ),
    "SUBJECT is? production|supplied N of THING it consumption ENDED",
    "N of BUYER domestic? THING consumption is? makes? from|by|with domestic? production",
    (
        "START domestic material? production is? makes N of BUYER total? domestic? THING "
        "consumption STOP"
    ),
    (
        "OWNER domestic? THING production is|makes|supplied N of SAME its? total? domestic? "
        "material? consumption STOP"
    ),
    (
        "BARE domestic? THING production is|makes|supplied N of its? total? domestic? material? "
        "consumption STOP"
    ),
    "START domestic production|supply makes|supplied N of BUYER domestic? THING consumption STOP",
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
EXPORT_SHARE = (
    "PARTNER share of MARKET GOODS exports IS N",
    "START GOODS exports to PARTNER RISES|makes N of MARKET total? exports? ENDED",
    "OWNER GOODS exports to PARTNER RISES|makes N of its? total exports? ENDED",
    "BARE GOODS exports to PARTNER RISES|makes N of its total exports? ENDED",
    "PARTNER takes|imports|makes N of total? MARKET GOODS exports",
    "SELLER is ANY comma takes|makes N of MARKET GOODS exports",
    "N of MARKET GOODS exports is? to PARTNER ENDED",
    "SUBJECT is? exports|supplied N of its GOODS exports? to PARTNER",
)
GOODS_SHARE = (
    "OWNER NAMED exports makes|is N of SAME its? total? exports",
    "OWNER NAMED exports SUM other_number comma and? N of its? total? exports",
    "START NAMED exports? is? makes|is|worth N of MARKET total? exports",
    "START NAMED is worth N of MARKET total? exports",
    "START NAMED exports? is? makes|is|worth N of its total? exports",
)

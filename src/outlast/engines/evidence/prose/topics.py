"""The words that tell what a number counts, each with the sign that stands for it in patterns.

A sentence is read as a string of signs, one a word or phrase, so that short patterns can tell
"China imported 95 % of its helium" from "95 % of China's helium came from Qatar".
"""

from outlast.case.model import Case

SIGNS: dict[str, str] = {
    "name": "C", "adjective": "A", "owner": "G", "world": "W", "it": "I", "its": "H",
    "material": "M", "item": "E", "joint": "J", "proper": "X",
    "imports": "m", "exports": "x", "production": "p", "consumption": "c", "capacity": "k",
    "reserves": "r", "resources": "s", "price": "$", "plants": "l", "supply": "S", "supplied": "v",
    "depends": "d", "dependence": "D", "sufficiency": "F", "share": "h", "growth": "g",
    "rose": "u", "fell": "w", "is": "b", "makes": "a", "worth": "V", "takes": "K", "spent": "P",
    "built": "B", "domestic": "e", "total": "T", "from": "f", "to": "t", "of": "o", "in": "n",
    "by": "y", "on": "i", "for": "q", "with": "j", "compared": "~", "whose": "z", "which": "Q",
    "and": "&", "comma": ",", "break": "|", "unreal": "?", "except": "!", "respectively": "%",
    "number": "N", "other": ".", "elsewhere": "@", "company": "Y", "rate": "*",
    "other_number": "#",
}  # fmt: skip
"""A letter for every kind of word."""

_WORDS = {
    "imports": "import,imports,imported,importing,bought,buy,buys,buying,purchased,purchases,"
    "purchase,obtained,obtains,brought in,sourced",
    "exports": "export,exports,exported,exporting",
    "production": "production,output,produce,produces,produced,producing,extraction,extracted,"
    "extracts,mine production,mine output,mined,mines,turned out",
    "consumption": "consumption,demand,consume,consumes,consumed,consuming,used,uses,usage,need,"
    "needs,needed,requirements",
    "capacity": "capacity,production capacity,extraction capacity,output capacity,capacities,"
    "production capacities",
    "reserves": "reserves,proven reserves,proved reserves",
    "resources": "resources",
    "price": "price,prices,spot price,import price,export price,priced",
    "plants": "plants",
    "supply": "supply,supplies",
    "supplied": "supplied,supplying,provided,provides,providing,delivered,delivers,shipped,ships,"
    "sold,sells,sent,sends",
    "depends": "depend,depends,depended,depending,dependent,relied,relies,rely,relying,reliant",
    "dependence": "dependence,dependency,reliance",
    "sufficiency": "self sufficiency,self sufficiency rate,self sufficiency ratio",
    "share": "share,shares,proportion,percentage,slice",
    "growth": "growth,growth rate,cagr,compound annual growth rate,compound annual growth,"
    "annual growth,annual growth rate,average annual growth,average annual growth rate,"
    "compound growth",
    "rose": "rose,rise,rises,risen,rising,grew,grow,grows,grown,growing,increased,increase,"
    "increases,increasing,climbed,climbs,jumped,surged,expanded,expands,soared,up,leapt",
    "fell": "fell,fall,falls,fallen,falling,dropped,drop,drops,declined,decline,declines,"
    "decreased,"
    "shrank,shrunk,slid,down,sank,sunk,plunged,slipped,slumped,dwindled,came down,tumbled",
    "is": "was,were,is,are,be,been,being,stood,stands,standing,reached,reach,reaches,reaching,"
    "totalled,totaled,totals,totalling,amounted,amounts,came to,comes to,hit,hits,estimated,at,"
    "equalled,equaled,remained,remains,averaged,averages,had,has,have,having,running,put,holds,"
    "held,runs,ran,exceeded",
    "makes": "accounted for,accounts for,accounting for,account for,made up,makes up,make up,"
    "making up,represented,represents,represent,representing,constituted,constitutes,covered,"
    "covers,cover,covering,met,meets,meet,meeting,equal to,equivalent to,satisfied,satisfies,"
    "contributed,contributes,contributing,corresponded to,corresponds to,comprised,comprises",
    "takes": "takes,took,take,taking,absorbed,absorbs,received,receives,bought up",
    "worth": "worth,valued,the value of",
    "spent": "spent,spends,paid,pays,spend",
    "built": "built,build,opened,opens,commissioned,started,launched,completed,operates,operated,"
    "started up,brought online,runs",
    "domestic": "domestic,domestically,home,local,own,homegrown,indigenous,home grown,home made",
    "total": "total,all,goods,merchandise,overall",
    "from": "from",
    "to": "to,into,towards",
    "of": "of",
    "in": "in,within",
    "by": "by",
    "on": "on,upon",
    "for": "for",
    "with": "with",
    "compared": "compared with,compared to,up from,down from,against,versus,vs,vs .,as against,"
    "up on,down on",
    "whose": "of which",
    "which": "which,who",
    "and": "and,or,as well as,plus",
    "comma": "–,:",
    "break": "while,whereas,but,although,though,because,when,that,where,;,|,even though,so",
    "unreal": "could,would,might,may,should,if,unless,not,never,no,cannot,rather than,instead of,"
    "target,targets,targeted,goal,plans to,planned,plans,aims,aim,aimed,hopes,hoped,wants,wanted,"
    "proposed,hypothetical,imagine,suppose,assume,assuming,wrongly,didn,don,doesn,isn,wasn,"
    "aren,weren,"
    "wouldn,couldn,hasn,haven,false,myth,"
    "nobody,neither,nor,deny,denied,denies,without,intends,seeks",
    "except": "except,excluding,other than,apart from,outside,beyond,non,minus,besides,"
    "excluding the",
    "respectively": "respectively,each,combined,together,jointly,half as,twice,double,"
    "triple,times",
    "elsewhere": "plant,field,fields,project,projects,facility,facilities,mine,refinery,factory,"
    "factories,well,wells,unit,units,province,region,port,terminal,warehouse,site,sites,city,"
    "state,states,hub,basin",
    "company": "company,companies,firm,firms,producer,producers,supplier,suppliers,maker,makers,"
    "importer,importers,buyer,buyers,subsidiary,giant,group,operator,major",
}

_SAYS_NOTHING = """the a an still only already then now also once just even annual yearly came come
comes coming go goes went going back again about some apparent net average gross roughly nearly
almost mostly largely mainly chiefly physical actual year volume volumes figure level levels
quantity amount amounts made later next did does do meanwhile however moreover entire whole full
originated arrived arrives alone"""
_DROPPED = frozenset(_SAYS_NOTHING.split())

_RARE_EARTHS = "rare earths,rare earth,rare earth elements,rare earth oxides,rare earth metals"
_OTHER_ITEMS = """rare earth magnets,magnets,gallium,germanium,graphite,natural graphite,lithium,
cobalt,nickel,copper,tungsten,antimony,neon,krypton,xenon,argon,hydrogen,natural gas,lng,oil,coal,
helium,semiconductors,chips,steel,aluminium,uranium,titanium,magnesium,manganese,platinum,palladium,
tantalum,niobium,vanadium,tin,zinc,bismuth,indium,tellurium,silicon,polysilicon,fluorspar,phosphate,
potash,energy,electricity,food,rice,soybeans,cars,gold,silver,diamonds,dysprosium,neodymium,terbium,
yttrium,samarium"""
_SPELT_OTHERWISE = {"rare earth magnet": "rare-earth-magnets", "crude": "oil", "aluminum":
                    "aluminium", "power": "electricity"}  # fmt: skip

STANDS_FOR = "the gas"
"""Value of a word that stands for the material named before."""
YEARLY = "yearly"
"""Value of a word of growth that means a rate a year."""
FORECAST = "forecast"
"""Value of a word that speaks of the future."""
DROPPED = ""
"""Sign of a phrase that is left out."""

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
    for name, listed in _WORDS.items():
        for words in [",", *listed.split(",")] if name == "comma" else listed.split(","):
            if words:
                yearly = "annual" in words or "cagr" in words or "compound" in words
                table[tuple(words.split())] = (SIGNS[name], YEARLY if yearly else "")
    for words, item in _items().items():
        table[tuple(words.split())] = (SIGNS["item"], item)
    table["(",], table[")",] = (SIGNS["comma"], "("), (SIGNS["comma"], ")")
    for words in ("the gas", "this gas", "the element", "the metal", "the material"):
        table[tuple(words.split())] = (SIGNS["material"], STANDS_FOR)
    for words in ("will", "expected", "forecast", "projected", "is to", "are to", "set"):
        table[tuple(words.split())] = (SIGNS["is"], FORECAST)
    for period in ("month", "quarter", "week", "day"):
        table["a", period] = table["per", period] = table["each", period] = (SIGNS["rate"], "")
    for words in ("a year", "per year", "each year", "every year", "per annum"):
        table[tuple(words.split())] = (DROPPED, "")
    table["that", "year"] = table["in", "that", "year"] = (DROPPED, "")
    table["it",] = table["country",] = table["nation",] = (SIGNS["it"], "")
    table["its",] = table["country's",] = table["nation's",] = (SIGNS["its"], "")
    return table


_TABLE = _built()


def phrases_of(case: Case) -> Phrases:
    """Every phrase and its sign, the case's own material among them."""
    material = tuple(case.header.material.lower().replace("-", " ").split())
    return _TABLE | {material: (SIGNS["material"], "")}


def is_dropped(word: str) -> bool:
    """Whether a word says nothing about what is counted."""
    return word in _DROPPED or (word.endswith("ly") and len(word) > 5 and word not in {
        "supply", "monthly", "weekly", "quarterly", "partly", "wholly", "jointly", "respectively",
        "hardly", "scarcely", "wrongly", "domestically", "rely", "possibly", "supposedly",
        "allegedly"})  # fmt: skip

"""Words of trade and industry, each with the sign that stands for it in patterns."""

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
    "that": "L", "figure": "R", "of_that": "U", "top": "Z", "top_maker": "1",
    "other_number": "#",
}  # fmt: skip
"""A letter for every kind of word."""

WORDS = {
    "imports": "import,imports,imported,importing,bought,buy,buys,buying,purchased,purchases,"
    "purchase,import bill,imports bill,obtained,obtains,sources,sourced,drew,draws,gets,got,"
    "procured,procures,imports from abroad,purchases abroad,abroad,overseas,foreign supplies,"
    "foreign supply,foreign sources,foreign suppliers,foreign gas",
    "exports": "export,exports,exported,exporting,sales abroad,export sales",
    "production": "production,output,produce,produces,produced,producing,extraction,"
    "extracted,extracts,mine production,mine output,mined,mines,turned out,turns out,yielded,"
    "yields,churned out,manufactured,manufactures,refined,refines,pumped,made,makes,make",
    "consumption": "consumption,demand,consume,consumes,consumed,consuming,used,uses,usage,"
    "use,get through,gets through,got through,goes through,need,needs,needed,requirements",
    "capacity": "capacity,production capacity,extraction capacity,output capacity,capacities,"
    "production capacities",
    "reserves": "reserves,proven reserves,proved reserves",
    "resources": "resources",
    "price": "price,prices,spot price,import price,export price,priced",
    "plants": "plants",
    "supply": "supply,supplies",
    "supplied": "supplied,supplying,provided,provides,providing,delivered,delivers,shipped,"
    "ships,sold,sells,sent,sends",
    "depends": "depend,depends,depended,depending,dependent,relied,relies,rely,relying,reliant",
    "dependence": "dependence,dependency,reliance",
    "sufficiency": "self sufficiency,self sufficiency rate,self sufficiency ratio",
    "share": "contribution,market share,share,shares,proportion,percentage,slice",
    "growth": "growth,growth rate,cagr,compound annual growth rate,compound annual growth,"
    "annual growth,annual growth rate,average annual growth,average annual growth rate,"
    "compound growth,compound annual rate,annual average rate,average annual rate,annual rate,"
    "annual pace,compound rate",
    "rose": "rose,rise,rises,risen,rising,grew,grow,grows,grown,growing,increased,increase,"
    "increases,increasing,climbed,climbs,jumped,surged,expanded,expands,soared,up,leapt,"
    "doubled,trebled,quadrupled,climb,jump,surge,expand,soar,more than doubled,"
    "more than trebled,more than tripled,more than quadrupled,tripled,edged up,crept up,"
    "higher than,more than",
    "fell": "fell,fall,falls,fallen,falling,dropped,drop,drops,declined,decline,declines,"
    "decreased,shrank,shrunk,slid,down,sank,sunk,plunged,slipped,slumped,dwindled,came down,"
    "more than halved,tumbled,plummeted,halved,slip,sink,plunge,shrink,slide,tumble,edged down,"
    "contracted,less than,lower than,fewer than",
    "is": "was,were,is,are,be,been,being,stood,stands,standing,reached,reach,reaches,"
    "reaching,totalled,totaled,totals,totalling,amounted,amounts,came to,comes to,hit,hits,"
    "estimated,at,equalled,equaled,remained,remains,averaged,averages,had,has,have,having,"
    "running,put,holds,held,runs,ran,exceeded,touched,stays,stayed,controls,controlled,"
    "commands,commanded,came in,comes in,boasts,peaked,peaks",
    "makes": "accounted for,accounts for,accounting for,account for,made up,makes up,make up,"
    "making up,represented,represents,represent,representing,constituted,constitutes,covered,"
    "covers,cover,covering,met,meets,meet,meeting,equal to,equivalent to,satisfied,satisfies,"
    "contributed,contributes,contributing,corresponded to,corresponds to,comprised,comprises,"
    "source of,origin of,corresponding to,equalling,equaling,amounting to,equals",
    "takes": "takes,took,take,taking,absorbed,absorbs,received,receives,bought up",
    "worth": "worth,valued,the value of,worth of,at a cost of,earned,earns,earn,fetched,"
    "brought in,bring in,brings in",
    "spent": "spent,spends,paid,pays,spend",
    "built": "built,build,opened,opens,commissioned,started,launched,completed,operates,"
    "operated,started up,brought online,runs,inaugurated",
    "domestic": "domestic,domestically,home,local,own,homegrown,indigenous,home grown,home made",
    "total": "total,all,goods,merchandise,overall",
    "from": "from,originated in,originates in,originating in,supplied by,provided by,delivered by",
    "to": "to,into,towards",
    "of": "of",
    "in": "in,within",
    "by": "by",
    "on": "on,upon",
    "for": "for",
    "with": "with",
    "compared": "compared with,compared to,up from,down from,against,versus,vs,vs .,"
    "as against,up on,down on",
    "whose": "of which",
    "which": "which,who",
    "of_that": "of that,of this,of these,of those,of them,of this amount,of that amount,"
    "of this total,of that total,of this quantity",
    "figure": "the figure,that figure,the number,the tally,the proportion,"
    "the equivalent figure,the comparable figure,the corresponding figure",
    "and": "and,or,as well as,plus",
    "comma": "–,:",
    "break": "while,whereas,but,although,though,because,when,that,where,;,|,even though,so,"
    "whilst,yet,even as",
    "unreal": "could,would,might,may,should,if,unless,not,never,no,cannot,rather than,"
    "instead of,target,targets,targeted,goal,plans to,planned,plans,aims,aim,aimed,hopes,hoped,"
    "wants,wanted,proposed,hypothetical,imagine,suppose,assume,assuming,wrongly,didn,don,doesn,"
    "isn,wasn,aren,weren,wouldn,couldn,hasn,haven,false,myth,nobody,neither,nor,deny,denied,"
    "denies,without,intends,seeks,yet to",
    "except": "except,excluding,other than,apart from,outside,beyond,non,minus,besides,"
    "excluding the",
    "respectively": "respectively,each,combined,together,jointly,half as,twice,double,triple,"
    "times",
    "elsewhere": "plant,field,fields,project,projects,facility,facilities,mine,refinery,"
    "factory,factories,well,wells,unit,units,province,region,port,terminal,warehouse,site,"
    "sites,city,state,states,hub,basin",
    "company": "company,companies,firm,firms,producer,producers,supplier,suppliers,maker,"
    "makers,importer,importers,buyer,buyers,subsidiary,giant,group,operator",
}

_LITTLE = """
the a an still only already then now also once just even annual yearly came come comes coming
go goes went going back again about some apparent net average gross roughly nearly almost
mostly largely mainly chiefly physical actual year volume volumes figure level levels quantity
amount amounts made later next did does do meanwhile however moreover entire whole full
originated arrived arrives alone mean record those what mere modest scant meagre tiny paltry
whopping staggering respectable itself themselves therefore thus hence too instead indeed
customs data statistics official showed show shows figures alike there
recently flat steady unchanged
stable nonetheless nevertheless altogether barely long soon"""
SAYS_NOTHING = frozenset(_LITTLE.split())

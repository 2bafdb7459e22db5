"""Published indices of supply risk, as defined by their authors, one module a family.

An index whose input is missing is unknown with a reason, never 0.  Nothing here reads files:
figures come as plain mappings and arrays.  `score_supply` computes every index at once.
"""

from outlast.engines.exposure.indices.bulk_imports import ImportTable, import_table
from outlast.engines.exposure.indices.concentration import (
    CONVENTIONS,
    concentrations,
    convert,
    effective_number,
    herfindahl,
)
from outlast.engines.exposure.indices.eu_criticality import (
    bottleneck,
    country_concentration,
    import_reliance,
    recycling_input_rate,
    scaled_governance,
)
from outlast.engines.exposure.indices.eu_criticality import supply_risk as eu_supply_risk
from outlast.engines.exposure.indices.eu_dependence import Dependence, dependence
from outlast.engines.exposure.indices.eu_importance import (
    Criticality,
    criticality,
    economic_importance,
)
from outlast.engines.exposure.indices.geodep import GeoDep, screen_geodep
from outlast.engines.exposure.indices.geopolrisk import (
    ASSUMED_RISK,
    COPPER,
    GeoPolRisk,
    Imports,
    geopolitical_risk,
    import_risk,
    political_risk,
    weigh_imports,
)
from outlast.engines.exposure.indices.score import Score
from outlast.engines.exposure.indices.scoring import IndexRow, score_supply
from outlast.engines.exposure.indices.substitution import (
    Application,
    Substitute,
    substitution_indices,
)
from outlast.engines.exposure.indices.trade import Trade
from outlast.engines.exposure.indices.usgs2020 import (
    Industry,
    ability_to_supply,
    disruption_potential,
    economic_vulnerability,
    net_import_reliance,
    scaled,
    shared_values,
    trade_exposure,
    trade_ties,
    willingness_to_supply,
)
from outlast.engines.exposure.indices.usgs2020 import supply_risk as usgs_supply_risk

__all__ = [
    "ASSUMED_RISK",
    "CONVENTIONS",
    "COPPER",
    "Application",
    "Criticality",
    "Dependence",
    "GeoDep",
    "GeoPolRisk",
    "ImportTable",
    "Imports",
    "IndexRow",
    "Industry",
    "Score",
    "Substitute",
    "Trade",
    "ability_to_supply",
    "bottleneck",
    "concentrations",
    "convert",
    "country_concentration",
    "criticality",
    "dependence",
    "disruption_potential",
    "economic_importance",
    "economic_vulnerability",
    "effective_number",
    "eu_supply_risk",
    "geopolitical_risk",
    "herfindahl",
    "import_reliance",
    "import_risk",
    "import_table",
    "net_import_reliance",
    "political_risk",
    "recycling_input_rate",
    "scaled",
    "scaled_governance",
    "score_supply",
    "screen_geodep",
    "shared_values",
    "substitution_indices",
    "trade_exposure",
    "trade_ties",
    "usgs_supply_risk",
    "weigh_imports",
    "willingness_to_supply",
]

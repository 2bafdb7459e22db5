"""The shipped table of sea routes, and faults in one's own."""

from pathlib import Path

import pytest

from outlast.errors import CaseFaults
from outlast.readers.sea_routes import PASSAGES, read_sea_routes, shipped

PORTS = "node,iso3,unlocode,port\nA,AAA,AAAAA,Aport\nB,BBB,BBBBB,Bport\n"
WAYS = "from_node,to_node,closed,km,passages\nA,B,,100,suez\nA,B,suez,,\n"


def test_every_pair_of_ports_in_different_countries_has_a_way():
    routes = shipped()
    nodes = sorted(routes.ports)
    pairs = [(a, b) for i, a in enumerate(nodes) for b in nodes[i + 1 :]
             if routes.ports[a].country != routes.ports[b].country]  # fmt: skip
    assert len(pairs) == 1118
    assert all(routes.way(a, b) is routes.way(b, a) is not None for a, b in pairs)
    assert routes.way("USA_GULF", "USA_EAST") is None
    assert len(routes.ways) == 2929


def test_a_closed_passage_never_shortens_a_way_nor_lies_on_it():
    routes = shipped()
    for (one, other, closed), way in routes.ways.items():
        if closed and way is not None:
            assert way.km >= routes.way(one, other).km
            assert closed not in way.passages
            assert closed in routes.way(one, other).passages


def test_the_ways_that_are_known_by_heart():
    routes = shipped()
    assert routes.way("USA_GULF", "CHN") == (18902.0, {"panama"})
    assert routes.left("CHN", "USA_GULF", "panama").km == 25878.0
    assert routes.left("QAT", "CHN", "ormuz") is None
    assert routes.left("QAT", "CHN", "malacca") == (12026.0, {"ormuz", "sunda"})
    with pytest.raises(KeyError):
        routes.left("USA_GULF", "CHN", "suez")


def test_two_ports_of_a_country():
    assert shipped().nodes("SAU") == ("SAU_GULF", "SAU_RED")
    assert shipped().nodes("CHE") == ()
    assert {p for way in shipped().ways.values() if way for p in way.passages} == {*PASSAGES}


@pytest.mark.parametrize(
    ("ports", "ways", "message"),
    [
        (PORTS, WAYS.replace("A,B,,", "A,C,,"), "sea_routes.csv:2: node is 'C'"),
        (PORTS, WAYS.replace("suez\n", "zues\n"), "sea_routes.csv:2: passage is 'zues'"),
        (PORTS, WAYS.replace("100", "-1"), "sea_routes.csv:2: km is '-1'"),
        (PORTS, WAYS.replace("100", ""), "sea_routes.csv:2: km is ''"),
        (PORTS, WAYS + "B,A,,90,\n", "sea_routes.csv:4: way is 'B to A'"),
        (PORTS, WAYS.replace("suez,,", "suez,120,suez"), "expected a way without suez"),
        (PORTS, WAYS.replace("A,B,,100,suez\n", ""), "A to B with suez closed"),
        (PORTS.replace("BBB,", "B,"), WAYS, "ports.csv:3: iso3 is 'B'"),
        (PORTS.replace("B,BBB", "A,BBB"), WAYS, "ports.csv:3: node is 'A'"),
        (PORTS, WAYS.replace("km", "miles"), "without km"),
        (PORTS, "from_node\n", "sea_routes.csv: table is 'no rows'"),
        (PORTS, "", "sea_routes.csv: file is 'empty'"),
    ],
)
def test_faults(tmp_path: Path, ports, ways, message):
    (tmp_path / "ports.csv").write_text(ports)
    (tmp_path / "sea_routes.csv").write_text(ways)
    with pytest.raises(CaseFaults) as caught:
        read_sea_routes(tmp_path)
    assert message in str(caught.value)

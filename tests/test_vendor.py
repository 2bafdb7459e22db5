"""The browser libraries are those that were published, with their licences."""

import hashlib
from importlib.resources import files

VENDOR = files("outlast.charts").joinpath("vendor")


def test_checksums():
    lines = VENDOR.joinpath("SHA256SUMS").read_text().splitlines()
    assert len(lines) == 4
    for line in lines:
        expected, name = line.split()
        assert hashlib.sha256(VENDOR.joinpath(name).read_bytes()).hexdigest() == expected
        assert (
            "Redistribution"
            in VENDOR.joinpath(name.removesuffix(".min.js") + ".LICENSE").read_text()
        )

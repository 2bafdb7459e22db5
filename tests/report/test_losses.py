"""What a page says of losses where a production function is unknown."""

import outlast
from outlast.report.headline import Writer
from outlast.report.ledger import Ledger
from outlast.report.sections.losses import losses


def test_the_least_loss_is_told_by_its_function_and_each_unknown_once():
    """Gallium has no price, so that inputs that replace each other cannot be told."""
    run = outlast.shock("gallium", scenario="china-stops", year=2022, months=14, draws=16)
    findings = outlast.brief("gallium", shocks=False).findings
    shown = losses(Writer(findings, Ledger(findings.case)), run)
    assert shown is not None
    assert shown["least_if"] == "critical inputs alone bind"
    assert sum("additive to magnets" in reason for reason in shown["reasons"]) == 1

"""What powers do to stop a flow: bans, quotas, licences, rules on foreign goods."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from outlast.case.measures.dates import IMPORTER, Date, Dated, SomeMonths
from outlast.case.measures.ranges import NONE, Between, MonthsBetween, ShareBetween
from outlast.case.schema import Code, Share, Text, refuse


class Leaky(Dated):
    """A stop by powers, of which a part may come all the same through third countries."""

    powers: tuple[Code, ...] = ()
    targets: tuple[Code, ...] = (IMPORTER,)
    leak_share: ShareBetween = NONE
    """Part of the stopped flow that gets there all the same."""
    leak_months: SomeMonths = 0.0
    """Until it does, rising evenly."""


class ExportBan(Leaky):
    """Powers stop what they control from reaching the targets."""

    kind: Literal["export_ban"]
    all_but: tuple[Code, ...] = ()
    """Instead of `powers`: every origin but these and the target itself."""
    reach: Literal["territory", "control"] = "territory"
    lanes: dict[Code, Share] = Field(default={})
    """With reach ``control``: fixed shares by origin instead of those of ``control.csv``."""


class Quota(ExportBan):
    """As a ban, but a part of the baseline flow may go on."""

    kind: Literal["quota"]  # type: ignore[assignment]
    level: Share


def _moves(value: float) -> float:
    """Refuse a queue that never moves."""
    if not 0 < value <= 1000:
        raise ValueError("expected more than 0: a queue without throughput is an export_ban")
    return value


Throughput = Annotated[
    float,
    AfterValidator(_moves),
    Field(allow_inf_nan=False, json_schema_extra={"exclusiveMinimum": 0, "maximum": 1000}),
]


class Licence(ExportBan):
    """As a ban, but each shipment may go once an application for it is approved."""

    kind: Literal["licence"]  # type: ignore[assignment]
    throughput: Throughput
    """Part of a normal month's flow that is decided in a month."""
    throughput_from: dict[Date, Throughput] = Field(default={})
    """Other throughputs from later dates on."""
    approval_share: ShareBetween = Between(1.0, 1.0)
    delay_months: MonthsBetween = NONE
    """From filing to the first day on which an application can be decided."""


class ContentRule(Leaky):
    """Powers stop third countries' goods with their content, and their own: de minimis."""

    kind: Literal["content_rule"]
    product: Text
    """What the rule speaks of, in words or by HS code."""
    threshold: Share
    """Goods with at least this part of content are reached."""
    contents: dict[Code, ShareBetween] = Field(default={})
    """By origin: part of the powers' content in its goods."""
    technology: bool = False
    """Whether it reaches what is made with the powers' technology (``control.csv``), too."""
    level: Share = 0.0
    """Part of the baseline flow that may pass."""

    @model_validator(mode="after")
    def _reaches_something(self) -> "ContentRule":
        if not self.contents and not self.technology:
            raise refuse("contents", "empty", "shares by origin, or technology: true")
        return self

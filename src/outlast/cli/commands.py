"""The commands and their order in the help."""

import typer

from outlast.cli import (
    backtest,
    brief,
    cases,
    check,
    doctor,
    exposure,
    init,
    leverage,
    plan,
    shock,
    version,
)

app = typer.Typer(
    name="outlast",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Who can cut you off from a material, how long you last, and what makes you safe.",
    epilog=(
        "Examples:  outlast brief helium  ·  outlast brief helium --importer KOR  ·  "
        "outlast exposure helium --year 2011  ·  outlast init my-case"
    ),
)
for module in (
    brief, check, exposure, shock, leverage, plan, backtest, init, cases, doctor, version,
):  # fmt: skip
    app.command()(getattr(module, module.__name__.rpartition(".")[2]))

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
    outlook,
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
COMMANDS = (
    brief,
    check,
    exposure,
    shock,
    leverage,
    plan,
    outlook,
    backtest,
    init,
    cases,
    doctor,
    version,
)
for module in COMMANDS:
    app.command()(getattr(module, module.__name__.rpartition(".")[2]))

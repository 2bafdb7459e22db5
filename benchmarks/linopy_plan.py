"""The same model in linopy: variables and constraints by kind, a block of them an attack."""

from collections.abc import Callable, Sequence

import numpy as np

from outlast.engines.plan.attacks import Attack, Rules, left
from outlast.engines.plan.instance import Instance
from outlast.engines.plan.operations import operations
from outlast.engines.plan.programme import first_stage


def build_in_linopy(  # noqa: PLR0915
    instance: Instance, rules: Rules, attacks: Sequence[Attack]
) -> Callable[[], object] | None:
    """Return what builds the model and hands it to HiGHS; None without linopy."""
    try:
        import linopy  # noqa: PLC0415
        import xarray as xr  # noqa: PLC0415
    except ImportError:
        return None
    ops = operations(instance)
    stage = first_stage(ops)
    taps, periods, held = ops.taps, instance.periods, ops.reserves
    options = instance.options
    worth = xr.DataArray(instance.factors, dims="t")
    pools = np.array([-1, *held])
    use = xr.DataArray(instance.use, dims=("c", "t"))
    weight = xr.DataArray(instance.weight, dims="c")
    price = xr.DataArray(taps.price, dims="tap")
    rate = xr.DataArray(taps.rate, dims="tap")
    boil = [instance.stock.boil_off, *(options[n].boil_off for n in held)]
    keep = xr.DataArray(1.0 - np.array(boil), dims="pool")
    room = xr.DataArray([options[n].odds * options[n].capacity for n in held], dims="pool",
                        coords={"pool": np.arange(1, len(pools))})  # fmt: skip
    fill = room * xr.DataArray([options[n].fill for n in held], dims="pool", coords=room.coords)
    drawn = np.flatnonzero(taps.pool > 0)

    def block(model, name, start, lanes_left, options_left, active):  # noqa: ANN001, ANN202
        """The operation from a start on."""
        t = np.arange(start, periods)
        span = {"t": t}
        lane = model.add_variables(
            lower=0,
            upper=xr.DataArray((instance.arrivals * lanes_left)[:, start:], dims=("l", "t"),
                               coords=span),
            name=f"lane{name}",
        )  # fmt: skip
        coords = [("tap", np.arange(len(taps.option))), ("t", t)]
        tap = model.add_variables(lower=0, coords=coords, name=f"tap{name}")
        out = model.add_variables(lower=0, coords=[("t", t)], name=f"out{name}")
        pool = [("pool", np.arange(len(pools))), ("t", t)]
        into = model.add_variables(lower=0, coords=pool, name=f"fill{name}")
        level = model.add_variables(lower=0, coords=pool, name=f"level{name}")
        wants = use.isel(t=slice(start, None)).assign_coords(t=t)
        unmet = model.add_variables(lower=0, upper=wants, name=f"unmet{name}")
        model.add_constraints(
            lane.sum("l") + tap.sum("tap") + out - into.sum("pool") + unmet.sum("c")
            >= wants.sum("c"),
            name=f"balance{name}",
        )
        reserve = {"pool": slice(1, None)}
        flow = tap.isel(tap=xr.DataArray(drawn, dims="pool", coords=room.coords))
        stock = level - keep * level.shift(t=1) - into
        model.add_constraints(stock.isel(reserve) + flow <= 0, name=f"stock{name}")
        model.add_constraints(stock.isel(pool=0) + out <= 0, name=f"old{name}")
        for c in np.unique(taps.lowers[taps.lowers >= 0]):
            lowering = tap.isel(tap=np.flatnonzero(taps.lowers == c)).sum("tap")
            model.add_constraints(
                unmet.isel(c=int(c)) + lowering <= wants.isel(c=int(c)), name=f"use{c}{name}"
            )
        units = active.isel(o=xr.DataArray(taps.option, dims="tap"), t=slice(start, None))
        part = xr.DataArray(options_left[taps.option, start:], dims=("tap", "t"), coords=span)
        model.add_constraints(tap - (rate * part) * units <= 0, name=f"limit{name}")
        stored = active.isel(o=xr.DataArray(held, dims="pool", coords=room.coords),
                             t=slice(start, None))  # fmt: skip
        model.add_constraints(level.isel(reserve) - room * stored <= 0, name=f"room{name}")
        model.add_constraints(into.isel(reserve) - fill * stored <= 0, name=f"rate{name}")
        cost = worth.isel(t=slice(start, None)).assign_coords(t=t)
        lane_price = xr.DataArray(instance.price, dims="l")
        return (
            (lane_price * cost * lane).sum()
            + (price * cost * tap).sum()
            + (weight * cost * unmet).sum()
        )

    def build() -> object:
        model = linopy.Model()
        begun = model.add_variables(
            lower=0, upper=xr.DataArray(stage.high[: len(stage.begun_option)], dims="b"), name="x"
        )
        active = model.add_variables(
            lower=0, coords=[("o", np.arange(len(options))), ("t", np.arange(periods))], name="A"
        )
        for n, option in enumerate(options):
            mine = np.flatnonzero(stage.begun_option == n)
            age = np.arange(periods)[:, None] - stage.begun_period[mine] - option.lead
            gives_now = xr.DataArray(
                1.0 * ((age >= 0) & (age < option.life)), dims=("t", "b"), coords={"b": mine}
            )
            own = begun.isel(b=mine)
            model.add_constraints(active.isel(o=n) - (gives_now * own).sum("b") == 0, name=f"a{n}")
            model.add_constraints(own.sum() <= option.limit, name=f"most{n}")
        worst = model.add_variables(lower=0, name="worst")
        ones = np.ones(instance.arrivals.shape), np.ones((len(options), periods))
        peace = block(model, "", 0, *ones, active)
        model.add_constraints(peace - worst <= 0, name="nothing")
        for n, attack in enumerate(attacks):
            lanes_left, options_left = left(instance, rules, attack)
            done = block(model, str(n), attack.start, lanes_left, options_left, active)
            model.add_constraints(done - worst <= 0, name=f"worst{n}")
        model.add_objective(
            (xr.DataArray(stage.investment[: begun.size], dims="b") * begun).sum() + worst
        )
        return model.to_highspy()

    return build

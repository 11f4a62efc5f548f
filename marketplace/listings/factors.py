"""An activity times its emission factor, whatever units both are stated in. Pure."""

from marketplace.listings.content import EmissionFactor
from marketplace.taxonomy.units import convert, unit_of


def emission(factor: EmissionFactor, activity: float, unit: str) -> float | None:
    """Tonnes of CO2e that an activity causes: 120,000 MWh × 0.5366 tCO2/MWh; None when the units do not fit."""
    per = factor.unit.rsplit("/", 1)
    if len(per) != 2 or unit_of(per[0]) is None:
        return None
    tonnes, amount = convert(factor.value, per[0], "t"), convert(activity, unit, per[1])
    return None if tonnes is None or amount is None else tonnes * amount

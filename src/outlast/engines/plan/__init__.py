"""The cheapest programme that withstands the worst attacker, with proof: the solver's core."""

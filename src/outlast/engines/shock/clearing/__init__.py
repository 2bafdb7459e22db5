"""The monthly clearing of a market: scarcity rents, prices, flows, consumption."""

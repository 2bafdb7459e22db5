"""What a shortage costs: output missing, value added at risk, national loss, its tail."""

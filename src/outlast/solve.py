"""The one place that speaks to HiGHS."""

"""The suites: each pairs data sets with solvers and scorers."""

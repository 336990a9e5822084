"""Evaluation and performance suites; never in the wheel."""

"""Shapes: values of a reply's JSON as what they should be, or the TypeError that says what they are not."""

from __future__ import annotations

from collections.abc import Mapping


def mapping(value: object) -> Mapping[str, object]:
    """The object that the value is."""
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def items(value: object) -> list[object]:
    """The elements of the array that the value is."""
    if not isinstance(value, list):
        raise TypeError("not an array")
    return value


def text(value: object) -> str:
    """The string that the value is."""
    if not isinstance(value, str):
        raise TypeError("not a string")
    return value

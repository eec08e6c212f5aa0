"""Vedette: early warning from public reporting."""

__version__ = "0.1.0"

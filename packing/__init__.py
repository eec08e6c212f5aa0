"""Builds the data files that ship in the package from public sources: `python -m packing.NAME`."""

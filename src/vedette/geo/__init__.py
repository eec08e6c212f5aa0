"""Geodesy, borders, gazetteer and zones."""

"""Copies and cases."""

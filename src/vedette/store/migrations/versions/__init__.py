"""Numbered migrations, from the first table on."""

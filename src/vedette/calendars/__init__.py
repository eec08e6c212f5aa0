"""Occasions on the calendars they are kept on."""

"""Pipelines: the order of stages."""

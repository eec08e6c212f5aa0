"""The brief: one sealed, self-contained HTML file, and its check."""

from vedette.views.brief.render import render_brief

__all__ = ["render_brief"]

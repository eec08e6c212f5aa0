"""The brief: one sealed, self-contained HTML file, and its check."""

from vedette.views.brief.render import render_brief
from vedette.views.brief.verify import Problem, verify_brief

__all__ = ["Problem", "render_brief", "verify_brief"]

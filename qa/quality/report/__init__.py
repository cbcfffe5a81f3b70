"""An evaluation as one page: a single HTML file that needs nothing else, not even a server."""

from qa.quality.report.page import page

__all__ = ["page"]

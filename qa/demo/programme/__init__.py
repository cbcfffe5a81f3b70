"""The demo programme: eight simulated weeks of forty agents, three cohorts and their calls, so that every chart lives.

Nobody held these calls and nobody recorded them: `Call.simulated` says so, and so does every page that shows them.
"""

from qa.demo.programme.loading import Simulation, is_loaded, load, load_first
from qa.demo.programme.removing import remove

__all__ = ["Simulation", "is_loaded", "load", "load_first", "remove"]

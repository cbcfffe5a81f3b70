"""`qa up`: one command that starts everything on one machine and looks after it.

`command` reads the options, `running` is one run, `steps` says what is done in order, `parts` are the processes,
`supervisor` keeps them alive and stops them.
"""

from qa.up.command import up

__all__ = ["up"]

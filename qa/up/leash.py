"""Run as a script: becomes the given command, which the kernel ends together with the process that started it.

    python -I -S leash.py PARENT SIGNAL COMMAND [ARGUMENT...]

A parent that is killed outright cannot stop its children. On Linux the kernel does it for them: this script asks for a
signal upon the parent's death and then turns into the command, which keeps the request. Doing it here, and not between
fork and exec in the parent, runs no Python in a forked copy of a process that has threads.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie this process to its parent, then become the command."""
    parent, signal, *command = sys.argv[1:]
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal)) != 0:
        sys.exit("the kernel refuses to signal this process when its parent ends")
    if os.getppid() != int(parent):
        sys.exit("the parent ended before its child began")
    os.execvp(command[0], command)  # noqa: S606 (the supervisor's own command, no shell)


if __name__ == "__main__":
    main()

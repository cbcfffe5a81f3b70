"""Demo people and demo calls: something real to look at on the first day. Never loaded where `--no-demo` is said."""

from qa.demo.load import DemoSignIn, demo_calls, load

__all__ = ["DemoSignIn", "demo_calls", "load"]

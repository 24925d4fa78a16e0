"""A small store of every released schema, as SQL text, and the tool that adds the newest: `python -m tests.core.schemas`."""

"""The language book: what an organisation says in which situation, and the sentences for it."""

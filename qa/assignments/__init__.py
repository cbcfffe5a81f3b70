"""Which calls are reviewed, by whom and until when: plans that draw them, queues, and the load of all."""

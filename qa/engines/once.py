"""Loading something heavy once: at the first use, by one thread, in the process that uses it."""

import os
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from qa.platform.errors import Unavailable

Model = TypeVar("Model")


class UsedAfterFork(Unavailable):
    """The model was loaded in a process that then forked; its threads did not survive that."""

    code = "model_forked"

    def __init__(self, loaded_in: int, used_in: int) -> None:
        self.loaded_in, self.used_in = loaded_in, used_in
        super().__init__(f"the model was loaded in process {loaded_in} and cannot be used in its child {used_in}")


class LoadedOnce(Generic[Model]):
    """What `load` makes, made when it is first asked for. A load that raises is tried again by the next who asks."""

    def __init__(self, load: Callable[[], Model]) -> None:
        self._load = load
        self._loading = threading.Lock()
        self._loaded: tuple[int, Model] | None = None

    def get(self) -> Model:
        """The loaded model. Raises UsedAfterFork, and whatever loading raises."""
        with self._loading:
            if self._loaded is None:
                self._loaded = os.getpid(), self._load()
            loaded_in, model = self._loaded
        if loaded_in != os.getpid():
            raise UsedAfterFork(loaded_in, os.getpid())
        return model

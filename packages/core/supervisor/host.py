"""Whether the program that started the run is still there: its end of our stdin stays open while it lives."""

from __future__ import annotations

import os
import select
import threading

STDIN = 0


class Host:
    """The host of an attached run; a detached one has none that could leave."""

    def __init__(self, attached: bool) -> None:
        self._watched = attached
        self._left = threading.Event()
        if attached and os.name == "nt":
            # Pipes cannot be polled there.
            threading.Thread(target=self._read_to_end, daemon=True).start()

    @property
    def descriptors(self) -> list[int]:
        """What to wait on, besides the clock."""
        return [STDIN] if self._watched and os.name != "nt" else []

    def just_left(self) -> bool:
        """Whether the host has left; ``True`` once."""
        while self.descriptors and not self._left.is_set() and select.select([STDIN], [], [], 0)[0]:
            self._read()
        left = self._watched and self._left.is_set()
        self._watched = self._watched and not left
        return left

    def _read_to_end(self) -> None:
        while not self._left.is_set():
            self._read()

    def _read(self) -> None:
        try:
            data = os.read(STDIN, 4096)
        except OSError:
            data = b""
        if not data:
            self._left.set()

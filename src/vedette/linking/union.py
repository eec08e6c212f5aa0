"""Positions joined into sets."""

from collections.abc import Iterable


class Groups:
    """Sets of positions that have been joined (union–find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, at: int) -> int:
        """The smallest position of the set that `at` is in (after joins, its representative)."""
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def join(self, one: int, other: int) -> None:
        """Makes the two sets one."""
        one, other = self.find(one), self.find(other)
        self._parent[max(one, other)] = min(one, other)

    def members(self) -> Iterable[list[int]]:
        """The sets, each in order."""
        grouped: dict[int, list[int]] = {}
        for at in range(len(self._parent)):
            grouped.setdefault(self.find(at), []).append(at)
        return grouped.values()

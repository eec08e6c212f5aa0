"""Numbers of things in words."""


def counted(n: int, one: str, many: str) -> str:
    """A number of things.

    >>> counted(1, "feed", "feeds"), counted(2, "report waits", "reports wait")
    ('1 feed', '2 reports wait')
    """
    return f"{n:,} {one if n == 1 else many}"

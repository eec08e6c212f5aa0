"""Re-cases text in capitals (wire and telegram style), so that the parser can read it."""


def is_all_caps(text: str) -> bool:
    """Whether nearly all cased letters are capitals (of at least 20)."""
    upper = sum(1 for char in text if char.isupper())
    lower = sum(1 for char in text if char.islower())
    return upper + lower >= 20 and upper >= 0.9 * (upper + lower)


def recase(text: str) -> str:
    """The text in lower case, code point by code point (where lower case is longer, the capital stays)."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)

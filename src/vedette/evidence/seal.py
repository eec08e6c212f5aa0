"""The seal of a file: a hash over every byte of it, that stands within the file itself."""

import hashlib
import re
from dataclasses import dataclass

#: What stands in the seal's place while the hash is taken: as long as a SHA-256 in hexadecimal.
BLANK_SEAL = "0" * 64
_SEAL = re.compile(rb'<meta name="vedette-seal" content="sha256-([0-9a-f]{64})">')


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What a file says of itself, and what its bytes say."""

    #: The hash that stands in the file, None where no seal (or more than one) stands in it.
    stated: str | None
    #: The hash of the bytes as they are, the seal blanked.
    found: str

    @property
    def holds(self) -> bool:
        """Whether the bytes are those that were sealed."""
        return self.stated == self.found


def seal_tag() -> str:
    """The tag that a file must hold once, to be sealed."""
    return f'<meta name="vedette-seal" content="sha256-{BLANK_SEAL}">'


def seal(text: str) -> str:
    """The text with its seal put in.

    Args:
        text: A file's whole text with `seal_tag()` in it once.
    """
    if text.count(seal_tag()) != 1:
        raise ValueError("a file that is to be sealed holds the blank seal exactly once")
    return text.replace(BLANK_SEAL, hashlib.sha256(text.encode()).hexdigest(), 1)


def check_seal(data: bytes) -> SealCheck:
    """What the seal says and what the bytes say; one changed byte anywhere makes the two differ."""
    stated = _SEAL.findall(data)
    if len(stated) != 1:
        return SealCheck(None, hashlib.sha256(data).hexdigest())
    at = _SEAL.search(data)
    assert at is not None  # findall found it
    blanked = data[: at.start(1)] + BLANK_SEAL.encode() + data[at.end(1) :]
    return SealCheck(stated[0].decode(), hashlib.sha256(blanked).hexdigest())

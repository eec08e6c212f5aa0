"""The seal: the same bytes hold, any other do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.evidence.seal import check_seal, seal, seal_tag


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_was_sealed_holds(before: str, after: str) -> None:
    text = before.encode("utf-8", "ignore").decode() + seal_tag() + after.encode("utf-8", "ignore").decode()
    assert check_seal(seal(text).encode()).holds


@given(st.binary(min_size=1, max_size=1), st.data())
def test_one_other_byte_does_not(byte: bytes, data: st.DataObject) -> None:
    sealed = seal(f"<p>before</p>{seal_tag()}<p>after</p>").encode()
    at = data.draw(st.integers(0, len(sealed) - 1))
    changed = sealed[:at] + byte + sealed[at + 1 :]
    assert check_seal(changed).holds == (changed == sealed)


def test_a_file_without_a_seal_does_not_hold() -> None:
    assert not check_seal(b"<p>nothing</p>").holds


def test_a_file_with_two_places_for_a_seal_cannot_be_sealed() -> None:
    with pytest.raises(ValueError, match="exactly once"):
        seal(seal_tag() * 2)

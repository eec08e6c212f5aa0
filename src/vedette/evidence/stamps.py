"""Time stamps over the chain: an authority's signed word that a link, and so all before it, was there at a time.

Source: RFC 3161.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from vedette.errors import BadInputError, MissingExtraError
from vedette.model.capture import Stamp

MEDIA_TYPE_ASK, MEDIA_TYPE_ANSWER = "application/timestamp-query", "application/timestamp-reply"


def make_request(link_hash: str) -> tuple[bytes, int | None]:
    """The request for a stamp over a link's hash (DER), and its nonce, which the answer must repeat."""
    client = _client()
    builder = client.TimestampRequestBuilder().data(link_hash.encode()).hash_algorithm(client.HashAlgorithm.SHA256)
    request = builder.cert_request(cert_request=True).build()
    return request.as_bytes(), request.nonce


def read_answer(answer: bytes, link_hash: str, nonce: int | None = None) -> datetime:
    """The UTC instant, without a zone, that the authority states for this link.

    Whether the authority is one to trust is not asked: see `check_authority`.

    Raises:
        BadInputError: It is no stamp, or one over something else.
    """
    found = _decode(answer)
    if found.status not in (0, 1):
        words = "; ".join(found.status_string) or f"status {found.status}"
        raise BadInputError(f"the authority gave no time stamp: {words}")
    info = found.tst_info
    if bytes(info.message_imprint.message) != hashlib.sha256(link_hash.encode()).digest():
        raise BadInputError("the time stamp is over something else")
    if nonce is not None and info.nonce != nonce:
        raise BadInputError("the time stamp answers another request")
    at: datetime = info.gen_time
    return (at.astimezone(UTC) if at.tzinfo else at).replace(tzinfo=None)


def check_authority(stamp: Stamp, roots: Sequence[bytes]) -> None:
    """Passes when the stamp is signed by an authority that one of the roots vouches for.

    Args:
        stamp: The stamp.
        roots: Certificates in PEM.

    Raises:
        BadInputError: It is not.
    """
    client = _client()
    from cryptography.x509 import load_pem_x509_certificates

    builder = client.VerifierBuilder()
    try:
        for root in roots:
            for certificate in load_pem_x509_certificates(root):
                builder = builder.add_root_certificate(certificate)
        builder.build().verify(_decode(stamp.answer), hashlib.sha256(stamp.link_hash.encode()).digest())
    except (client.VerificationError, ValueError) as error:
        message = "it is not signed by an authority that the certificates given vouch for, or was changed"
        raise BadInputError(message) from error


def holds_certificate(data: bytes) -> bool:
    """Whether these are certificates in PEM, whole and readable."""
    _client()
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return bool(load_pem_x509_certificates(data))
    except ValueError:
        return False


def _decode(answer: bytes) -> Any:
    try:
        return _client().decode_timestamp_response(answer)
    except ValueError as error:
        raise BadInputError(f"this is no time stamp: {error}") from error


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        message = "time stamps need their library: pip install 'vedette[timestamps]'"
        raise MissingExtraError(message, "timestamps") from error
    return rfc3161_client

"""A real time stamping authority that runs for a test: OpenSSL behind an HTTP server, with certificates of its own."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CONFIG = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """Where it answers, and the certificate (PEM) of its root."""

    url: str
    root: bytes
    n_asked: int = 0
    #: What it answers instead of a stamp, None for stamps.
    answer: bytes | None = None


def certificates(folder: Path, name: str) -> bytes:
    """The root's certificate; the authority's own and its key lie in the folder."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} root")])
    own_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)

    def start(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(root_name).public_key(public)
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))

    basic, stamping = x509.BasicConstraints, x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    root = start(root_name, root_key.public_key()).add_extension(basic(ca=True, path_length=None), critical=True)
    own = start(own_name, key.public_key()).add_extension(stamping, critical=True)
    own = own.add_extension(basic(ca=False, path_length=None), critical=True)
    signed = own.sign(root_key, hashes.SHA256())
    (folder / "tsa.pem").write_bytes(signed.public_bytes(Encoding.PEM))
    (folder / "tsa.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return root.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM)


@contextmanager
def stamping_authority(folder: Path, name: str = "Harbour stamps") -> Iterator[Authority]:
    """An authority on a port of its own; skips, and says so, where there is no OpenSSL."""
    if which("openssl") is None:
        pytest.skip("no openssl here, so time stamps were not tested against a real authority")
    folder.mkdir()
    authority = Authority("", certificates(folder, name))
    (folder / "serial").write_text("01")
    (folder / "tsa.conf").write_text(_CONFIG.format(folder=folder))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            authority.n_asked += 1
            (folder / "ask").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            command = ["openssl", "ts", "-reply", "-config", "tsa.conf", "-queryfile", "ask", "-out", "answer"]
            own = ["-signer", "tsa.pem", "-inkey", "tsa.key"]
            subprocess.run([*command, *own], cwd=folder, check=True, capture_output=True)
            answer = authority.answer if authority.answer is not None else (folder / "answer").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    authority.url = f"http://127.0.0.1:{server.server_port}/tsr"
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""A real PostgreSQL server for tests, in a folder of its own, reached through a socket there."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from pwd import getpwnam

#: Without waiting for disks: what the tests write need not survive a power cut.
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=60"


def find_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, of the newest PostgreSQL that is installed; None when there is none."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return Path(on_path).resolve().parent if on_path else debian[-1].parent if debian else None


class PostgresServer:
    """One server, which may be stopped and started again. It does not run as root: then `postgres` runs it.

    Args:
        programs: The folder of `initdb` and `pg_ctl`.
        options: Further options of the server.
    """

    def __init__(self, programs: Path, options: str = _QUICK) -> None:
        self._programs, self._options = programs, options
        # Short, and not below pytest's own folder: the path of a socket has at most 107 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="vedette-pg-", dir="/tmp"))
        self._n_databases = 0
        if os.geteuid() == 0:
            owner = getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._run(
            "initdb", "-D", str(self._data), "-U", "vedette", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8"
        )

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        options = f"{self._options} -c listen_addresses='' -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stops the server at once; its clients are cut off."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def remove(self) -> None:
        """Stops the server and deletes its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases, as `--store` takes it."""
        return f"postgresql://vedette@/{database}?host={self.folder}"

    def new_database(self, template: str = "template0") -> str:
        """The name of a new database, which is a copy of another."""
        import psycopg

        self._n_databases += 1
        name = f"vedette{self._n_databases}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY".encode())
        return name

    def _run(self, program: str, *arguments: str) -> None:
        as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        command = [*as_owner, str(self._programs / program), *arguments]
        # Not into pipes: the server would hold them open and keep us waiting.
        with (self.folder / "out").open("ab") as out:
            done = subprocess.run(command, stdout=out, stderr=out, cwd="/", check=False, timeout=60)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {(self.folder / 'out').read_text()}")

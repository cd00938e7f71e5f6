"""A throw-away PostgreSQL server on loopback, from Debian's package."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

import psycopg


def find_programs() -> Path:
    """The folder with initdb and pg_ctl."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    assert initdb is not None, "PostgreSQL's programs are missing"
    return Path(initdb).parent


class Postgres:
    """A server with its own folder and port; it cannot run as root, so it runs as ``postgres``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._programs = find_programs()
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        folder.mkdir(mode=0o700, parents=True)
        if self._as_user:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            for parent in folder.parents:
                if parent.owner() == "root" and parent != Path("/"):
                    parent.chmod(parent.stat().st_mode | 0o011)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "zhida", "--no-sync")
        self.start()

    @property
    def address(self) -> str:
        """Where the service finds it."""
        return f"postgresql://zhida@127.0.0.1:{self.port}/postgres"

    def create_database(self) -> str:
        """A database of its own; its address."""
        self._made += 1
        name = f"own{self._made}"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return f"postgresql://zhida@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off"
        options += f" -c unix_socket_directories={self._folder}"
        log = str(self._folder / "log")
        self._run(
            "pg_ctl", "-D", str(self._folder / "data"), "-w", "-l", log, "-o", options, "start"
        )

    def stop(self) -> None:
        """Stop at once; connections are cut."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [*self._as_user, str(self._programs / program), *words],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )

"""Start a server or a worker, and stop it the crash-only way.

A stop is a kill: what was being solved stays pending in the queue, and the next process that
looks takes it over. So there is one way down, and it is the one the tests take.

What only a server needs is imported by the server: a worker loads neither the API nor the pages.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from app.desk.logs import set_up_logs
from app.jobs.database import DatabaseUnfit, open_database
from app.jobs.durable import DurableJobs
from app.jobs.key_store import KeyStore, UnknownKey
from app.jobs.kinds import KINDS
from app.jobs.sealed_vault import SealedVault, read_secret_key
from app.jobs.telemetry import open_tracing
from app.ports.keys import Role
from app.ports.tracing import Tracing
from app.ports.work import Kinds
from app.settings import Settings, SettingsRefused, read_environment

if TYPE_CHECKING:
    from fastapi import FastAPI

DRAIN_S = 2
WORKER_BEAT = "worker.beat"
UNFIT = 1


def create_service(
    settings: Settings, jobs: DurableJobs, vault: SealedVault, *, tracing: Tracing
) -> FastAPI:
    """API and pages over one job engine, which starts with the application."""
    from app.api.application import create_api
    from app.desk.context import Context
    from app.pages.pages import add_pages
    from routing.pipeline import DataFolder

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(jobs.start)
        yield
        await asyncio.to_thread(jobs.leave, within_s=DRAIN_S)
        tracing.flush()
        logging.shutdown()
        os._exit(0)

    context = Context(
        settings=settings,
        folder=DataFolder(settings.data),
        jobs=jobs,
        vault=vault,
        keys=open_keys(settings) if settings.require_keys else None,
        tracing=tracing,
    )
    app = create_api(context, lifespan=lifespan)
    add_pages(app)
    return app


def open_keys(settings: Settings) -> KeyStore:
    """The keys of the service's database.

    Raises:
        DatabaseUnfit: this machine's SQLite is too old.
    """
    keys = KeyStore(open_database(settings.database))
    keys.prepare()
    return keys


def open_vault(settings: Settings) -> SealedVault:
    """The vault of the service's database.

    Raises:
        SettingsRefused: machines share the database and were given no key.
    """
    key = read_secret_key(settings, read_environment(os.environ))
    vault = SealedVault(open_database(settings.database), key=key, keep_days=settings.roster_days)
    vault.prepare()
    return vault


def run_server(settings: Settings, *, kinds: Kinds = KINDS) -> int:
    """Serve until told to stop; 1 when this machine cannot."""
    import uvicorn

    _set_up(settings)
    try:
        vault = open_vault(settings)
        tracing = open_tracing(os.environ)
        jobs = DurableJobs(settings, kinds=kinds, tracing=tracing, chores=(vault.erase_expired,))
    except (DatabaseUnfit, SettingsRefused) as unfit:
        sys.stderr.write(f"{unfit}\n")
        return UNFIT
    with _uncollected():
        service = create_service(settings, jobs, vault, tracing=tracing)
    configuration = uvicorn.Config(
        service,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=DRAIN_S,
    )
    server = uvicorn.Server(configuration)
    listener = configuration.bind_socket()
    _announce(listener)
    server.run(sockets=[listener])
    return 0


def run_worker(settings: Settings, *, kinds: Kinds = KINDS) -> int:
    """Solve what servers on the same database take in, until told to stop."""
    _set_up(settings)
    try:
        tracing = open_tracing(os.environ)
        chores = (partial(beat, settings),)
        jobs = DurableJobs(settings, kinds=kinds, tracing=tracing, chores=chores)
        jobs.start()
    except (DatabaseUnfit, SettingsRefused) as unfit:
        sys.stderr.write(f"{unfit}\n")
        return UNFIT
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, partial(_leave, jobs, tracing))
    sys.stderr.write(f"zhida: worker ready, {settings.slots} slots\n")
    while True:
        signal.pause()


def _leave(jobs: DurableJobs, tracing: Tracing, *_: object) -> None:
    """A stop is a kill; only who is not to blame, and what was measured, is told first."""
    jobs.leave(within_s=DRAIN_S)
    tracing.flush()
    os._exit(0)


def beat(settings: Settings) -> None:
    """Leave a fresh mark that a worker looks after the queue; a container's check reads its age."""
    (settings.state / WORKER_BEAT).touch()


def run_keys(settings: Settings, args: argparse.Namespace) -> int:
    """Add, list, rotate or revoke API keys; a new secret goes to standard output, once."""
    _set_up(settings)
    try:
        keys = open_keys(settings)
        if args.deed == "add":
            sys.stdout.write(keys.add(tenant=args.tenant, role=Role[args.role.upper()]) + "\n")
        elif args.deed == "rotate":
            sys.stdout.write(keys.rotate(args.name) + "\n")
        elif args.deed == "revoke":
            keys.revoke(args.name)
        else:
            for record in keys.recent():
                state = "revoked" if record.revoked else "valid"
                sys.stdout.write(
                    f"{record.name}  {record.role.name.lower():<8} {state:<8} {record.tenant}\n"
                )
    except (DatabaseUnfit, UnknownKey) as refused:
        sys.stderr.write(f"{type(refused).__name__}  {refused}\n")
        return UNFIT
    return 0


def _set_up(settings: Settings) -> None:
    os.environ["ZHIDA_DATA"] = str(settings.data)  # for the fork server, which plans to be warm
    settings.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    set_up_logs(as_json=settings.log_json)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Load without the garbage collector, and keep what is loaded out of its sight for good.

    It starts a second sooner, and no collection over all of it holds up answers later.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _announce(listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    sys.stderr.write(f"zhida: http://{host}:{port}/\n")
    sys.stderr.flush()

"""The ``Vault`` port over a database in memory: the real sealing, nothing kept."""

from __future__ import annotations

import sqlalchemy as sa
from cryptography.fernet import Fernet

from app.jobs.sealed_vault import SealedVault


def open_fake_vault() -> SealedVault:
    """A vault that is gone when the test is."""
    vault = SealedVault(sa.create_engine("sqlite://"), key=Fernet.generate_key(), keep_days=1)
    vault.prepare()
    return vault

"""The tables beside the queue's own: what jobs and parts were given and what became of them."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

JOBS = sa.Table(
    "zhida_jobs",
    METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("tenant", sa.String(200), nullable=False),
    sa.Column("request_sha256", sa.String(64), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False, server_default="plan"),
    # What the work is given, where it is more than the scenario.
    sa.Column("payload", sa.LargeBinary),
    sa.Column("scenario", sa.LargeBinary, nullable=False),
    sa.Column("scenario_id", sa.String(200), nullable=False),
    sa.Column("title_zh", sa.Text, nullable=False),
    sa.Column("title_en", sa.Text, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("warnings", sa.Text, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    # Only the attempt that holds the newest token may write: a frozen owner that wakes late
    # finds its token gone.
    sa.Column("token", sa.String(64)),
    sa.Column("cancel_requested", sa.Boolean, nullable=False),
    sa.Column("phase", sa.String(40), nullable=False),
    sa.Column("trace", sa.String(64)),
    sa.Column("percent", sa.Float, nullable=False),
    sa.Column("cost_fen", sa.BigInteger),
    sa.Column("bound_fen", sa.BigInteger),
    sa.Column("gap", sa.Float),
    sa.Column("plan", sa.LargeBinary),
    # A document of the kind's own.
    sa.Column("result", sa.LargeBinary),
    sa.Column("error", sa.Text),
    sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True)),
    sa.Column("finished_at", sa.DateTime(timezone=True)),
    sa.Index("zhida_jobs_of_tenant", "tenant", "submitted_at"),
    sa.Index("zhida_jobs_by_state", "state"),
)

PARTS = sa.Table(
    "zhida_parts",
    METADATA,
    sa.Column("job_id", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("token", sa.String(64)),
    sa.Column("percent", sa.Float, nullable=False),
    sa.Column("result", sa.LargeBinary),
    sa.Column("error", sa.Text),
    sa.Column("finished_at", sa.DateTime(timezone=True)),
    sa.Index("zhida_parts_by_state", "state"),
)

KEYS = sa.Table(
    "zhida_keys",
    METADATA,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("tenant", sa.String(200), nullable=False),
    sa.Column("role", sa.Integer, nullable=False),
    sa.Column("secret_hash", sa.Text, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False),
)

SESSIONS = sa.Table(
    "zhida_sessions",
    METADATA,
    sa.Column("token_sha256", sa.String(64), primary_key=True),
    sa.Column("key_name", sa.String(32), nullable=False),
    sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
)

VAULT = sa.Table(
    "zhida_vault",
    METADATA,
    sa.Column("tenant", sa.String(200), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
)

ACCESS = sa.Table(
    "zhida_access",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("deed", sa.String(16), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)

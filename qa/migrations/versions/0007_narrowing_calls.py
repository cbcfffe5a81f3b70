"""what calls are narrowed by: what was found in them, and parts of their names; answers that people left as suggested"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: The same expression as in `qa.calls.tables.NAMES`, else Postgres would not know that the index serves it.
_NAMES = (
    "lower(file_name || '\n' || coalesce(customer_ref, '') || '\n' || coalesce(agent_code, '') "
    "|| '\n' || coalesce(queue, ''))"
)


def upgrade() -> None:
    op.create_table(
        "found_in_calls",
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_found_in_calls_call_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call_id", "name", name=op.f("pk_found_in_calls")),
    )
    op.create_index("ix_found_in_calls_name_call_id", "found_in_calls", ["name", "call_id"])
    op.add_column("answers", sa.Column("confirmed", sa.Boolean(), server_default=sa.false(), nullable=False))
    if op.get_bind().dialect.name == "postgresql" and _has_trigrams():
        op.execute(f"CREATE INDEX ix_calls_names ON calls USING gin (({_NAMES}) gin_trgm_ops)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX IF EXISTS ix_calls_names")
    op.drop_column("answers", "confirmed")
    op.drop_table("found_in_calls")


def _has_trigrams() -> bool:
    """Whether Postgres' index of parts of words is there. Without it the list is slower, and right all the same."""
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except sa.exc.DBAPIError:
        return False
    return True

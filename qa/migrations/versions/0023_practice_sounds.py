"""practice sounds"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_sounds",
        sa.Column("attempt_id", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_practice_sounds")),
    )
    with op.batch_alter_table("practice_sounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_sounds_since"), ["since"], unique=False)
    # What was recorded before anybody wrote down that it lies in the store.
    op.execute(
        "INSERT INTO practice_sounds (attempt_id, since) SELECT id, started_at FROM scenario_attempts"
        " WHERE finished_at IS NULL"
    )


def downgrade() -> None:
    op.drop_table("practice_sounds")

"""drills"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drill_attempts",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("drill_id", sa.String(length=120), nullable=False),
        sa.Column("moment_id", sa.String(length=40), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("topic_he", sa.Text(), nullable=False),
        sa.Column("topic_en", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.Column("heard", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("quote_start_ms", sa.Integer(), nullable=True),
        sa.Column("quote_end_ms", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("engine", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_drill_attempts_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_drill_attempts_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_attempts")),
    )
    with op.batch_alter_table("drill_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drill_attempts_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_drill_attempts_person_id_id", ["person_id", "id"], unique=False)

    op.create_table(
        "drill_sounds",
        sa.Column("attempt_id", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_drill_sounds")),
    )
    with op.batch_alter_table("drill_sounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drill_sounds_since"), ["since"], unique=False)


def downgrade() -> None:
    op.drop_table("drill_sounds")
    op.drop_table("drill_attempts")

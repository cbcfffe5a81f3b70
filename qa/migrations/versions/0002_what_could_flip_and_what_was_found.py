"""what could flip, and what was found"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Each column is added and dropped by itself: rebuilding a table on SQLite would delete all that hangs on its rows.
    # Calls that were scored before say 0 until they are scored or answered anew.
    op.add_column("calls", sa.Column("could_flip", sa.Double(), server_default="0", nullable=False))
    op.create_index("ix_calls_could_flip_id", "calls", ["could_flip", "id"], unique=False)
    op.add_column("evaluations", sa.Column("findings", sa.JSON(), nullable=True))

    op.create_table(
        "tone_corrections",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("transcript_id", sa.String(length=16), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_tone_corrections_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tone_corrections_person_id")),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript_revisions.id"],
            name=op.f("fk_tone_corrections_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tone_corrections")),
        sa.UniqueConstraint("transcript_id", "turn", name=op.f("uq_tone_corrections_transcript_id_turn")),
    )
    with op.batch_alter_table("tone_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tone_corrections_call_id"), ["call_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("tone_corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tone_corrections_call_id"))

    op.drop_table("tone_corrections")
    op.drop_column("evaluations", "findings")
    op.drop_index("ix_calls_could_flip_id", "calls")
    op.drop_column("calls", "could_flip")

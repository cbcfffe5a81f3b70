"""sealed words"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_words",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("transcript_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("speaker", sa.String(length=10), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_sealed_words_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript_revisions.id"],
            name=op.f("fk_sealed_words_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_words")),
    )
    with op.batch_alter_table("sealed_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_words_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sealed_words_transcript_id"), ["transcript_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sealed_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_words_transcript_id"))
        batch_op.drop_index(batch_op.f("ix_sealed_words_call_id"))

    op.drop_table("sealed_words")

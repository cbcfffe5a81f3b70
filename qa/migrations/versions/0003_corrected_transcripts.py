"""corrected transcripts"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Each column is added by itself, its reference within it: rebuilding a table on SQLite would delete all that hangs
    # on its rows. What is there already was heard by machines.
    op.add_column("calls", sa.Column("transcript_id", sa.String(length=16), nullable=True))
    op.add_column(
        "transcript_revisions", sa.Column("origin", sa.String(length=10), server_default="machine", nullable=False)
    )
    for column in ("based_on", "machine_id"):
        named = op.f(f"fk_transcript_revisions_{column}")
        refers = sa.ForeignKey("transcript_revisions.id", name=named)
        op.add_column("transcript_revisions", sa.Column(column, sa.String(length=16), refers), inline_references=True)
    made_by = sa.ForeignKey("people.id", name=op.f("fk_transcript_revisions_made_by"))
    op.add_column("transcript_revisions", sa.Column("made_by", sa.String(length=16), made_by), inline_references=True)
    for count in ("words", "checked_words", "word_errors"):
        op.add_column("transcript_revisions", sa.Column(count, sa.Integer(), nullable=True))
    op.create_index("ix_transcript_revisions_machine_id", "transcript_revisions", ["machine_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_transcript_revisions_machine_id", "transcript_revisions")
    for column in ("word_errors", "checked_words", "words", "made_by", "machine_id", "based_on", "origin"):
        op.drop_column("transcript_revisions", column)
    op.drop_column("calls", "transcript_id")

"""search"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spoken_turns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("transcript_id", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(length=10), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("starts", sa.JSON(), nullable=False),
        sa.Column("said", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_spoken_turns_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript_revisions.id"],
            name=op.f("fk_spoken_turns_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spoken_turns")),
    )
    op.create_index("ix_spoken_turns_call_id_turn", "spoken_turns", ["call_id", "turn"], unique=True)
    op.create_index("ix_spoken_turns_transcript_id", "spoken_turns", ["transcript_id"])
    op.create_index(
        "ix_spoken_turns_first",
        "spoken_turns",
        ["call_id"],
        sqlite_where=sa.text("turn = 0"),
        postgresql_where=sa.text("turn = 0"),
    )
    op.create_index("ix_spoken_turns_said", "spoken_turns", ["said"], postgresql_using="gin")
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_saved_searches_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_searches_person_id_name")),
    )
    if op.get_bind().dialect.name == "sqlite":
        # Words come normalised: nothing is to be folded, and a per cent sign or a decimal point is part of a word.
        op.execute(
            "CREATE VIRTUAL TABLE spoken_turns_said USING fts5("
            "words, rests, tokenize = \"unicode61 remove_diacritics 0 tokenchars '%.'\")"
        )
        # What is deleted leaves no trace in the index either.
        op.execute("INSERT INTO spoken_turns_said(spoken_turns_said, rank) VALUES('secure-delete', 1)")
        op.execute(
            "CREATE TRIGGER spoken_turns_said_goes AFTER DELETE ON spoken_turns BEGIN "
            "DELETE FROM spoken_turns_said WHERE rowid = old.id; END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER spoken_turns_said_goes")
        op.execute("DROP TABLE spoken_turns_said")
    op.drop_table("saved_searches")
    op.drop_table("spoken_turns")

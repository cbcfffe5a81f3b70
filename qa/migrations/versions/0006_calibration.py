"""calibration"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calibration_sessions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("rubric_version_id", sa.String(length=16), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "open", "compared", "done", name="sessionstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("hides_machine", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_calibration_sessions_made_by")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_versions.id"], name=op.f("fk_calibration_sessions_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_sessions")),
    )
    op.create_table(
        "blindfolds",
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("tied_by", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_blindfolds_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_blindfolds_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call_id", "person_id", "tied_by", name=op.f("pk_blindfolds")),
    )
    op.create_table(
        "calibration_notes",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("session_id", sa.String(length=16), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decision", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_calibration_notes_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calibration_notes_person_id")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["calibration_sessions.id"],
            name=op.f("fk_calibration_notes_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_notes")),
    )
    with op.batch_alter_table("calibration_notes", schema=None) as batch_op:
        batch_op.create_index("ix_calibration_notes_session_id", ["session_id"], unique=False)

    op.create_table(
        "calibration_participants",
        sa.Column("session_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calibration_participants_person_id")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["calibration_sessions.id"],
            name=op.f("fk_calibration_participants_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_calibration_participants")),
    )
    with op.batch_alter_table("calibration_participants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calibration_participants_person_id"), ["person_id"], unique=False)

    op.create_table(
        "calibration_references",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("session_id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("option_id", sa.String(length=80), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_calibration_references_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calibration_references_person_id")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["calibration_sessions.id"],
            name=op.f("fk_calibration_references_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_references")),
    )
    with op.batch_alter_table("calibration_references", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calibration_references_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_calibration_references_session_id", ["session_id"], unique=False)

    op.create_table(
        "calibration_sheets",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("session_id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_calibration_sheets_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calibration_sheets_person_id")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["calibration_sessions.id"],
            name=op.f("fk_calibration_sheets_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_sheets")),
        sa.UniqueConstraint(
            "session_id", "call_id", "person_id", name=op.f("uq_calibration_sheets_session_id_call_id_person_id")
        ),
    )
    with op.batch_alter_table("calibration_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calibration_sheets_call_id"), ["call_id"], unique=False)

    op.create_table(
        "calibration_trust",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("rubric_id", sa.String(length=80), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=300), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=16), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("proposed", sa.String(length=20), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calibration_trust_person_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["calibration_sessions.id"], name=op.f("fk_calibration_trust_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_trust")),
        sa.UniqueConstraint(
            "rubric_id",
            "question_id",
            "digest",
            "number",
            name=op.f("uq_calibration_trust_rubric_id_question_id_digest_number"),
        ),
    )
    op.create_table(
        "calibration_ratings",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("sheet_id", sa.String(length=16), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("option_id", sa.String(length=80), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["calibration_sheets.id"], name=op.f("fk_calibration_ratings_sheet_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_ratings")),
    )
    with op.batch_alter_table("calibration_ratings", schema=None) as batch_op:
        batch_op.create_index("ix_calibration_ratings_sheet_id_question_id", ["sheet_id", "question_id"], unique=False)

    op.create_table(
        "calibration_calls",
        sa.Column("session_id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("evaluation_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_calibration_calls_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_calibration_calls_evaluation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["calibration_sessions.id"],
            name=op.f("fk_calibration_calls_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "call_id", name=op.f("pk_calibration_calls")),
    )
    with op.batch_alter_table("calibration_calls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calibration_calls_call_id"), ["call_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("calibration_calls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calibration_calls_call_id"))

    op.drop_table("calibration_calls")
    with op.batch_alter_table("calibration_ratings", schema=None) as batch_op:
        batch_op.drop_index("ix_calibration_ratings_sheet_id_question_id")

    op.drop_table("calibration_ratings")
    op.drop_table("calibration_trust")
    with op.batch_alter_table("calibration_sheets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calibration_sheets_call_id"))

    op.drop_table("calibration_sheets")
    with op.batch_alter_table("calibration_references", schema=None) as batch_op:
        batch_op.drop_index("ix_calibration_references_session_id")
        batch_op.drop_index(batch_op.f("ix_calibration_references_call_id"))

    op.drop_table("calibration_references")
    with op.batch_alter_table("calibration_participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calibration_participants_person_id"))

    op.drop_table("calibration_participants")
    with op.batch_alter_table("calibration_notes", schema=None) as batch_op:
        batch_op.drop_index("ix_calibration_notes_session_id")

    op.drop_table("calibration_notes")
    op.drop_table("blindfolds")
    op.drop_table("calibration_sessions")

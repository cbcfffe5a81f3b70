"""disputes, and evaluations that are revised"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BEFORE = "uq_evaluations_call_id_transcript_id_rubric_version_id"
_AFTER = "uq_evaluations_call_id_transcript_id_rubric_version_id_revision"


def upgrade() -> None:
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("revises_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("retracted_by", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("retracted_why", sa.Text(), nullable=True))
        batch_op.drop_constraint(batch_op.f(_BEFORE), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f(_AFTER), ["call_id", "transcript_id", "rubric_version_id", "revision"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_evaluations_revises_id"), "evaluations", ["revises_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(batch_op.f("fk_evaluations_retracted_by"), "people", ["retracted_by"], ["id"])

    op.create_table(
        "disputes",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("evaluation_id", sa.String(length=16), nullable=False),
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "withdrawn", "upheld", "partly", "rejected", name="disputestate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assignee_id", sa.String(length=16), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=16), nullable=True),
        sa.Column("revised_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name=op.f("fk_disputes_agent_id")),
        sa.ForeignKeyConstraint(["assignee_id"], ["people.id"], name=op.f("fk_disputes_assignee_id")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_disputes_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_disputes_decided_by")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_disputes_evaluation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revised_id"], ["evaluations.id"], name=op.f("fk_disputes_revised_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disputes_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disputes_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disputes_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_index("ix_disputes_state_id", ["state", "id"], unique=False)

    op.create_table(
        "disputed_questions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("dispute_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=True),
        sa.Column("stood_option_id", sa.String(length=80), nullable=True),
        sa.Column("stood_not_applicable", sa.Boolean(), nullable=False),
        sa.Column("answered_by", sa.String(length=16), nullable=True),
        sa.Column(
            "decision",
            sa.Enum("upheld", "rejected", name="decision", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("option_id", sa.String(length=80), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_disputed_questions_answered_by")),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["disputes.id"], name=op.f("fk_disputed_questions_dispute_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputed_questions")),
        sa.UniqueConstraint("dispute_id", "question_id", name=op.f("uq_disputed_questions_dispute_id_question_id")),
    )
    with op.batch_alter_table("disputed_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disputed_questions_answered_by"), ["answered_by"], unique=False)


def downgrade() -> None:
    op.drop_table("disputed_questions")
    op.drop_table("disputes")
    # Older tables hold one evaluation of a call by a rubric: what stands is kept, what was retracted goes.
    # Whatever held on to a retracted one holds on to what stands; both have the same suggestions.
    op.execute(
        "UPDATE calibration_calls SET evaluation_id = ("
        " SELECT stands.id FROM evaluations AS was JOIN evaluations AS stands"
        " ON stands.call_id = was.call_id AND stands.transcript_id = was.transcript_id"
        " AND stands.rubric_version_id = was.rubric_version_id AND stands.state <> 'retracted'"
        " WHERE was.id = calibration_calls.evaluation_id"
        ") WHERE evaluation_id IN (SELECT id FROM evaluations WHERE state = 'retracted')"
    )
    op.execute("UPDATE evaluations SET revises_id = NULL")
    op.execute("DELETE FROM suggestions WHERE evaluation_id IN (SELECT id FROM evaluations WHERE state = 'retracted')")
    op.execute("DELETE FROM answers WHERE evaluation_id IN (SELECT id FROM evaluations WHERE state = 'retracted')")
    op.execute("DELETE FROM evaluations WHERE state = 'retracted'")
    op.execute(
        "UPDATE evaluations SET state = CASE WHEN acknowledged_at IS NULL THEN 'published' ELSE 'acknowledged' END"
        " WHERE state = 'disputed'"
    )
    op.execute(
        "UPDATE calls SET evaluation_state = (SELECT state FROM evaluations WHERE evaluations.id = calls.evaluation_id)"
        " WHERE evaluation_state = 'disputed'"
    )
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_evaluations_retracted_by"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_evaluations_revises_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f(_AFTER), type_="unique")
        batch_op.create_unique_constraint(batch_op.f(_BEFORE), ["call_id", "transcript_id", "rubric_version_id"])
        for column in ("retracted_why", "retracted_by", "retracted_at", "revises_id", "revision"):
            batch_op.drop_column(column)

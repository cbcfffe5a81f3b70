"""settled cases, self-evaluations, exemplars"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regression_runs",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_regression_runs_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regression_runs")),
    )
    with op.batch_alter_table("regression_runs", schema=None) as batch_op:
        batch_op.create_index("ix_regression_runs_digest", ["digest"], unique=False)

    op.create_table(
        "exemplars",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("agent_id", sa.String(length=16), nullable=True),
        sa.Column("rubric_id", sa.String(length=80), nullable=True),
        sa.Column("question_id", sa.String(length=80), nullable=True),
        sa.Column("question_he", sa.Text(), nullable=True),
        sa.Column("question_en", sa.Text(), nullable=True),
        sa.Column("phrase", sa.String(length=300), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "consent",
            sa.Enum("pending", "named", "unnamed", "declined", name="consent", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("marked_by", sa.String(length=16), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name=op.f("fk_exemplars_agent_id")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_exemplars_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["marked_by"], ["people.id"], name=op.f("fk_exemplars_marked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplars")),
    )
    with op.batch_alter_table("exemplars", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exemplars_agent_id"), ["agent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exemplars_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exemplars_question_id"), ["question_id"], unique=False)
        batch_op.create_index("ix_exemplars_withdrawn_at_id", ["withdrawn_at", "id"], unique=False)

    op.create_table(
        "lent_calls",
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("lent_by", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_lent_calls_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_lent_calls_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call_id", "person_id", "lent_by", name=op.f("pk_lent_calls")),
    )
    op.create_table(
        "regression_cases",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=True),
        sa.Column("rubric_version_id", sa.String(length=16), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("option_id", sa.String(length=80), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("dispute_id", sa.String(length=16), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by", sa.String(length=16), nullable=True),
        sa.Column("retired_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_regression_cases_call_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_regression_cases_decided_by")),
        sa.ForeignKeyConstraint(["retired_by"], ["people.id"], name=op.f("fk_regression_cases_retired_by")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_versions.id"], name=op.f("fk_regression_cases_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regression_cases")),
    )
    with op.batch_alter_table("regression_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regression_cases_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_regression_cases_retired_at_id", ["retired_at", "id"], unique=False)

    op.create_table(
        "self_evaluations",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column("rubric_version_id", sa.String(length=16), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "submitted", "declined", name="selfstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before_feedback", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.String(length=16), nullable=True),
        sa.Column("asked_words", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name=op.f("fk_self_evaluations_agent_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_self_evaluations_asked_by")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_self_evaluations_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_versions.id"], name=op.f("fk_self_evaluations_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_evaluations")),
        sa.UniqueConstraint("call_id", "agent_id", name=op.f("uq_self_evaluations_call_id_agent_id")),
    )
    with op.batch_alter_table("self_evaluations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_self_evaluations_agent_id"), ["agent_id"], unique=False)

    op.create_table(
        "regression_results",
        sa.Column("run_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_regression_results_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["regression_cases.id"], name=op.f("fk_regression_results_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["regression_runs.id"], name=op.f("fk_regression_results_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "case_id", name=op.f("pk_regression_results")),
    )
    with op.batch_alter_table("regression_results", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regression_results_call_id"), ["call_id"], unique=False)

    op.create_table(
        "self_answers",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("self_evaluation_id", sa.String(length=16), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("option_id", sa.String(length=80), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["self_evaluation_id"],
            ["self_evaluations.id"],
            name=op.f("fk_self_answers_self_evaluation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_answers")),
    )
    with op.batch_alter_table("self_answers", schema=None) as batch_op:
        batch_op.create_index("ix_self_answers_self_evaluation_id", ["self_evaluation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("self_answers", schema=None) as batch_op:
        batch_op.drop_index("ix_self_answers_self_evaluation_id")

    op.drop_table("self_answers")
    with op.batch_alter_table("regression_results", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regression_results_call_id"))

    op.drop_table("regression_results")
    with op.batch_alter_table("self_evaluations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_self_evaluations_agent_id"))

    op.drop_table("self_evaluations")
    with op.batch_alter_table("regression_cases", schema=None) as batch_op:
        batch_op.drop_index("ix_regression_cases_retired_at_id")
        batch_op.drop_index(batch_op.f("ix_regression_cases_call_id"))

    op.drop_table("regression_cases")
    op.drop_table("lent_calls")
    with op.batch_alter_table("exemplars", schema=None) as batch_op:
        batch_op.drop_index("ix_exemplars_withdrawn_at_id")
        batch_op.drop_index(batch_op.f("ix_exemplars_question_id"))
        batch_op.drop_index(batch_op.f("ix_exemplars_call_id"))
        batch_op.drop_index(batch_op.f("ix_exemplars_agent_id"))

    op.drop_table("exemplars")
    with op.batch_alter_table("regression_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_regression_runs_digest")

    op.drop_table("regression_runs")

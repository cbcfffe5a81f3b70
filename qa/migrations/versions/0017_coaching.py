"""coaching: tasks, sessions, clips, and what was agreed"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coaching_sessions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column("trainer_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("went_well", sa.Text(), nullable=True),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("private_note", sa.Text(), nullable=True),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agent_words", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name=op.f("fk_coaching_sessions_agent_id")),
        sa.ForeignKeyConstraint(["trainer_id"], ["people.id"], name=op.f("fk_coaching_sessions_trainer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_sessions")),
    )
    op.create_index("ix_coaching_sessions_agent_id_id", "coaching_sessions", ["agent_id", "id"])
    op.create_index("ix_coaching_sessions_trainer_id_id", "coaching_sessions", ["trainer_id", "id"])
    _tasks()
    _clips()
    _actions()


def _tasks() -> None:
    sources = sa.Enum("moment", "question", "target", name="tasksource", native_enum=False, length=20)
    states = sa.Enum("proposed", "open", "done", "withdrawn", name="taskstate", native_enum=False, length=20)
    op.create_table(
        "coaching_tasks",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column("source", sources, nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=True),
        sa.Column("question_he", sa.Text(), nullable=True),
        sa.Column("question_en", sa.Text(), nullable=True),
        sa.Column("call_id", sa.String(length=16), nullable=True),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.String(length=16), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.String(length=16), nullable=True),
        sa.Column("agent_words", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name=op.f("fk_coaching_tasks_agent_id")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_coaching_tasks_call_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_coaching_tasks_made_by")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_coaching_tasks_cohort_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["coaching_sessions.id"], name=op.f("fk_coaching_tasks_session_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_tasks")),
    )
    op.create_index("ix_coaching_tasks_agent_id_state", "coaching_tasks", ["agent_id", "state"])
    op.create_index("ix_coaching_tasks_state_id", "coaching_tasks", ["state", "id"])
    for column in ("call_id", "cohort_id", "session_id"):
        op.create_index(op.f(f"ix_coaching_tasks_{column}"), "coaching_tasks", [column])


def _clips() -> None:
    op.create_table(
        "coaching_clips",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("session_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.String(length=100), nullable=True),
        sa.Column("question_he", sa.Text(), nullable=True),
        sa.Column("question_en", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_coaching_clips_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["coaching_sessions.id"], name=op.f("fk_coaching_clips_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_clips")),
    )
    op.create_index("ix_coaching_clips_session_id", "coaching_clips", ["session_id"])
    op.create_index(op.f("ix_coaching_clips_call_id"), "coaching_clips", ["call_id"])


def _actions() -> None:
    states = sa.Enum("open", "met", "dropped", name="actionstate", native_enum=False, length=20)
    op.create_table(
        "coaching_actions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("session_id", sa.String(length=16), nullable=False),
        sa.Column("agent_id", sa.String(length=16), nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("question_he", sa.Text(), nullable=False),
        sa.Column("question_en", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("people_only", sa.Boolean(), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name=op.f("fk_coaching_actions_agent_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["coaching_sessions.id"], name=op.f("fk_coaching_actions_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_actions")),
    )
    op.create_index("ix_coaching_actions_agent_id_state", "coaching_actions", ["agent_id", "state"])
    op.create_index("ix_coaching_actions_state_due_on", "coaching_actions", ["state", "due_on"])
    op.create_index("ix_coaching_actions_session_id", "coaching_actions", ["session_id"])


def downgrade() -> None:
    for table in ("coaching_actions", "coaching_clips", "coaching_tasks", "coaching_sessions"):
        op.drop_table(table)

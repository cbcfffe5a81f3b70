"""assignments"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_LIVE = sa.text("state IN ('waiting', 'open')")


def upgrade() -> None:
    op.create_table(
        "assignment_plans",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_until", sa.Date(), nullable=True),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_assignment_plans_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_plans")),
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "open", "done", "withdrawn", name="assignmentstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("reviewer_id", sa.String(length=16), nullable=True),
        sa.Column("plan_id", sa.String(length=16), nullable=True),
        sa.Column("week", sa.String(length=8), nullable=True),
        sa.Column("part", sa.String(length=120), nullable=True),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_back_by", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_assignments_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["given_back_by"], ["people.id"], name=op.f("fk_assignments_given_back_by")),
        sa.ForeignKeyConstraint(["plan_id"], ["assignment_plans.id"], name=op.f("fk_assignments_plan_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["people.id"], name=op.f("fk_assignments_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index("ix_assignments_call_id", ["call_id"], unique=False)
        batch_op.create_index("ix_assignments_plan_id_week", ["plan_id", "week"], unique=False)
        batch_op.create_index(
            "ix_assignments_reviewer_id_state_due_at", ["reviewer_id", "state", "due_at"], unique=False
        )
        batch_op.create_index(
            "uq_assignments_live_call_id", ["call_id"], unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE
        )


def downgrade() -> None:
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index("uq_assignments_live_call_id", sqlite_where=_LIVE, postgresql_where=_LIVE)
        batch_op.drop_index("ix_assignments_reviewer_id_state_due_at")
        batch_op.drop_index("ix_assignments_plan_id_week")
        batch_op.drop_index("ix_assignments_call_id")

    op.drop_table("assignments")
    op.drop_table("assignment_plans")

"""what the measures of the training programme add up"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measured_calls",
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("evaluation_id", sa.String(length=16), nullable=False),
        sa.Column("rubric_version_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_measured_calls_call_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_measured_calls")),
    )
    op.create_index("ix_measured_calls_evaluation_id", "measured_calls", ["evaluation_id"])
    op.create_table(
        "opportunity_facts",
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("not_said", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["measured_calls.call_id"], name=op.f("fk_opportunity_facts_call_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call_id", "question_id", name=op.f("pk_opportunity_facts")),
    )
    op.create_table(
        "tone_moments",
        sa.Column("call_id", sa.String(length=16), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=True),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("before", sa.Double(), nullable=False),
        sa.Column("after", sa.Double(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["measured_calls.call_id"], name=op.f("fk_tone_moments_call_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call_id", "turn", name=op.f("pk_tone_moments")),
    )


def downgrade() -> None:
    for table in ("tone_moments", "opportunity_facts", "measured_calls"):
        op.drop_table(table)

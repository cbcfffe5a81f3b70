"""scenarios, and practice with them"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calls", sa.Column("script", sa.JSON(), nullable=True))
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("shipped_as", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_scenarios_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
        sa.UniqueConstraint("shipped_as", name=op.f("uq_scenarios_shipped_as")),
    )
    op.create_table(
        "scenario_versions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("scenario_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("saved_by", sa.String(length=16), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["saved_by"], ["people.id"], name=op.f("fk_scenario_versions_saved_by")),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenarios.id"], name=op.f("fk_scenario_versions_scenario_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_versions")),
        sa.UniqueConstraint("scenario_id", "number", name=op.f("uq_scenario_versions_scenario_id_number")),
    )
    op.create_table(
        "scenario_clips",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("scenario_id", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=16), nullable=True),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_scenario_clips_call_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_scenario_clips_made_by")),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenarios.id"], name=op.f("fk_scenario_clips_scenario_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_clips")),
    )
    op.create_index(op.f("ix_scenario_clips_scenario_id"), "scenario_clips", ["scenario_id"], unique=False)
    op.create_table(
        "scenario_attempts",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("version_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_scenario_attempts_call_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_scenario_attempts_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["scenario_versions.id"], name=op.f("fk_scenario_attempts_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_attempts")),
    )
    op.create_index(op.f("ix_scenario_attempts_call_id"), "scenario_attempts", ["call_id"], unique=False)
    op.create_index("ix_scenario_attempts_person_id_id", "scenario_attempts", ["person_id", "id"], unique=False)


def downgrade() -> None:
    for table in ("scenario_attempts", "scenario_clips", "scenario_versions", "scenarios"):
        op.drop_table(table)
    op.drop_column("calls", "script")

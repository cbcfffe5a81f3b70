"""the language book"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "book_versions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.String(length=16), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=16), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["begun_by"], ["people.id"], name=op.f("fk_book_versions_begun_by")),
        sa.ForeignKeyConstraint(["published_by"], ["people.id"], name=op.f("fk_book_versions_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_versions")),
        sa.UniqueConstraint("number", name=op.f("uq_book_versions_number")),
    )
    op.create_table(
        "book_stars",
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("line_id", sa.String(length=60), nullable=False),
        sa.Column("starred_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_book_stars_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "line_id", name=op.f("pk_book_stars")),
    )


def downgrade() -> None:
    op.drop_table("book_stars")
    op.drop_table("book_versions")

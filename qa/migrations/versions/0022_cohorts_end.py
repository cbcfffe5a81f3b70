"""a cohort ends without its programme, and remembers when its workshop's day was moved"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cohorts", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cohorts", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("cohorts", "moved_at")
    op.drop_column("cohorts", "ended_at")

"""why and how a conversation was held"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    purposes = sa.Enum("live", "practice", name="purpose", native_enum=False, length=20)
    media = sa.Enum("voice", "chat", "mail", name="medium", native_enum=False, length=20)
    # Each column by itself: rebuilding a table on SQLite would delete all that hangs on its rows.
    op.add_column("calls", sa.Column("purpose", purposes, nullable=False, server_default="live"))
    op.add_column("calls", sa.Column("medium", media, nullable=False, server_default="voice"))
    op.add_column("calls", sa.Column("simulated", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for column in ("simulated", "medium", "purpose"):
        op.drop_column("calls", column)

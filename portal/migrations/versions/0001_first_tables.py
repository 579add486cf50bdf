"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "annex_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("area", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annex_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_annex_indicator_code")),
    )
    op.create_table(
        "answer_template",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", "language", name=op.f("pk_answer_template")),
    )
    op.create_table(
        "case_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_clock")),
        sa.UniqueConstraint(
            "type", "step", "valid_from", name=op.f("uq_case_clock_type_step_valid_from")
        ),
    )
    op.create_table(
        "cell_day",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(length=5), nullable=False),
        sa.Column("day", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("responses", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unfinished", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cn", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("ca", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cb", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("caa", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cab", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cbb", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_id", "scope", "day", "channel", "flagged", name=op.f("pk_cell_day")
        ),
    )
    op.create_table(
        "cell_hour",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(length=5), nullable=False),
        sa.Column("quarter", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("weekday", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("responses", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unfinished", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cn", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("ca", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cb", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("caa", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cab", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cbb", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_id",
            "scope",
            "quarter",
            "weekday",
            "hour",
            "channel",
            "flagged",
            name=op.f("pk_cell_hour"),
        ),
    )
    op.create_table(
        "cell_service",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(length=5), nullable=False),
        sa.Column("month", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("service_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("responses", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unfinished", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cn", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("ca", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cb", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("caa", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cab", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cbb", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_id",
            "scope",
            "month",
            "service_id",
            "channel",
            "flagged",
            name=op.f("pk_cell_service"),
        ),
    )
    op.create_table(
        "cell_service_day",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("service_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("responses", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unfinished", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cn", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("ca", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cb", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("caa", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cab", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cbb", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_id", "day", "service_id", "channel", "flagged", name=op.f("pk_cell_service_day")
        ),
    )
    op.create_table(
        "cell_touchpoint",
        sa.Column("touchpoint_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("responses", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("o5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("access0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("procedure0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("staff0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("feedback0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unfinished", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v0", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("v3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("t4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cn", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("ca", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cb", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("caa", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cab", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cbb", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint(
            "touchpoint_id",
            "unit_id",
            "month",
            "channel",
            "flagged",
            name=op.f("pk_cell_touchpoint"),
        ),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("response_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_comment_entry_id")),
    )
    op.create_index("ix_comment_day_id", "comment", ["day", "id"], unique=False)
    op.create_index(op.f("ix_comment_response_id"), "comment", ["response_id"], unique=False)
    op.create_index("ix_comment_unit_id_day", "comment", ["unit_id", "day"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("sealed_box", sa.LargeBinary(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("key", name=op.f("uq_contact_key")),
    )
    op.create_table(
        "daily_root",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_daily_root")),
    )
    op.create_table(
        "entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.BigInteger(), nullable=True),
        sa.Column("sign", sa.SmallInteger(), nullable=False),
        sa.Column("prior_a", sa.SmallInteger(), nullable=False),
        sa.Column("prior_b", sa.SmallInteger(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=True),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("survey_version_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.SmallInteger(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("given_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("overall", sa.SmallInteger(), nullable=True),
        sa.Column("access", sa.SmallInteger(), nullable=True),
        sa.Column("procedure", sa.SmallInteger(), nullable=True),
        sa.Column("staff", sa.SmallInteger(), nullable=True),
        sa.Column("result", sa.SmallInteger(), nullable=True),
        sa.Column("feedback", sa.SmallInteger(), nullable=True),
        sa.Column("visits", sa.SmallInteger(), nullable=True),
        sa.Column("on_time", sa.SmallInteger(), nullable=True),
        sa.Column("unfinished", sa.SmallInteger(), nullable=True),
        sa.Column("extra", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    op.create_index(
        "ix_entry_unfinished",
        "entry",
        ["unit_id", "day"],
        unique=False,
        sqlite_where=sa.text("unfinished IS NOT NULL"),
        postgresql_where=sa.text("unfinished IS NOT NULL"),
    )
    op.create_index("ix_entry_unit_id_day", "entry", ["unit_id", "day"], unique=False)
    op.create_table(
        "excluded",
        sa.Column("response_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_excluded")),
    )
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
        sa.UniqueConstraint("digest", name=op.f("uq_import_digest")),
    )
    op.create_table(
        "job",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=True),
        sa.Column("lease_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_started", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failures_in_a_row", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job")),
    )
    op.create_table(
        "known_key",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("receipt", sa.BigInteger(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_known_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_known_key_receipt"), "known_key", ["receipt"], unique=False)
    op.create_table(
        "model_card",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learned_from", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_model_card")),
    )
    op.create_table(
        "pending",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("settles_ms", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("flags", sa.SmallInteger(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("survey_version_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.SmallInteger(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("given_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("overall", sa.SmallInteger(), nullable=True),
        sa.Column("access", sa.SmallInteger(), nullable=True),
        sa.Column("procedure", sa.SmallInteger(), nullable=True),
        sa.Column("staff", sa.SmallInteger(), nullable=True),
        sa.Column("result", sa.SmallInteger(), nullable=True),
        sa.Column("feedback", sa.SmallInteger(), nullable=True),
        sa.Column("visits", sa.SmallInteger(), nullable=True),
        sa.Column("on_time", sa.SmallInteger(), nullable=True),
        sa.Column("unfinished", sa.SmallInteger(), nullable=True),
        sa.Column("extra", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.CheckConstraint("access BETWEEN 0 AND 5", name=op.f("ck_pending_access")),
        sa.CheckConstraint("channel BETWEEN 1 AND 6", name=op.f("ck_pending_channel")),
        sa.CheckConstraint("feedback BETWEEN 0 AND 5", name=op.f("ck_pending_feedback")),
        sa.CheckConstraint("kind BETWEEN 1 AND 2", name=op.f("ck_pending_kind")),
        sa.CheckConstraint("on_time BETWEEN 1 AND 4", name=op.f("ck_pending_on_time")),
        sa.CheckConstraint("overall BETWEEN 1 AND 5", name=op.f("ck_pending_overall")),
        sa.CheckConstraint("procedure BETWEEN 0 AND 5", name=op.f("ck_pending_procedure")),
        sa.CheckConstraint("result BETWEEN 0 AND 5", name=op.f("ck_pending_result")),
        sa.CheckConstraint("staff BETWEEN 0 AND 5", name=op.f("ck_pending_staff")),
        sa.CheckConstraint("unfinished BETWEEN 1 AND 5", name=op.f("ck_pending_unfinished")),
        sa.CheckConstraint("visits BETWEEN 0 AND 3", name=op.f("ck_pending_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending")),
        sa.UniqueConstraint("key", "kind", name=op.f("uq_pending_key_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pending_due", "pending", ["import_id", "settles_ms", "id"], unique=False)
    op.create_table(
        "print_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_why", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_batch")),
        sa.UniqueConstraint("label", name=op.f("uq_print_batch_label")),
    )
    op.create_table(
        "property",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_property")),
    )
    op.create_table(
        "published",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("service_group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=4), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=24), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=True),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_id", "kind", "start", "service_group_id", "indicator", name=op.f("pk_published")
        ),
    )
    op.create_table(
        "published_vintage",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "what", "start", name=op.f("pk_published_vintage")),
    )
    op.create_table(
        "revision",
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_revision")),
    )
    op.create_table(
        "scoring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("index", sa.String(length=8), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring")),
        sa.UniqueConstraint("index", "valid_from", name=op.f("uq_scoring_index_valid_from")),
    )
    op.create_table(
        "screening",
        sa.Column("response_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("flags", sa.SmallInteger(), nullable=False),
        sa.Column("rules", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_screening")),
    )
    op.create_table(
        "seal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_ms", sa.BigInteger(), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("encoding", sa.SmallInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
    )
    op.create_table(
        "service_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_group")),
        sa.UniqueConstraint("slug", name=op.f("uq_service_group_slug")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(
        op.f("ix_sign_in_attempt_last_at"), "sign_in_attempt", ["last_at"], unique=False
    )
    op.create_table(
        "staff_log",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_log")),
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("slug", name=op.f("uq_survey_slug")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("slug", name=op.f("uq_unit_slug")),
    )
    op.create_table(
        "verified",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_verified")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("slug", name=op.f("uq_wave_slug")),
    )
    op.create_table(
        "addressee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("target", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("alerts", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=240), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_signal", sa.Integer(), nullable=False),
        sa.Column("told_overdue_on", sa.Date(), nullable=True),
        sa.Column("alerted_ms", sa.BigInteger(), nullable=False),
        sa.Column("digested_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_addressee_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addressee")),
    )
    op.create_index(op.f("ix_addressee_unit_id"), "addressee", ["unit_id"], unique=False)
    op.create_table(
        "annex_indicator_name",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["annex_indicator.id"],
            name=op.f("fk_annex_indicator_name_indicator_id_annex_indicator"),
        ),
        sa.PrimaryKeyConstraint("indicator_id", "language", name=op.f("pk_annex_indicator_name")),
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("prefix", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_api_key_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_key_hash")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_key_prefix")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("assessor", sa.String(length=240), nullable=False),
        sa.Column("verifier", sa.String(length=240), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["assessment.id"], name=op.f("fk_assessment_previous_id_assessment")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("unit_id", "day", name=op.f("uq_assessment_unit_id_day")),
    )
    op.create_table(
        "comment_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("polarity", sa.Double(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("themes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_correction_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_correction")),
    )
    op.create_index(
        op.f("ix_comment_correction_comment_id"), "comment_correction", ["comment_id"], unique=False
    )
    op.create_table(
        "comment_reading",
        sa.Column("comment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("polarity", sa.Double(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("leanings", sa.JSON(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_reading_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_reading")),
    )
    op.create_index(
        "ix_comment_reading_version_comment_id",
        "comment_reading",
        ["version", "comment_id"],
        unique=False,
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("effect", sa.String(length=8), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_event_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_starts_on"), "event", ["starts_on"], unique=False)
    op.create_index(op.f("ix_event_unit_id"), "event", ["unit_id"], unique=False)
    op.create_table(
        "money_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("answer", sa.SmallInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("link", sa.BigInteger(), nullable=True),
        sa.Column("linked_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_money_report_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_report")),
        sa.UniqueConstraint("link", name=op.f("uq_money_report_link")),
    )
    op.create_table(
        "official_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("index", sa.String(length=8), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("out_of", sa.Double(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_official_figure_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_figure")),
        sa.UniqueConstraint(
            "unit_id",
            "index",
            "item",
            "start",
            "end",
            name=op.f("uq_official_figure_unit_id_index_item_start_end"),
        ),
    )
    op.create_table(
        "quotation",
        sa.Column("comment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_quotation_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_quotation")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=4), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.String(length=240), nullable=False),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["review.id"], name=op.f("fk_review_previous_id_review")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_review_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "unit_id",
            "scope",
            "kind",
            "start",
            "version",
            name=op.f("uq_review_unit_id_scope_kind_start_version"),
        ),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("domain", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=40), nullable=False),
        sa.Column("general", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["service_group.id"], name=op.f("fk_service_group_id_service_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("slug", name=op.f("uq_service_slug")),
    )
    op.create_index(op.f("ix_service_group_id"), "service", ["group_id"], unique=False)
    op.create_table(
        "service_group_name",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["service_group.id"],
            name=op.f("fk_service_group_name_group_id_service_group"),
        ),
        sa.PrimaryKeyConstraint("group_id", "language", name=op.f("pk_service_group_name")),
    )
    op.create_table(
        "staff_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("folded", sa.String(length=180), nullable=False),
        sa.Column("password_hash", sa.String(length=160), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary(length=64), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_staff_account_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_account")),
        sa.UniqueConstraint("folded", name=op.f("uq_staff_account_folded")),
    )
    op.create_index(op.f("ix_staff_account_unit_id"), "staff_account", ["unit_id"], unique=False)
    op.create_table(
        "sub_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["annex_indicator.id"],
            name=op.f("fk_sub_indicator_indicator_id_annex_indicator"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_indicator")),
        sa.UniqueConstraint(
            "indicator_id",
            "number",
            "valid_from",
            name=op.f("uq_sub_indicator_indicator_id_number_valid_from"),
        ),
    )
    op.create_table(
        "succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.String(length=12), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("performed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["unit.id"], name=op.f("fk_succession_from_id_unit")),
        sa.ForeignKeyConstraint(["to_id"], ["unit.id"], name=op.f("fk_succession_to_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
        sa.UniqueConstraint(
            "from_id",
            "to_id",
            "effective_on",
            name=op.f("uq_succession_from_id_to_id_effective_on"),
        ),
    )
    op.create_index(op.f("ix_succession_to_id"), "succession", ["to_id"], unique=False)
    op.create_table(
        "survey_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("comparable", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_version_survey_id_survey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_version")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_survey_version_survey_id_number")),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(length=240), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_name", sa.String(length=120), nullable=True),
        sa.Column("owner_position", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_task_unit_id_unit")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_task_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_unit_id"), "task", ["unit_id"], unique=False)
    op.create_table(
        "unit_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_code_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_code")),
        sa.UniqueConstraint(
            "scheme", "code", "valid_from", name=op.f("uq_unit_code_scheme_code_valid_from")
        ),
    )
    op.create_index(op.f("ix_unit_code_unit_id"), "unit_code", ["unit_id"], unique=False)
    op.create_table(
        "unit_name",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("folded", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_name_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "language", name=op.f("pk_unit_name")),
    )
    op.create_index(op.f("ix_unit_name_folded"), "unit_name", ["folded"], unique=False)
    op.create_table(
        "unit_parent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_parent_id_unit")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_parent_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_parent")),
        sa.UniqueConstraint(
            "unit_id", "valid_from", name=op.f("uq_unit_parent_unit_id_valid_from")
        ),
    )
    op.create_index(op.f("ix_unit_parent_parent_id"), "unit_parent", ["parent_id"], unique=False)
    op.create_table(
        "unit_path",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ancestors", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_path_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_path")),
    )
    op.create_index(
        "ix_unit_path_unit_id_ancestors", "unit_path", ["unit_id", "ancestors"], unique=True
    )
    op.create_table(
        "volume",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import.id"], name=op.f("fk_volume_import_id_import")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_volume_unit_id_unit")),
        sa.PrimaryKeyConstraint(
            "unit_id", "day", "service_id", "import_id", name=op.f("pk_volume")
        ),
    )
    op.create_index(op.f("ix_volume_import_id"), "volume", ["import_id"], unique=False)
    op.create_table(
        "wave_phase",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.SmallInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_phase_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", "phase", name=op.f("pk_wave_phase")),
    )
    op.create_table(
        "wave_unit",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_wave_unit_unit_id_unit")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_unit_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", "unit_id", name=op.f("pk_wave_unit")),
    )
    op.create_table(
        "assessment_colour",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("sub_indicator_id", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(length=8), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("verified_colour", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_colour_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["sub_indicator_id"],
            ["sub_indicator.id"],
            name=op.f("fk_assessment_colour_sub_indicator_id_sub_indicator"),
        ),
        sa.PrimaryKeyConstraint(
            "assessment_id", "sub_indicator_id", name=op.f("pk_assessment_colour")
        ),
    )
    op.create_table(
        "baseline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=4), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("bucket", sa.String(length=8), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("points", sa.SmallInteger(), nullable=False),
        sa.Column("centre", sa.Double(), nullable=False),
        sa.Column("spread", sa.JSON(), nullable=False),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.String(length=240), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["baseline.id"], name=op.f("fk_baseline_replaces_id_baseline")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_baseline_service_id_service")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_baseline_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline")),
    )
    op.create_index(
        "ix_baseline_series",
        "baseline",
        ["unit_id", "indicator", "scope", "service_id", "bucket"],
        unique=False,
    )
    op.create_table(
        "citizen_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("said_unit_id", sa.Integer(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("receipt", sa.BigInteger(), nullable=True),
        sa.Column("forget_receipt_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("severity", sa.String(length=12), nullable=False),
        sa.Column("complex", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=240), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=True),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("owner_name", sa.String(length=120), nullable=True),
        sa.Column("owner_position", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_citizen_case_service_id_service")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_citizen_case_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_case")),
        sa.UniqueConstraint("key", name=op.f("uq_citizen_case_key")),
        sa.UniqueConstraint("number", name=op.f("uq_citizen_case_number")),
    )
    op.create_index(
        op.f("ix_citizen_case_forget_receipt_on"),
        "citizen_case",
        ["forget_receipt_on"],
        unique=False,
    )
    op.create_index(op.f("ix_citizen_case_receipt"), "citizen_case", ["receipt"], unique=False)
    op.create_index(
        "ix_citizen_case_unit_id_state", "citizen_case", ["unit_id", "state"], unique=False
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"], ["addressee.id"], name=op.f("fk_delivery_addressee_id_addressee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
    )
    op.create_index(op.f("ix_delivery_addressee_id"), "delivery", ["addressee_id"], unique=False)
    op.create_index("ix_delivery_waiting", "delivery", ["settled_at", "due_ms"], unique=False)
    op.create_table(
        "event_name",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_name_event_id_event")
        ),
        sa.PrimaryKeyConstraint("event_id", "language", name=op.f("pk_event_name")),
    )
    op.create_table(
        "nonconformity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("severity", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=240), nullable=False),
        sa.Column("containment", sa.Text(), nullable=True),
        sa.Column("cause_group", sa.String(length=40), nullable=True),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("acted_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("no_action_why", sa.Text(), nullable=True),
        sa.Column("risks_updated", sa.Text(), nullable=True),
        sa.Column("closed_by", sa.String(length=240), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_name", sa.String(length=120), nullable=True),
        sa.Column("owner_position", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_nonconformity_service_id_service")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_nonconformity_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nonconformity")),
        sa.UniqueConstraint("number", name=op.f("uq_nonconformity_number")),
    )
    op.create_index(
        "ix_nonconformity_unit_id_state", "nonconformity", ["unit_id", "state"], unique=False
    )
    op.create_table(
        "review_figure",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=24), nullable=True),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("lineage", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_figure_review_id_review")
        ),
        sa.PrimaryKeyConstraint("review_id", "name", name=op.f("pk_review_figure")),
    )
    op.create_table(
        "review_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_note_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_note")),
    )
    op.create_index(op.f("ix_review_note_review_id"), "review_note", ["review_id"], unique=False)
    op.create_table(
        "review_signature",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("signed_by", sa.String(length=240), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_signature_review_id_review")
        ),
        sa.PrimaryKeyConstraint("review_id", "role", name=op.f("pk_review_signature")),
    )
    op.create_table(
        "service_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_code_service_id_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_code")),
        sa.UniqueConstraint(
            "service_id",
            "code",
            "valid_from",
            name=op.f("uq_service_code_service_id_code_valid_from"),
        ),
    )
    op.create_index(op.f("ix_service_code_code"), "service_code", ["code"], unique=False)
    op.create_table(
        "service_name",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("legal_time", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_name_service_id_service")
        ),
        sa.PrimaryKeyConstraint("service_id", "language", name=op.f("pk_service_name")),
    )
    op.create_table(
        "service_offer",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=24), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("legal_days", sa.Integer(), nullable=True),
        sa.Column("legal_unit", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_offer_service_id_service")
        ),
        sa.PrimaryKeyConstraint("service_id", "level", "valid_from", name=op.f("pk_service_offer")),
    )
    op.create_table(
        "staff_session",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(length=43), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_account.id"],
            name=op.f("fk_staff_session_account_id_staff_account"),
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_staff_session")),
    )
    op.create_index(
        op.f("ix_staff_session_account_id"), "staff_session", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_staff_session_expires_at"), "staff_session", ["expires_at"], unique=False
    )
    op.create_table(
        "sub_indicator_name",
        sa.Column("sub_indicator_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["sub_indicator_id"],
            ["sub_indicator.id"],
            name=op.f("fk_sub_indicator_name_sub_indicator_id_sub_indicator"),
        ),
        sa.PrimaryKeyConstraint("sub_indicator_id", "language", name=op.f("pk_sub_indicator_name")),
    )
    op.create_table(
        "touchpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("seed", sa.String(length=120), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("busiest_hour", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["print_batch.id"], name=op.f("fk_touchpoint_batch_id_print_batch")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_touchpoint_service_id_service")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_touchpoint_survey_id_survey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoint")),
        sa.UniqueConstraint("code", name=op.f("uq_touchpoint_code")),
        sa.UniqueConstraint("seed", name=op.f("uq_touchpoint_seed")),
    )
    op.create_table(
        "case_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("whom_to_call", sa.String(length=300), nullable=False),
        sa.Column("refusal", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.SmallInteger(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.String(length=240), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=240), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mark", sa.SmallInteger(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["citizen_case.id"], name=op.f("fk_case_answer_case_id_citizen_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_answer")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_answer_case_id_number")),
    )
    op.create_table(
        "case_deadline",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["citizen_case.id"], name=op.f("fk_case_deadline_case_id_citizen_case")
        ),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["case_clock.id"], name=op.f("fk_case_deadline_clock_id_case_clock")
        ),
        sa.PrimaryKeyConstraint("case_id", "round", "clock_id", name=op.f("pk_case_deadline")),
    )
    op.create_index(op.f("ix_case_deadline_due_on"), "case_deadline", ["due_on"], unique=False)
    op.create_table(
        "case_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=240), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["citizen_case.id"], name=op.f("fk_case_message_case_id_citizen_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_message")),
    )
    op.create_index(op.f("ix_case_message_case_id"), "case_message", ["case_id"], unique=False)
    op.create_table(
        "case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=240), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=True),
        sa.Column("to_unit_id", sa.Integer(), nullable=True),
        sa.Column("to_body", sa.String(length=200), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["citizen_case.id"], name=op.f("fk_case_step_case_id_citizen_case")
        ),
        sa.ForeignKeyConstraint(
            ["from_unit_id"], ["unit.id"], name=op.f("fk_case_step_from_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["to_unit_id"], ["unit.id"], name=op.f("fk_case_step_to_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"], unique=False)
    op.create_table(
        "effect_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nonconformity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fixed_by", sa.String(length=240), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=4), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("baseline_id", sa.Integer(), nullable=True),
        sa.Column("target", sa.Double(), nullable=False),
        sa.Column("needed_n", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seal_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["baseline_id"], ["baseline.id"], name=op.f("fk_effect_check_baseline_id_baseline")
        ),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"],
            ["nonconformity.id"],
            name=op.f("fk_effect_check_nonconformity_id_nonconformity"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_effect_check_service_id_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_check")),
        sa.UniqueConstraint(
            "nonconformity_id", "number", name=op.f("uq_effect_check_nonconformity_id_number")
        ),
    )
    op.create_index(op.f("ix_effect_check_due_on"), "effect_check", ["due_on"], unique=False)
    op.create_table(
        "kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("opens", sa.SmallInteger(), nullable=True),
        sa.Column("closes", sa.SmallInteger(), nullable=True),
        sa.Column("weekdays", sa.SmallInteger(), nullable=False),
        sa.Column("interval_s", sa.SmallInteger(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("battery", sa.SmallInteger(), nullable=True),
        sa.Column("charging", sa.Boolean(), nullable=True),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoint.id"], name=op.f("fk_kiosk_touchpoint_id_touchpoint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kiosk_token_hash")),
    )
    op.create_index(op.f("ix_kiosk_touchpoint_id"), "kiosk", ["touchpoint_id"], unique=False)
    op.create_table(
        "nonconformity_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nonconformity_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=240), nullable=False),
        sa.Column("act", sa.String(length=24), nullable=False),
        sa.Column("was", sa.String(length=240), nullable=True),
        sa.Column("became", sa.String(length=240), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"],
            ["nonconformity.id"],
            name=op.f("fk_nonconformity_step_nonconformity_id_nonconformity"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nonconformity_step")),
    )
    op.create_index(
        op.f("ix_nonconformity_step_nonconformity_id"),
        "nonconformity_step",
        ["nonconformity_id"],
        unique=False,
    )
    op.create_table(
        "nonconformity_why",
        sa.Column("nonconformity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"],
            ["nonconformity.id"],
            name=op.f("fk_nonconformity_why_nonconformity_id_nonconformity"),
        ),
        sa.PrimaryKeyConstraint("nonconformity_id", "number", name=op.f("pk_nonconformity_why")),
    )
    op.create_table(
        "objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=4), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("baseline_id", sa.Integer(), nullable=True),
        sa.Column("target", sa.Double(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=240), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=240), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=True),
        sa.Column("owner_name", sa.String(length=120), nullable=True),
        sa.Column("owner_position", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["baseline_id"], ["baseline.id"], name=op.f("fk_objective_baseline_id_baseline")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_objective_service_id_service")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_objective_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
    )
    op.create_index(op.f("ix_objective_unit_id"), "objective", ["unit_id"], unique=False)
    op.create_table(
        "signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("touchpoint_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=240), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=True),
        sa.Column("owner_name", sa.String(length=120), nullable=True),
        sa.Column("owner_position", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_signal_service_id_service")
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoint.id"], name=op.f("fk_signal_touchpoint_id_touchpoint")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_signal_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint(
            "unit_id",
            "subject",
            "rule",
            "start",
            "end",
            name=op.f("uq_signal_unit_id_subject_rule_start_end"),
        ),
    )
    op.create_index("ix_signal_unit_id_state", "signal", ["unit_id", "state"], unique=False)
    op.create_table(
        "slip",
        sa.Column("code_hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=80), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoint.id"], name=op.f("fk_slip_touchpoint_id_touchpoint")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_slip")),
    )
    op.create_index(op.f("ix_slip_batch"), "slip", ["batch"], unique=False)
    op.create_index(op.f("ix_slip_touchpoint_id"), "slip", ["touchpoint_id"], unique=False)
    op.create_table(
        "touchpoint_name",
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"],
            ["touchpoint.id"],
            name=op.f("fk_touchpoint_name_touchpoint_id_touchpoint"),
        ),
        sa.PrimaryKeyConstraint("touchpoint_id", "language", name=op.f("pk_touchpoint_name")),
    )
    op.create_table(
        "touchpoint_unit",
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"],
            ["touchpoint.id"],
            name=op.f("fk_touchpoint_unit_touchpoint_id_touchpoint"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_touchpoint_unit_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("touchpoint_id", "since_ms", name=op.f("pk_touchpoint_unit")),
    )
    op.create_index(
        op.f("ix_touchpoint_unit_unit_id"), "touchpoint_unit", ["unit_id"], unique=False
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["case_answer.id"], name=op.f("fk_attachment_answer_id_case_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_answer_id"), "attachment", ["answer_id"], unique=False)
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("resources", sa.Text(), nullable=True),
        sa.Column("signal_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=240), nullable=False),
        sa.Column("owner_name", sa.String(length=120), nullable=True),
        sa.Column("owner_position", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_decision_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["signal.id"], name=op.f("fk_review_decision_signal_id_signal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_decision")),
        sa.UniqueConstraint(
            "review_id", "number", name=op.f("uq_review_decision_review_id_number")
        ),
    )
    op.create_table(
        "said_did",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("nonconformity_id", sa.Integer(), nullable=True),
        sa.Column("effect_check_id", sa.Integer(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("did_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.String(length=240), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=240), nullable=True),
        sa.Column("withdrawn_why", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["effect_check_id"],
            ["effect_check.id"],
            name=op.f("fk_said_did_effect_check_id_effect_check"),
        ),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"],
            ["nonconformity.id"],
            name=op.f("fk_said_did_nonconformity_id_nonconformity"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_said_did_service_id_service")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_said_did_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said_did")),
    )
    op.create_index("ix_said_did_unit_id_state", "said_did", ["unit_id", "state"], unique=False)
    op.create_table(
        "signal_sentence",
        sa.Column("signal_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["signal.id"], name=op.f("fk_signal_sentence_signal_id_signal")
        ),
        sa.PrimaryKeyConstraint("signal_id", "language", name=op.f("pk_signal_sentence")),
    )
    op.create_table(
        "said_did_words",
        sa.Column("said_did_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["said_did_id"], ["said_did.id"], name=op.f("fk_said_did_words_said_did_id_said_did")
        ),
        sa.PrimaryKeyConstraint("said_did_id", "language", name=op.f("pk_said_did_words")),
    )


def downgrade() -> None:
    """Take the schema one step back."""
    op.drop_table("said_did_words")
    op.drop_table("signal_sentence")
    op.drop_index("ix_said_did_unit_id_state", table_name="said_did")
    op.drop_table("said_did")
    op.drop_table("review_decision")
    op.drop_index(op.f("ix_attachment_answer_id"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(op.f("ix_touchpoint_unit_unit_id"), table_name="touchpoint_unit")
    op.drop_table("touchpoint_unit")
    op.drop_table("touchpoint_name")
    op.drop_index(op.f("ix_slip_touchpoint_id"), table_name="slip")
    op.drop_index(op.f("ix_slip_batch"), table_name="slip")
    op.drop_table("slip")
    op.drop_index("ix_signal_unit_id_state", table_name="signal")
    op.drop_table("signal")
    op.drop_index(op.f("ix_objective_unit_id"), table_name="objective")
    op.drop_table("objective")
    op.drop_table("nonconformity_why")
    op.drop_index(op.f("ix_nonconformity_step_nonconformity_id"), table_name="nonconformity_step")
    op.drop_table("nonconformity_step")
    op.drop_index(op.f("ix_kiosk_touchpoint_id"), table_name="kiosk")
    op.drop_table("kiosk")
    op.drop_index(op.f("ix_effect_check_due_on"), table_name="effect_check")
    op.drop_table("effect_check")
    op.drop_index(op.f("ix_case_step_case_id"), table_name="case_step")
    op.drop_table("case_step")
    op.drop_index(op.f("ix_case_message_case_id"), table_name="case_message")
    op.drop_table("case_message")
    op.drop_index(op.f("ix_case_deadline_due_on"), table_name="case_deadline")
    op.drop_table("case_deadline")
    op.drop_table("case_answer")
    op.drop_table("touchpoint")
    op.drop_table("sub_indicator_name")
    op.drop_index(op.f("ix_staff_session_expires_at"), table_name="staff_session")
    op.drop_index(op.f("ix_staff_session_account_id"), table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_table("service_offer")
    op.drop_table("service_name")
    op.drop_index(op.f("ix_service_code_code"), table_name="service_code")
    op.drop_table("service_code")
    op.drop_table("review_signature")
    op.drop_index(op.f("ix_review_note_review_id"), table_name="review_note")
    op.drop_table("review_note")
    op.drop_table("review_figure")
    op.drop_index("ix_nonconformity_unit_id_state", table_name="nonconformity")
    op.drop_table("nonconformity")
    op.drop_table("event_name")
    op.drop_index("ix_delivery_waiting", table_name="delivery")
    op.drop_index(op.f("ix_delivery_addressee_id"), table_name="delivery")
    op.drop_table("delivery")
    op.drop_index("ix_citizen_case_unit_id_state", table_name="citizen_case")
    op.drop_index(op.f("ix_citizen_case_receipt"), table_name="citizen_case")
    op.drop_index(op.f("ix_citizen_case_forget_receipt_on"), table_name="citizen_case")
    op.drop_table("citizen_case")
    op.drop_index("ix_baseline_series", table_name="baseline")
    op.drop_table("baseline")
    op.drop_table("assessment_colour")
    op.drop_table("wave_unit")
    op.drop_table("wave_phase")
    op.drop_index(op.f("ix_volume_import_id"), table_name="volume")
    op.drop_table("volume")
    op.drop_index("ix_unit_path_unit_id_ancestors", table_name="unit_path")
    op.drop_table("unit_path")
    op.drop_index(op.f("ix_unit_parent_parent_id"), table_name="unit_parent")
    op.drop_table("unit_parent")
    op.drop_index(op.f("ix_unit_name_folded"), table_name="unit_name")
    op.drop_table("unit_name")
    op.drop_index(op.f("ix_unit_code_unit_id"), table_name="unit_code")
    op.drop_table("unit_code")
    op.drop_index(op.f("ix_task_unit_id"), table_name="task")
    op.drop_table("task")
    op.drop_table("survey_version")
    op.drop_index(op.f("ix_succession_to_id"), table_name="succession")
    op.drop_table("succession")
    op.drop_table("sub_indicator")
    op.drop_index(op.f("ix_staff_account_unit_id"), table_name="staff_account")
    op.drop_table("staff_account")
    op.drop_table("service_group_name")
    op.drop_index(op.f("ix_service_group_id"), table_name="service")
    op.drop_table("service")
    op.drop_table("review")
    op.drop_table("quotation")
    op.drop_table("official_figure")
    op.drop_table("money_report")
    op.drop_index(op.f("ix_event_unit_id"), table_name="event")
    op.drop_index(op.f("ix_event_starts_on"), table_name="event")
    op.drop_table("event")
    op.drop_index("ix_comment_reading_version_comment_id", table_name="comment_reading")
    op.drop_table("comment_reading")
    op.drop_index(op.f("ix_comment_correction_comment_id"), table_name="comment_correction")
    op.drop_table("comment_correction")
    op.drop_table("assessment")
    op.drop_table("api_key")
    op.drop_table("annex_indicator_name")
    op.drop_index(op.f("ix_addressee_unit_id"), table_name="addressee")
    op.drop_table("addressee")
    op.drop_table("wave")
    op.drop_table("verified")
    op.drop_table("unit")
    op.drop_table("survey")
    op.drop_table("staff_log")
    op.drop_index(op.f("ix_sign_in_attempt_last_at"), table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_table("service_group")
    op.drop_table("seal")
    op.drop_table("screening")
    op.drop_table("scoring")
    op.drop_table("revision")
    op.drop_table("published_vintage")
    op.drop_table("published")
    op.drop_table("property")
    op.drop_table("print_batch")
    op.drop_index("ix_pending_due", table_name="pending")
    op.drop_table("pending")
    op.drop_table("model_card")
    op.drop_index(op.f("ix_known_key_receipt"), table_name="known_key")
    op.drop_table("known_key")
    op.drop_table("job")
    op.drop_table("import")
    op.drop_table("excluded")
    op.drop_index("ix_entry_unit_id_day", table_name="entry")
    op.drop_index(
        "ix_entry_unfinished",
        table_name="entry",
        sqlite_where=sa.text("unfinished IS NOT NULL"),
        postgresql_where=sa.text("unfinished IS NOT NULL"),
    )
    op.drop_table("entry")
    op.drop_table("daily_root")
    op.drop_table("contact")
    op.drop_index("ix_comment_unit_id_day", table_name="comment")
    op.drop_index(op.f("ix_comment_response_id"), table_name="comment")
    op.drop_index("ix_comment_day_id", table_name="comment")
    op.drop_table("comment")
    op.drop_table("cell_touchpoint")
    op.drop_table("cell_service_day")
    op.drop_table("cell_service")
    op.drop_table("cell_hour")
    op.drop_table("cell_day")
    op.drop_table("case_clock")
    op.drop_table("answer_template")
    op.drop_table("annex_indicator")

"""The schema that the first release starts with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("display_name", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("id_number_digest", sa.String(length=64), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("username", name=op.f("uq_accounts_username")),
    )
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "definition_sets",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("files", models.base.Json(), nullable=False),
        sa.Column("loaded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_definition_sets")),
    )
    op.create_table(
        "login_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempts")),
    )
    with op.batch_alter_table("login_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_login_attempts_address_at", ["address", "at"], unique=False)
        batch_op.create_index("ix_login_attempts_username_at", ["username", "at"], unique=False)

    op.create_table(
        "objection_counts",
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("began_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_objection_counts")),
    )
    with op.batch_alter_table("objection_counts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_counts_began_at"), ["began_at"], unique=False
        )

    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("parent_code", sa.String(length=12), nullable=True),
        sa.CheckConstraint("length(code) IN (6, 9, 12)", name=op.f("ck_regions_code_length")),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["regions.code"], name=op.f("fk_regions_parent_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    with op.batch_alter_table("regions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regions_parent_code"), ["parent_code"], unique=False)

    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", models.base.Json(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "status_queries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_queries")),
    )
    with op.batch_alter_table("status_queries", schema=None) as batch_op:
        batch_op.create_index("ix_status_queries_address_at", ["address", "at"], unique=False)
        batch_op.create_index("ix_status_queries_at", ["at"], unique=False)
        batch_op.create_index("ix_status_queries_number_at", ["number", "at"], unique=False)

    op.create_table(
        "households",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("group_name", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("telephone_digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_code"], ["regions.code"], name=op.f("fk_households_village_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    with op.batch_alter_table("households", schema=None) as batch_op:
        batch_op.create_index("ix_households_place", ["village_code", "place"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_households_telephone_digest"), ["telephone_digest"], unique=False
        )

    op.create_table(
        "login_sessions",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("started_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_login_sessions_account_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_sessions")),
    )
    with op.batch_alter_table("login_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_login_sessions_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "official_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("registered_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_code"], ["regions.code"], name=op.f("fk_official_documents_area_code")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"],
            ["accounts.id"],
            name=op.f("fk_official_documents_registered_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_documents")),
        sa.UniqueConstraint(
            "area_code",
            "office",
            "year",
            "key",
            name=op.f("uq_official_documents_area_code_office_year_key"),
        ),
    )
    op.create_table(
        "officials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("compared_name", sa.String(length=60), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("id_number_digest", sa.String(length=64), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "village_code IS NOT NULL OR id_number_digest IS NOT NULL",
            name=op.f("ck_officials_comparable"),
        ),
        sa.ForeignKeyConstraint(
            ["county_code"], ["regions.code"], name=op.f("fk_officials_county_code")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["accounts.id"], name=op.f("fk_officials_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["regions.code"], name=op.f("fk_officials_village_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officials")),
    )
    with op.batch_alter_table("officials", schema=None) as batch_op:
        batch_op.create_index(
            "ix_officials_county", ["county_code", "compared_name", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_officials_id_number_digest"), ["id_number_digest"], unique=False
        )
        batch_op.create_index("ix_officials_name", ["compared_name", "village_code"], unique=False)

    op.create_table(
        "old_ledgers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["county_code"], ["regions.code"], name=op.f("fk_old_ledgers_county_code")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["accounts.id"], name=op.f("fk_old_ledgers_imported_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_ledgers")),
    )
    with op.batch_alter_table("old_ledgers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_old_ledgers_county_code"), ["county_code"], unique=False
        )

    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_code"], ["regions.code"], name=op.f("fk_organisations_area_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("name", name=op.f("uq_organisations_name")),
    )
    op.create_table(
        "phrases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("county_code", sa.String(length=6), nullable=True),
        sa.Column("form_key", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (county_code IS NULL)", name=op.f("ck_phrases_owner")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_phrases_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["accounts.id"], name=op.f("fk_phrases_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrases")),
    )
    with op.batch_alter_table("phrases", schema=None) as batch_op:
        batch_op.create_index("ix_phrases_account", ["account_id"], unique=False)
        batch_op.create_index("ix_phrases_county", ["county_code"], unique=False)

    op.create_table(
        "process_instances",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("definition_hash", sa.String(length=64), nullable=False),
        sa.Column("process_id", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("result", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("previous_state", sa.LargeBinary(), nullable=True),
        sa.Column("undo_task", sa.String(length=36), nullable=True),
        sa.Column("undo", sa.Text(), nullable=True),
        sa.Column("started_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'running') = (ended_at IS NULL)", name=op.f("ck_process_instances_ended")
        ),
        sa.CheckConstraint(
            "due_at IS NULL OR status = 'running'", name=op.f("ck_process_instances_due")
        ),
        sa.CheckConstraint(
            "result IS NULL OR status = 'completed'", name=op.f("ck_process_instances_result")
        ),
        sa.CheckConstraint(
            "status IN ('running', 'completed', 'cancelled')",
            name=op.f("ck_process_instances_status"),
        ),
        sa.CheckConstraint(
            "(undo_task IS NULL) = (previous_state IS NULL)", name=op.f("ck_process_instances_undo")
        ),
        sa.ForeignKeyConstraint(
            ["definition_hash"],
            ["definition_sets.hash"],
            name=op.f("fk_process_instances_definition_hash"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_instances")),
    )
    with op.batch_alter_table("process_instances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_process_instances_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            "ix_process_instances_due_at",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_process_instances_subject", ["subject_kind", "subject_id"], unique=False
        )

    op.create_table(
        "programmes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("parameters_version", sa.Integer(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["county_code"], ["regions.code"], name=op.f("fk_programmes_county_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("code", name=op.f("uq_programmes_code")),
        sa.UniqueConstraint(
            "county_code", "year", "plan", name=op.f("uq_programmes_county_code_year_plan")
        ),
    )
    op.create_table(
        "stand_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("account_id <> deputy_id", name=op.f("ck_stand_ins_two_persons")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_stand_ins_period")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_stand_ins_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["accounts.id"], name=op.f("fk_stand_ins_deputy_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["accounts.id"], name=op.f("fk_stand_ins_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["accounts.id"], name=op.f("fk_stand_ins_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_ins")),
    )
    with op.batch_alter_table("stand_ins", schema=None) as batch_op:
        batch_op.create_index("ix_stand_ins_account", ["account_id", "last_day"], unique=False)
        batch_op.create_index("ix_stand_ins_deputy", ["deputy_id", "last_day"], unique=False)

    op.create_table(
        "case_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.String(length=60), nullable=False),
        sa.Column("node_id", sa.String(length=60), nullable=False),
        sa.Column("step_name", sa.String(length=60), nullable=False),
        sa.Column("form_key", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("scan_ids", models.base.Json(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("refused_count", sa.Integer(), nullable=False),
        sa.Column("taken_back_count", sa.Integer(), nullable=False),
        sa.Column("official_document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_code"], ["regions.code"], name=op.f("fk_case_lists_area_code")
        ),
        sa.ForeignKeyConstraint(
            ["county_code"], ["regions.code"], name=op.f("fk_case_lists_county_code")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["accounts.id"], name=op.f("fk_case_lists_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["official_document_id"],
            ["official_documents.id"],
            name=op.f("fk_case_lists_official_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_case_lists_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_case_lists_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["accounts.id"], name=op.f("fk_case_lists_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_lists")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_case_lists_county_code_number")),
    )
    with op.batch_alter_table("case_lists", schema=None) as batch_op:
        batch_op.create_index("ix_case_lists_desk", ["role", "area_code", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_case_lists_official_document_id"), ["official_document_id"], unique=False
        )

    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_grants_account_id")),
        sa.ForeignKeyConstraint(["area_code"], ["regions.code"], name=op.f("fk_grants_area_code")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_grants_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint(
            "account_id", "role", "area_code", name=op.f("uq_grants_account_id_role_area_code")
        ),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grants_account_id"), ["account_id"], unique=False)

    op.create_table(
        "houses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("structure", sa.String(length=20), nullable=False),
        sa.Column("built_year", sa.Integer(), nullable=True),
        sa.Column("area_m2", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("rooms", sa.Integer(), nullable=False),
        sa.Column("storeys", sa.Integer(), nullable=False),
        sa.CheckConstraint("area_m2 > 0", name=op.f("ck_houses_area_positive")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_houses_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_houses")),
        sa.UniqueConstraint("household_id", name=op.f("uq_houses_household_id")),
    )
    op.create_table(
        "intake_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("told", sa.String(length=500), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('preview', 'running', 'finished', 'discarded')",
            name=op.f("ck_intake_sheets_state"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_intake_sheets_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["accounts.id"], name=op.f("fk_intake_sheets_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_sheets")),
    )
    with op.batch_alter_table("intake_sheets", schema=None) as batch_op:
        batch_op.create_index(
            "ix_intake_sheets_uploaded_by_id", ["uploaded_by_id", "id"], unique=False
        )

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("content", models.base.Json(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("ends_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("is_on_site", sa.Boolean(), nullable=False),
        sa.Column("leaves_site_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("household_count", sa.Integer(), nullable=False),
        sa.Column("open_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(posted_on IS NULL) = (ends_at IS NULL)", name=op.f("ck_notices_posted")
        ),
        sa.ForeignKeyConstraint(["area_code"], ["regions.code"], name=op.f("fk_notices_area_code")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["notices.id"], name=op.f("fk_notices_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["county_code"], ["regions.code"], name=op.f("fk_notices_county_code")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["accounts.id"], name=op.f("fk_notices_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_notices_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_notices_county_code_number")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_area", ["level", "area_code", "id"], unique=False)
        batch_op.create_index("ix_notices_number", ["number"], unique=False)
        batch_op.create_index(
            "ix_notices_on_site",
            ["leaves_site_at", "id", "is_on_site", "state", "level", "programme_id"],
            unique=False,
            sqlite_where=sa.text("leaves_site_at IS NOT NULL"),
            postgresql_where=sa.text("leaves_site_at IS NOT NULL"),
        )

    op.create_table(
        "old_ledger_households",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ledger_id", sa.Integer(), nullable=False),
        sa.Column("row_digest", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("programme_title", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("compared_name", sa.String(length=60), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=True),
        sa.Column("id_number_digest", sa.String(length=64), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("house_code", sa.String(length=40), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_yuan", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["old_ledgers.id"], name=op.f("fk_old_ledger_households_ledger_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["regions.code"], name=op.f("fk_old_ledger_households_village_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_ledger_households")),
        sa.UniqueConstraint(
            "ledger_id", "row_digest", name=op.f("uq_old_ledger_households_ledger_id_row_digest")
        ),
    )
    with op.batch_alter_table("old_ledger_households", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_old_ledger_households_house_code"), ["house_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_old_ledger_households_id_number_digest"),
            ["id_number_digest"],
            unique=False,
        )
        batch_op.create_index(
            "ix_old_ledger_households_name", ["compared_name", "village_code"], unique=False
        )
        batch_op.create_index(
            "ix_old_ledger_households_place", ["village_code", "place"], unique=False
        )

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("payload", models.base.Json(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("written_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instances.id"], name=op.f("fk_outbox_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_held",
            ["instance_id"],
            unique=False,
            sqlite_where=sa.text("result = 'held'"),
            postgresql_where=sa.text("result = 'held'"),
        )
        batch_op.create_index(
            "ix_outbox_pending",
            ["id"],
            unique=False,
            sqlite_where=sa.text("delivered_at IS NULL"),
            postgresql_where=sa.text("delivered_at IS NULL"),
        )

    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pinyin_initials", sa.String(length=60), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("id_number_digest", sa.String(length=64), nullable=False),
        sa.Column("sex", sa.String(length=4), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("nation", sa.String(length=20), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_persons_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_persons_household_id"), ["household_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_persons_id_number_digest"), ["id_number_digest"], unique=False
        )
        batch_op.create_index(
            "ix_persons_name", ["name"], unique=False, postgresql_ops={"name": "text_pattern_ops"}
        )
        batch_op.create_index(
            batch_op.f("ix_persons_pinyin_initials"), ["pinyin_initials"], unique=False
        )

    op.create_table(
        "programme_parameters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", models.base.Json(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_parameters_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["accounts.id"], name=op.f("fk_programme_parameters_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_parameters")),
        sa.UniqueConstraint(
            "programme_id",
            "name",
            "valid_from",
            "set_at",
            name=op.f("uq_programme_parameters_programme_id_name_valid_from_set_at"),
        ),
    )
    with op.batch_alter_table("programme_parameters", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_parameters_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("township_code", sa.String(length=12), nullable=False),
        sa.Column("site_village_code", sa.String(length=12), nullable=True),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("contract_number", sa.String(length=60), nullable=False),
        sa.Column("contract_on", sa.Date(), nullable=True),
        sa.Column("contract_yuan", sa.Integer(), nullable=True),
        sa.Column("builder_name", sa.String(length=80), nullable=False),
        sa.Column("builder_credit_code", sa.String(length=18), nullable=False),
        sa.Column("builder_account", sa.Text(), nullable=False),
        sa.Column("builder_bank", sa.String(length=60), nullable=False),
        sa.Column("supervisor_name", sa.String(length=40), nullable=False),
        sa.Column("supervisor_trained", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("history_length", sa.Integer(), nullable=False),
        sa.Column("history_head", sa.String(length=64), nullable=False),
        sa.CheckConstraint("contract_yuan >= 0", name=op.f("ck_projects_contract_amount")),
        sa.CheckConstraint("finished_on >= started_on", name=op.f("ck_projects_span")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["accounts.id"], name=op.f("fk_projects_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_projects_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["site_village_code"], ["regions.code"], name=op.f("fk_projects_site_village_code")
        ),
        sa.ForeignKeyConstraint(
            ["township_code"], ["regions.code"], name=op.f("fk_projects_township_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("number", name=op.f("uq_projects_number")),
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_projects_programme_id"), ["programme_id"], unique=False
        )
        batch_op.create_index("ix_projects_township", ["township_code", "id"], unique=False)

    op.create_table(
        "research_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=True),
        sa.Column("attendees", models.base.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["official_documents.id"], name=op.f("fk_research_meetings_minutes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_meetings")),
        sa.UniqueConstraint("minutes_id", name=op.f("uq_research_meetings_minutes_id")),
    )
    op.create_table(
        "applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("slip_edition", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("household_size", sa.Integer(), nullable=True),
        sa.Column("identities", models.base.Json(), nullable=True),
        sa.Column("certificate_number", sa.Text(), nullable=True),
        sa.Column("hukou", sa.String(length=10), nullable=True),
        sa.Column("long_term_rural", sa.Boolean(), nullable=True),
        sa.Column("dwelling", sa.String(length=20), nullable=True),
        sa.Column("whole_household_no_house", sa.Boolean(), nullable=True),
        sa.Column("suspected_grade", sa.String(length=10), nullable=True),
        sa.Column("hukou_statement", sa.Text(), nullable=False),
        sa.Column("income_statement", sa.Text(), nullable=False),
        sa.Column("danger_statement", sa.Text(), nullable=False),
        sa.Column("wish_statement", sa.Text(), nullable=False),
        sa.Column("annual_income_yuan", sa.Integer(), nullable=True),
        sa.Column("wished_method", sa.String(length=20), nullable=True),
        sa.Column("signing", sa.String(length=20), nullable=True),
        sa.Column("unclear", models.base.Json(), nullable=True),
        sa.Column("papers", models.base.Json(), nullable=True),
        sa.Column("identity_passed_on", sa.Date(), nullable=True),
        sa.Column("marked_in_archive", sa.Boolean(), nullable=True),
        sa.Column("in_relocation_plan", sa.Boolean(), nullable=True),
        sa.Column("stable_out_of_poverty", sa.Boolean(), nullable=True),
        sa.Column("no_house_confirmed", sa.Boolean(), nullable=True),
        sa.Column("building_difficulty", sa.Boolean(), nullable=True),
        sa.Column("house_code", sa.String(length=40), nullable=True),
        sa.Column("grade", sa.String(length=1), nullable=True),
        sa.Column("graded_on", sa.Date(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=20), nullable=True),
        sa.Column("builder", sa.String(length=20), nullable=True),
        sa.Column("planned_area_m2", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("large_household_application", sa.Boolean(), nullable=True),
        sa.Column("township_formal_document", sa.Boolean(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_subsidy_yuan", sa.Integer(), nullable=True),
        sa.Column("fund", sa.String(length=20), nullable=True),
        sa.Column("registry_number", sa.String(length=40), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("measured_area_m2", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("repair_cost_yuan", sa.Integer(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("payable_yuan", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("is_payee_pending", sa.Boolean(), nullable=False),
        sa.Column("card_holder", sa.String(length=60), nullable=True),
        sa.Column("card_number", sa.Text(), nullable=True),
        sa.Column("card_digest", sa.String(length=64), nullable=True),
        sa.Column("card_bank", sa.String(length=60), nullable=True),
        sa.Column("pays_builder", sa.Boolean(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("open_holds", sa.Integer(), nullable=False),
        sa.Column("duplicates_due_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("history_length", sa.Integer(), nullable=False),
        sa.Column("history_head", sa.String(length=64), nullable=False),
        sa.CheckConstraint("grade IN ('A', 'B', 'C', 'D')", name=op.f("ck_applications_grade")),
        sa.CheckConstraint("measured_area_m2 > 0", name=op.f("ck_applications_measured_area")),
        sa.CheckConstraint("planned_area_m2 > 0", name=op.f("ck_applications_planned_area")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["organisations.id"], name=op.f("fk_applications_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_applications_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["accounts.id"], name=op.f("fk_applications_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_applications_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_applications_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["regions.code"], name=op.f("fk_applications_village_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("number", name=op.f("uq_applications_number")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_applications_card_digest"), ["card_digest"], unique=False
        )
        batch_op.create_index(
            "ix_applications_duplicates_due",
            ["duplicates_due_at"],
            unique=False,
            sqlite_where=sa.text("duplicates_due_at IS NOT NULL"),
            postgresql_where=sa.text("duplicates_due_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_applications_house_code"), ["house_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_applications_household_id"), ["household_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_applications_programme_id"), ["programme_id"], unique=False
        )
        batch_op.create_index(
            "ix_applications_progress",
            [
                "village_code",
                "programme_id",
                "state",
                "result",
                "ended_at",
                "dwelling",
                "grade",
                "reported_on",
                "identity_passed_on",
                "graded_on",
                "approved_on",
                "started_on",
                "completed_on",
                "accepted_on",
                "paid_on",
                "payable_yuan",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_applications_suspended",
            ["village_code", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'suspended'"),
            postgresql_where=sa.text("state = 'suspended'"),
        )
        batch_op.create_index("ix_applications_village_id", ["village_code", "id"], unique=False)

    op.create_table(
        "appraisal_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("begins_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("meeting_kind", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("chair", sa.String(length=40), nullable=False),
        sa.Column("minute_taker", sa.String(length=40), nullable=False),
        sa.Column("due_count", sa.Integer(), nullable=False),
        sa.Column("present_count", sa.Integer(), nullable=False),
        sa.Column("attendees", models.base.Json(), nullable=False),
        sa.Column("document_ids", models.base.Json(), nullable=False),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_appraisal_meetings_hours")),
        sa.CheckConstraint(
            "present_count <= due_count", name=op.f("ck_appraisal_meetings_present")
        ),
        sa.ForeignKeyConstraint(
            ["area_code"], ["regions.code"], name=op.f("fk_appraisal_meetings_area_code")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["case_lists.id"], name=op.f("fk_appraisal_meetings_list_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_meetings")),
        sa.UniqueConstraint("list_id", name=op.f("uq_appraisal_meetings_list_id")),
    )
    with op.batch_alter_table("appraisal_meetings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appraisal_meetings_area_code"), ["area_code"], unique=False
        )
        batch_op.create_index(
            "ix_appraisal_meetings_held_on", ["held_on", "area_code"], unique=False
        )

    op.create_table(
        "notice_places",
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_code"], ["regions.code"], name=op.f("fk_notice_places_area_code")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_places_notice_id")
        ),
        sa.PrimaryKeyConstraint("area_code", "notice_id", name=op.f("pk_notice_places")),
    )
    with op.batch_alter_table("notice_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_places_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "duty_exceptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(area_code IS NULL) <> (application_id IS NULL)", name=op.f("ck_duty_exceptions_scope")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_duty_exceptions_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_duty_exceptions_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["area_code"], ["regions.code"], name=op.f("fk_duty_exceptions_area_code")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["accounts.id"], name=op.f("fk_duty_exceptions_granted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_exceptions")),
    )
    with op.batch_alter_table("duty_exceptions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_duty_exceptions_account", ["account_id", "rule", "until"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_duty_exceptions_county_code"), ["county_code"], unique=False
        )

    op.create_table(
        "file_reads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("is_in_clear", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_file_reads_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_file_reads_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_reads")),
    )
    with op.batch_alter_table("file_reads", schema=None) as batch_op:
        batch_op.create_index("ix_file_reads_account_at", ["account_id", "at"], unique=False)
        batch_op.create_index("ix_file_reads_application", ["application_id", "id"], unique=False)

    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("is_machine", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=40), nullable=False),
        sa.Column("actor_role", sa.String(length=40), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("payload", models.base.Json(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts.id"], name=op.f("fk_history_actor_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_history_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
        sa.UniqueConstraint(
            "subject_kind", "subject_id", "seq", name=op.f("uq_history_subject_kind_subject_id_seq")
        ),
    )
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.create_index("ix_history_actor", ["actor_id", "id"], unique=False)
        batch_op.create_index(
            "ix_history_actor_application", ["actor_id", "application_id"], unique=False
        )
        batch_op.create_index("ix_history_application", ["application_id", "id"], unique=False)

    op.create_table(
        "intake_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("saved_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("typed_by", models.base.Json(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("groups", models.base.Json(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("sheet_row_digest", sa.String(length=64), nullable=True),
        sa.Column("filed_application_id", sa.Integer(), nullable=True),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column("set_aside_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("set_aside_by_id", sa.Integer(), nullable=True),
        sa.Column("set_aside_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("origin IN ('typed', 'sheet')", name=op.f("ck_intake_drafts_origin")),
        sa.CheckConstraint(
            "set_aside_at IS NULL OR set_aside_reason <> ''",
            name=op.f("ck_intake_drafts_set_aside_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["accounts.id"], name=op.f("fk_intake_drafts_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["filed_application_id"],
            ["applications.id"],
            name=op.f("fk_intake_drafts_filed_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["filed_by_id"], ["accounts.id"], name=op.f("fk_intake_drafts_filed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_intake_drafts_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_aside_by_id"], ["accounts.id"], name=op.f("fk_intake_drafts_set_aside_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["regions.code"], name=op.f("fk_intake_drafts_village_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_drafts")),
        sa.UniqueConstraint(
            "filed_application_id", name=op.f("uq_intake_drafts_filed_application_id")
        ),
        sa.UniqueConstraint("sheet_row_digest", name=op.f("uq_intake_drafts_sheet_row_digest")),
    )
    with op.batch_alter_table("intake_drafts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_intake_drafts_in_the_making",
            ["village_code", "id"],
            unique=False,
            sqlite_where=sa.text("filed_application_id IS NULL AND set_aside_at IS NULL"),
            postgresql_where=sa.text("filed_application_id IS NULL AND set_aside_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_intake_drafts_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "noticed_households",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("first_turn_id", sa.Integer(), nullable=True),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("snapshot", models.base.Json(), nullable=False),
        sa.Column("opened_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("ends_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("taken_off_because", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_noticed_households_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["area_code"], ["regions.code"], name=op.f("fk_noticed_households_area_code")
        ),
        sa.ForeignKeyConstraint(
            ["first_turn_id"],
            ["noticed_households.id"],
            name=op.f("fk_noticed_households_first_turn_id"),
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_noticed_households_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_noticed_households_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_noticed_households")),
    )
    with op.batch_alter_table("noticed_households", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_noticed_households_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_noticed_households_first_turn_id"), ["first_turn_id"], unique=False
        )
        batch_op.create_index(
            "ix_noticed_households_notice", ["notice_id", "position"], unique=False
        )
        batch_op.create_index(
            "ix_noticed_households_waiting",
            ["level", "area_code", "programme_id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("aims_at", sa.String(length=12), nullable=False),
        sa.Column("blocks", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("repeats_id", sa.Integer(), nullable=True),
        sa.Column("handled_level", sa.String(length=12), nullable=False),
        sa.Column("came_by", sa.String(length=12), nullable=False),
        sa.Column("objector_name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("form_digest", sa.String(length=64), nullable=True),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.Column("received_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("finding", sa.String(length=12), nullable=True),
        sa.Column("closed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(aims_at = 'household') = (application_id IS NOT NULL)", name=op.f("ck_objections_aim")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_objections_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_objections_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["accounts.id"], name=op.f("fk_objections_received_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["repeats_id"], ["objections.id"], name=op.f("fk_objections_repeats_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_objections_code_digest")),
        sa.UniqueConstraint("form_digest", name=op.f("uq_objections_form_digest")),
    )
    with op.batch_alter_table("objections", schema=None) as batch_op:
        batch_op.create_index("ix_objections_application", ["application_id"], unique=False)
        batch_op.create_index("ix_objections_notice", ["notice_id", "text_digest"], unique=False)
        batch_op.create_index("ix_objections_state", ["state"], unique=False)

    op.create_table(
        "project_households",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("dwelling_number", sa.String(length=20), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("joined_by_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("measured_area_m2", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", sa.String(length=500), nullable=False),
        sa.Column("left_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "measured_area_m2 > 0", name=op.f("ck_project_households_measured_area")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_project_households_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["joined_by_id"], ["accounts.id"], name=op.f("fk_project_households_joined_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["left_by_id"], ["accounts.id"], name=op.f("fk_project_households_left_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_households_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_households")),
    )
    with op.batch_alter_table("project_households", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_households_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            "uq_project_households_dwelling",
            ["project_id", "dwelling_number"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )
        batch_op.create_index(
            "uq_project_households_live_case",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "refusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason_kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_refusals_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["accounts.id"], name=op.f("fk_refusals_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusals")),
    )
    with op.batch_alter_table("refusals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_refusals_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "resettlements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_resettlements_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resettlements")),
    )
    with op.batch_alter_table("resettlements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resettlements_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("engine_id", sa.String(length=36), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.String(length=60), nullable=False),
        sa.Column("node_id", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("form_key", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("opened_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("asked_because", sa.String(length=1000), nullable=False),
        sa.Column("came_from", sa.String(length=200), nullable=False),
        sa.Column("done_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("assigned_by_id", sa.Integer(), nullable=True),
        sa.Column("urged_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("urged_by", sa.String(length=40), nullable=True),
        sa.Column("done_for_id", sa.Integer(), nullable=True),
        sa.Column("is_typed_for", sa.Boolean(), nullable=False),
        sa.Column("lacks_paper", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=1000), nullable=False),
        sa.Column("late_confirmed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("late_confirmed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_tasks_application_id")
        ),
        sa.ForeignKeyConstraint(["area_code"], ["regions.code"], name=op.f("fk_tasks_area_code")),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["accounts.id"], name=op.f("fk_tasks_assigned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"], ["accounts.id"], name=op.f("fk_tasks_assigned_to_id")
        ),
        sa.ForeignKeyConstraint(["done_by_id"], ["accounts.id"], name=op.f("fk_tasks_done_by_id")),
        sa.ForeignKeyConstraint(
            ["done_for_id"], ["accounts.id"], name=op.f("fk_tasks_done_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instances.id"], name=op.f("fk_tasks_instance_id")
        ),
        sa.ForeignKeyConstraint(
            ["late_confirmed_by_id"], ["accounts.id"], name=op.f("fk_tasks_late_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_tasks_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index("ix_tasks_application", ["application_id", "id"], unique=False)
        batch_op.create_index("ix_tasks_done_by", ["done_by_id", "done_at"], unique=False)
        batch_op.create_index(
            "ix_tasks_due",
            ["due_on", "application_id"],
            unique=False,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.create_index(
            "ix_tasks_inbox",
            ["role", "area_code", "due_on", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.create_index("ix_tasks_instance_engine", ["instance_id", "engine_id"], unique=True)
        batch_op.create_index(
            "ix_tasks_lacking_of_case",
            ["application_id", "lacks_paper"],
            unique=False,
            sqlite_where=sa.text("lacks_paper"),
            postgresql_where=sa.text("lacks_paper"),
        )
        batch_op.create_index(
            "ix_tasks_lacking_paper",
            ["role", "area_code", "id"],
            unique=False,
            sqlite_where=sa.text("lacks_paper"),
            postgresql_where=sa.text("lacks_paper"),
        )
        batch_op.create_index(
            "ix_tasks_late_entries",
            ["area_code", "id"],
            unique=False,
            sqlite_where=sa.text("late_reason <> '' AND late_confirmed_at IS NULL"),
            postgresql_where=sa.text("late_reason <> '' AND late_confirmed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_tasks_open_node",
            ["node_id", "application_id"],
            unique=False,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "withdrawals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_withdrawals_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_withdrawals_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawals")),
    )
    with op.batch_alter_table("withdrawals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_withdrawals_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "acceptance_checks",
        sa.Column("missing", models.base.Json(), nullable=False),
        sa.Column("supplement_due", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("delivery", sa.String(length=20), nullable=True),
        sa.Column("received_by", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'decline' OR delivered_on IS NOT NULL",
            name=op.f("ck_acceptance_checks_told_on"),
        ),
        sa.CheckConstraint(
            "outcome <> 'return' OR supplement_due IS NOT NULL",
            name=op.f("ck_acceptance_checks_due_of_supplement"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_acceptance_checks_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_acceptance_checks_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_acceptance_checks_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance_checks")),
    )
    with op.batch_alter_table("acceptance_checks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acceptance_checks_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_acceptance_checks_task_id"), ["task_id"], unique=False)

    op.create_table(
        "account_repairs",
        sa.Column("old_card_masked", sa.String(length=40), nullable=False),
        sa.Column("card_copy_ids", models.base.Json(), nullable=False),
        sa.Column("card_holder", sa.String(length=60), nullable=False),
        sa.Column("card_masked", sa.String(length=40), nullable=False),
        sa.Column("card_digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_account_repairs_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_account_repairs_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_account_repairs_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_repairs")),
    )
    with op.batch_alter_table("account_repairs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_repairs_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_account_repairs_task_id"), ["task_id"], unique=False)

    op.create_table(
        "account_verifications",
        sa.Column("bank_confirmed", sa.Boolean(), nullable=True),
        sa.Column("card_masked", sa.String(length=40), nullable=False),
        sa.Column("card_digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_account_verifications_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_account_verifications_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_account_verifications_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_verifications")),
    )
    with op.batch_alter_table("account_verifications", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_verifications_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_verifications_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "appraisal_statements",
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("document_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_appraisal_statements_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_appraisal_statements_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_appraisal_statements_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_statements")),
    )
    with op.batch_alter_table("appraisal_statements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appraisal_statements_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_appraisal_statements_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "appraisals",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("stepped_aside", sa.String(length=200), nullable=False),
        sa.Column("is_compared", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND abstained >= 0", name=op.f("ck_appraisals_votes")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_appraisals_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["appraisal_meetings.id"], name=op.f("fk_appraisals_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_appraisals_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_appraisals_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisals")),
    )
    with op.batch_alter_table("appraisals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appraisals_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_appraisals_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appraisals_task_id"), ["task_id"], unique=False)
        batch_op.create_index(
            "ix_appraisals_to_compare",
            ["id"],
            unique=False,
            sqlite_where=sa.text("NOT is_compared"),
            postgresql_where=sa.text("NOT is_compared"),
        )

    op.create_table(
        "archive_closings",
        sa.Column("items", models.base.Json(), nullable=False),
        sa.Column("payment_state", sa.String(length=10), nullable=False),
        sa.Column("moved_in", sa.Boolean(), nullable=True),
        sa.Column("moved_in_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_archive_closings_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_archive_closings_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_archive_closings_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_closings")),
    )
    with op.batch_alter_table("archive_closings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_archive_closings_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_archive_closings_task_id"), ["task_id"], unique=False)

    op.create_table(
        "archive_reviews",
        sa.Column("file_complete", sa.Boolean(), nullable=True),
        sa.Column("missing", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_archive_reviews_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_archive_reviews_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_archive_reviews_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_reviews")),
    )
    with op.batch_alter_table("archive_reviews", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_archive_reviews_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_archive_reviews_task_id"), ["task_id"], unique=False)

    op.create_table(
        "archive_supplies",
        sa.Column("supplied", sa.Text(), nullable=False),
        sa.Column("document_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_archive_supplies_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_archive_supplies_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_archive_supplies_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_supplies")),
    )
    with op.batch_alter_table("archive_supplies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_archive_supplies_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_archive_supplies_task_id"), ["task_id"], unique=False)

    op.create_table(
        "area_relaxations",
        sa.Column("document_ids", models.base.Json(), nullable=False),
        sa.Column("official_document_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'report' OR official_document_id IS NOT NULL",
            name=op.f("ck_area_relaxations_document_of_report"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_area_relaxations_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["official_document_id"],
            ["official_documents.id"],
            name=op.f("fk_area_relaxations_official_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_area_relaxations_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_area_relaxations_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_relaxations")),
    )
    with op.batch_alter_table("area_relaxations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_area_relaxations_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_area_relaxations_official_document_id"),
            ["official_document_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_area_relaxations_task_id"), ["task_id"], unique=False)

    op.create_table(
        "area_violations",
        sa.Column("measured_area_m2", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("area_cap_m2", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("household_statement", sa.Text(), nullable=False),
        sa.Column("document_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_area_violations_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_area_violations_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_area_violations_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_violations")),
    )
    with op.batch_alter_table("area_violations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_area_violations_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_area_violations_task_id"), ["task_id"], unique=False)

    op.create_table(
        "case_list_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_case_list_rows_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["case_lists.id"], name=op.f("fk_case_list_rows_list_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_case_list_rows_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_list_rows")),
        sa.UniqueConstraint("list_id", "task_id", name=op.f("uq_case_list_rows_list_id_task_id")),
    )
    with op.batch_alter_table("case_list_rows", schema=None) as batch_op:
        batch_op.create_index("ix_case_list_rows_list", ["list_id", "position"], unique=False)
        batch_op.create_index("ix_case_list_rows_task", ["task_id"], unique=False)
        batch_op.create_index(
            "ix_case_list_rows_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "completion_reports",
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("repair_cost_yuan", sa.Integer(), nullable=True),
        sa.Column("cost_paper_ids", models.base.Json(), nullable=False),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("repair_cost_yuan >= 0", name=op.f("ck_completion_reports_repair_cost")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_completion_reports_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_completion_reports_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_completion_reports_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion_reports")),
    )
    with op.batch_alter_table("completion_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_completion_reports_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_completion_reports_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "construction_agreements",
        sa.Column("clauses", models.base.Json(), nullable=False),
        sa.Column("village_party", sa.String(length=40), nullable=False),
        sa.Column("household_party", sa.String(length=60), nullable=False),
        sa.Column("builder_name", sa.String(length=60), nullable=False),
        sa.Column("builder_certificate", sa.String(length=60), nullable=False),
        sa.Column("site_type", sa.String(length=20), nullable=True),
        sa.Column("site_reason", sa.Text(), nullable=False),
        sa.Column("fits_land_plan", sa.Boolean(), nullable=True),
        sa.Column("fits_township_plan", sa.Boolean(), nullable=True),
        sa.Column("fits_design_rules", sa.Boolean(), nullable=True),
        sa.Column("area_m2", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("agreement_ids", models.base.Json(), nullable=False),
        sa.Column("signing", sa.String(length=20), nullable=True),
        sa.Column("agent", sa.String(length=40), nullable=False),
        sa.Column("first_witness", sa.String(length=40), nullable=False),
        sa.Column("second_witness", sa.String(length=40), nullable=False),
        sa.Column("phone_confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "site_type <> '其他' OR site_reason <> ''",
            name=op.f("ck_construction_agreements_other_site_reason"),
        ),
        sa.CheckConstraint("area_m2 > 0", name=op.f("ck_construction_agreements_area")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_construction_agreements_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_construction_agreements_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_construction_agreements_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_construction_agreements")),
    )
    with op.batch_alter_table("construction_agreements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_construction_agreements_application_id"),
            ["application_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_construction_agreements_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "construction_starts",
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("supervisor_name", sa.String(length=40), nullable=False),
        sa.Column("supervisor_trained", sa.Boolean(), nullable=False),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_construction_starts_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_construction_starts_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_construction_starts_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_construction_starts")),
    )
    with op.batch_alter_table("construction_starts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_construction_starts_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_construction_starts_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "corrections",
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("new_papers", models.base.Json(), nullable=False),
        sa.Column("documents", models.base.Json(), nullable=False),
        sa.Column("changes", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_corrections_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_corrections_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_corrections_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_corrections_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_corrections_task_id"), ["task_id"], unique=False)

    op.create_table(
        "county_decisions",
        sa.Column("approved_subsidy_yuan", sa.Integer(), nullable=True),
        sa.Column("fund", sa.String(length=20), nullable=True),
        sa.Column("area_cap_m2", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("decided_by", models.base.Json(), nullable=False),
        sa.Column("approval_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'approve' OR (approved_subsidy_yuan IS NOT NULL AND fund IS NOT NULL)",
            name=op.f("ck_county_decisions_amount_of_approval"),
        ),
        sa.CheckConstraint("approved_subsidy_yuan >= 0", name=op.f("ck_county_decisions_amount")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_county_decisions_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_county_decisions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_county_decisions_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_county_decisions")),
    )
    with op.batch_alter_table("county_decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_county_decisions_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_county_decisions_task_id"), ["task_id"], unique=False)

    op.create_table(
        "declined_reviews",
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("missing", models.base.Json(), nullable=False),
        sa.Column("supplement_due", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_declined_reviews_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_declined_reviews_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_declined_reviews_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declined_reviews")),
    )
    with op.batch_alter_table("declined_reviews", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_declined_reviews_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_declined_reviews_task_id"), ["task_id"], unique=False)

    op.create_table(
        "defect_rectifications",
        sa.Column("work_done", sa.Text(), nullable=False),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_defect_rectifications_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_defect_rectifications_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_defect_rectifications_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defect_rectifications")),
    )
    with op.batch_alter_table("defect_rectifications", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_defect_rectifications_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_defect_rectifications_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("list_id", sa.Integer(), nullable=True),
        sa.Column("intake_draft_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("replaced_because", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_documents_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["intake_draft_id"], ["intake_drafts.id"], name=op.f("fk_documents_intake_draft_id")
        ),
        sa.ForeignKeyConstraint(["list_id"], ["case_lists.id"], name=op.f("fk_documents_list_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_documents_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["documents.id"], name=op.f("fk_documents_replaced_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_documents_task_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["accounts.id"], name=op.f("fk_documents_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index("ix_documents_application", ["application_id", "kind"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_documents_intake_draft_id"), ["intake_draft_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_documents_list_id"), ["list_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_task_id"), ["task_id"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("saved_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_drafts_account_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_drafts_task_id")),
        sa.PrimaryKeyConstraint("task_id", "account_id", name=op.f("pk_drafts")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_account_id"), ["account_id"], unique=False)

    op.create_table(
        "dwelling_handovers",
        sa.Column("project_number", sa.String(length=40), nullable=False),
        sa.Column("dwelling_number", sa.String(length=20), nullable=False),
        sa.Column("received_by", sa.String(length=60), nullable=False),
        sa.Column("old_house_demolished", sa.Boolean(), nullable=True),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_dwelling_handovers_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_dwelling_handovers_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_dwelling_handovers_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dwelling_handovers")),
    )
    with op.batch_alter_table("dwelling_handovers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dwelling_handovers_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dwelling_handovers_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "file_reviews",
        sa.Column("present", models.base.Json(), nullable=False),
        sa.Column("missing", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_file_reviews_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_file_reviews_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_file_reviews_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_reviews")),
    )
    with op.batch_alter_table("file_reviews", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_file_reviews_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_file_reviews_task_id"), ["task_id"], unique=False)

    op.create_table(
        "filings",
        sa.Column("asked_by", sa.String(length=20), nullable=True),
        sa.Column("asker", sa.String(length=40), nullable=False),
        sa.Column("papers", models.base.Json(), nullable=False),
        sa.Column("document_ids", models.base.Json(), nullable=False),
        sa.Column("supplied", sa.Text(), nullable=False),
        sa.Column("signing", sa.String(length=20), nullable=True),
        sa.Column("agent", sa.String(length=40), nullable=False),
        sa.Column("first_witness", sa.String(length=40), nullable=False),
        sa.Column("second_witness", sa.String(length=40), nullable=False),
        sa.Column("phone_confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_filings_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_filings_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_filings_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filings")),
    )
    with op.batch_alter_table("filings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_filings_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_filings_task_id"), ["task_id"], unique=False)

    op.create_table(
        "final_acceptances",
        sa.Column("measured_area_m2", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("repair_cost_yuan", sa.Integer(), nullable=True),
        sa.Column("cost_paper_ids", models.base.Json(), nullable=False),
        sa.Column("checklist", models.base.Json(), nullable=False),
        sa.Column("failed", models.base.Json(), nullable=False),
        sa.Column("members", models.base.Json(), nullable=False),
        sa.Column("old_house_demolished", sa.Boolean(), nullable=True),
        sa.Column("work_done", sa.Text(), nullable=False),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("measured_area_m2 > 0", name=op.f("ck_final_acceptances_measured_area")),
        sa.CheckConstraint("repair_cost_yuan >= 0", name=op.f("ck_final_acceptances_repair_cost")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_final_acceptances_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_final_acceptances_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_final_acceptances_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_acceptances")),
    )
    with op.batch_alter_table("final_acceptances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_final_acceptances_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_final_acceptances_task_id"), ["task_id"], unique=False)

    op.create_table(
        "finding_rechecks",
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_finding_rechecks_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_finding_rechecks_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_finding_rechecks_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_rechecks")),
    )
    with op.batch_alter_table("finding_rechecks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_finding_rechecks_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_finding_rechecks_task_id"), ["task_id"], unique=False)

    op.create_table(
        "finding_rectifications",
        sa.Column("work_done", sa.Text(), nullable=False),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_finding_rectifications_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_finding_rectifications_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_finding_rectifications_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_rectifications")),
    )
    with op.batch_alter_table("finding_rectifications", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_finding_rectifications_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_finding_rectifications_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "grading_commissions",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("is_regrading", sa.Boolean(), nullable=False),
        sa.Column("official_document_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["organisations.id"], name=op.f("fk_grading_commissions_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_grading_commissions_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["official_document_id"],
            ["official_documents.id"],
            name=op.f("fk_grading_commissions_official_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_grading_commissions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_grading_commissions_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grading_commissions")),
    )
    with op.batch_alter_table("grading_commissions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_grading_commissions_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_grading_commissions_official_document_id"),
            ["official_document_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_grading_commissions_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "household_visits",
        sa.Column("first_visitor", sa.String(length=40), nullable=False),
        sa.Column("second_visitor", sa.String(length=40), nullable=False),
        sa.Column("long_term_rural", sa.Boolean(), nullable=True),
        sa.Column("dwelling", sa.String(length=20), nullable=True),
        sa.Column("house_agrees", sa.Boolean(), nullable=True),
        sa.Column("members_agree", sa.Boolean(), nullable=True),
        sa.Column("building_difficulty", sa.Boolean(), nullable=True),
        sa.Column("difficulty_reason", sa.Text(), nullable=False),
        sa.Column("difficulty_evidence", models.base.Json(), nullable=False),
        sa.Column("photos", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "building_difficulty IS NOT TRUE OR difficulty_reason <> ''",
            name=op.f("ck_household_visits_difficulty_reason"),
        ),
        sa.CheckConstraint(
            "first_visitor <> second_visitor", name=op.f("ck_household_visits_two_visitors")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_household_visits_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_household_visits_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_household_visits_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_visits")),
    )
    with op.batch_alter_table("household_visits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_household_visits_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_household_visits_task_id"), ["task_id"], unique=False)

    op.create_table(
        "identity_opinions",
        sa.Column("department", sa.String(length=20), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("in_relocation_plan", sa.Boolean(), nullable=True),
        sa.Column("stable_out_of_poverty", sa.Boolean(), nullable=True),
        sa.Column("whole_household_no_house", sa.Boolean(), nullable=True),
        sa.Column("marked_in_archive", sa.Boolean(), nullable=True),
        sa.Column("no_house_confirmed", sa.Boolean(), nullable=True),
        sa.Column("lists", models.base.Json(), nullable=False),
        sa.Column("official_document_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "passed IS NOT TRUE OR official_document_id IS NOT NULL",
            name=op.f("ck_identity_opinions_list_of_pass"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_identity_opinions_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["official_document_id"],
            ["official_documents.id"],
            name=op.f("fk_identity_opinions_official_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_identity_opinions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_identity_opinions_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_opinions")),
    )
    with op.batch_alter_table("identity_opinions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_opinions_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_identity_opinions_official_document_id"),
            ["official_document_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_identity_opinions_task_id"), ["task_id"], unique=False)

    op.create_table(
        "intake_sheet_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cell", sa.String(length=12), nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=True),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("faults", models.base.Json(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["intake_drafts.id"], name=op.f("fk_intake_sheet_rows_draft_id")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["intake_sheets.id"], name=op.f("fk_intake_sheet_rows_sheet_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["regions.code"], name=op.f("fk_intake_sheet_rows_village_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_sheet_rows")),
        sa.UniqueConstraint(
            "sheet_id", "position", name=op.f("uq_intake_sheet_rows_sheet_id_position")
        ),
    )
    with op.batch_alter_table("intake_sheet_rows", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_intake_sheet_rows_draft_id"), ["draft_id"], unique=False
        )
        batch_op.create_index(
            "ix_intake_sheet_rows_state", ["sheet_id", "state", "position"], unique=False
        )
        batch_op.create_index(
            "ix_intake_sheet_rows_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "late_entry_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("asked_of_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts.id"], name=op.f("fk_late_entry_questions_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_of_id"], ["accounts.id"], name=op.f("fk_late_entry_questions_asked_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_late_entry_questions_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_entry_questions")),
    )
    with op.batch_alter_table("late_entry_questions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_late_entry_questions_open",
            ["asked_of_id", "id"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_late_entry_questions_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "late_objection_judgements",
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_late_objection_judgements_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objections.id"],
            name=op.f("fk_late_objection_judgements_objection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_late_objection_judgements_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_late_objection_judgements_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_objection_judgements")),
    )
    with op.batch_alter_table("late_objection_judgements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_late_objection_judgements_application_id"),
            ["application_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_late_objection_judgements_objection_id"), ["objection_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_late_objection_judgements_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "letters",
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("delivery", sa.String(length=20), nullable=False),
        sa.Column("received_by", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_letters_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_letters_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_letters_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letters_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_letters_task_id"), ["task_id"], unique=False)

    op.create_table(
        "lodgings",
        sa.Column("resettlement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_lodgings_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_lodgings_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["resettlement_id"], ["resettlements.id"], name=op.f("fk_lodgings_resettlement_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_lodgings_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lodgings")),
    )
    with op.batch_alter_table("lodgings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lodgings_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lodgings_resettlement_id"), ["resettlement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_lodgings_task_id"), ["task_id"], unique=False)

    op.create_table(
        "method_choices",
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("builder", sa.String(length=20), nullable=False),
        sa.Column("planned_area_m2", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("design_wish", sa.Text(), nullable=False),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("confirmation_ids", models.base.Json(), nullable=False),
        sa.Column("relaxation_application_ids", models.base.Json(), nullable=False),
        sa.Column("signing", sa.String(length=20), nullable=True),
        sa.Column("agent", sa.String(length=40), nullable=False),
        sa.Column("first_witness", sa.String(length=40), nullable=False),
        sa.Column("second_witness", sa.String(length=40), nullable=False),
        sa.Column("phone_confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("planned_area_m2 > 0", name=op.f("ck_method_choices_planned_area")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_method_choices_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_method_choices_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_method_choices_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_method_choices")),
    )
    with op.batch_alter_table("method_choices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_method_choices_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_method_choices_task_id"), ["task_id"], unique=False)

    op.create_table(
        "next_batches",
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_next_batches_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_next_batches_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_next_batches_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_batches")),
    )
    with op.batch_alter_table("next_batches", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_next_batches_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_next_batches_task_id"), ["task_id"], unique=False)

    op.create_table(
        "notice_postings",
        sa.Column("noticed_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("places", models.base.Json(), nullable=False),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("ends_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_notice_postings_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_postings_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["noticed_id"], ["noticed_households.id"], name=op.f("fk_notice_postings_noticed_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_notice_postings_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_notice_postings_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_postings")),
    )
    with op.batch_alter_table("notice_postings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_postings_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_notice_postings_notice_id"), ["notice_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_notice_postings_noticed_id"), ["noticed_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_notice_postings_task_id"), ["task_id"], unique=False)

    op.create_table(
        "notice_removals",
        sa.Column("noticed_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("places", models.base.Json(), nullable=False),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("full_days", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_notice_removals_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_removals_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["noticed_id"], ["noticed_households.id"], name=op.f("fk_notice_removals_noticed_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_notice_removals_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_notice_removals_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_removals")),
    )
    with op.batch_alter_table("notice_removals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_removals_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_notice_removals_notice_id"), ["notice_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_notice_removals_noticed_id"), ["noticed_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_notice_removals_task_id"), ["task_id"], unique=False)

    op.create_table(
        "notice_result_reports",
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("objections", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("reports", models.base.Json(), nullable=False),
        sa.Column("official_document_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_notice_result_reports_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_result_reports_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["official_document_id"],
            ["official_documents.id"],
            name=op.f("fk_notice_result_reports_official_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_notice_result_reports_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_notice_result_reports_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_result_reports")),
    )
    with op.batch_alter_table("notice_result_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_result_reports_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_notice_result_reports_notice_id"), ["notice_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_notice_result_reports_official_document_id"),
            ["official_document_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_notice_result_reports_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "objection_answers",
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("delivery", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_objection_answers_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_objection_answers_objection_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_objection_answers_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_objection_answers_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_answers")),
    )
    with op.batch_alter_table("objection_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_answers_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_objection_answers_objection_id"), ["objection_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_objection_answers_task_id"), ["task_id"], unique=False)

    op.create_table(
        "objection_inquiries",
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("first_investigator", sa.String(length=40), nullable=False),
        sa.Column("first_group", sa.String(length=40), nullable=False),
        sa.Column("second_investigator", sa.String(length=40), nullable=False),
        sa.Column("second_group", sa.String(length=40), nullable=False),
        sa.Column("declared", models.base.Json(), nullable=False),
        sa.Column("is_of_clan", sa.Boolean(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("document_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_objection_inquiries_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_objection_inquiries_objection_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_objection_inquiries_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_objection_inquiries_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_inquiries")),
    )
    with op.batch_alter_table("objection_inquiries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_inquiries_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_objection_inquiries_objection_id"), ["objection_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_objection_inquiries_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "objection_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_objection_pictures_objection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_pictures")),
    )
    with op.batch_alter_table("objection_pictures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_pictures_objection_id"), ["objection_id"], unique=False
        )

    op.create_table(
        "objection_screenings",
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("named_id", sa.Integer(), nullable=True),
        sa.Column("repeats_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_objection_screenings_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["named_id"], ["applications.id"], name=op.f("fk_objection_screenings_named_id")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_objection_screenings_objection_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_objection_screenings_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["repeats_id"], ["objections.id"], name=op.f("fk_objection_screenings_repeats_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_objection_screenings_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_screenings")),
    )
    with op.batch_alter_table("objection_screenings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_screenings_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_objection_screenings_objection_id"), ["objection_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_objection_screenings_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "old_house_disposals",
        sa.Column("resettlement_id", sa.Integer(), nullable=False),
        sa.Column("disposal", sa.String(length=20), nullable=False),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_old_house_disposals_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_old_house_disposals_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["resettlement_id"],
            ["resettlements.id"],
            name=op.f("fk_old_house_disposals_resettlement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_old_house_disposals_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_house_disposals")),
    )
    with op.batch_alter_table("old_house_disposals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_old_house_disposals_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_old_house_disposals_resettlement_id"), ["resettlement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_old_house_disposals_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "preliminary_acceptances",
        sa.Column("checklist", models.base.Json(), nullable=False),
        sa.Column("failed", models.base.Json(), nullable=False),
        sa.Column("members", models.base.Json(), nullable=False),
        sa.Column("old_house_demolished", sa.Boolean(), nullable=True),
        sa.Column("work_done", sa.Text(), nullable=False),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_preliminary_acceptances_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_preliminary_acceptances_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_preliminary_acceptances_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preliminary_acceptances")),
    )
    with op.batch_alter_table("preliminary_acceptances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_preliminary_acceptances_application_id"),
            ["application_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_preliminary_acceptances_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "refusal_forwardings",
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_refusal_forwardings_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_refusal_forwardings_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_refusal_forwardings_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal_forwardings")),
    )
    with op.batch_alter_table("refusal_forwardings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_refusal_forwardings_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_refusal_forwardings_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "refusal_signatures",
        sa.Column("refusal_id", sa.Integer(), nullable=False),
        sa.Column("signed_level", sa.String(length=10), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("document_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_refusal_signatures_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_refusal_signatures_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["refusal_id"], ["refusals.id"], name=op.f("fk_refusal_signatures_refusal_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_refusal_signatures_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal_signatures")),
    )
    with op.batch_alter_table("refusal_signatures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_refusal_signatures_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_refusal_signatures_refusal_id"), ["refusal_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_refusal_signatures_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "refusal_visits",
        sa.Column("refusal_id", sa.Integer(), nullable=False),
        sa.Column("visit_level", sa.String(length=10), nullable=False),
        sa.Column("visitors", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("household_statement", sa.Text(), nullable=False),
        sa.Column("witnesses", sa.String(length=120), nullable=False),
        sa.Column("evidence_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_refusal_visits_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_refusal_visits_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["refusal_id"], ["refusals.id"], name=op.f("fk_refusal_visits_refusal_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_refusal_visits_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal_visits")),
    )
    with op.batch_alter_table("refusal_visits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_refusal_visits_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_refusal_visits_refusal_id"), ["refusal_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_refusal_visits_task_id"), ["task_id"], unique=False)

    op.create_table(
        "registry_entries",
        sa.Column("registry_number", sa.String(length=40), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_registry_entries_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_registry_entries_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_registry_entries_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_entries")),
        sa.UniqueConstraint("registry_number", name=op.f("uq_registry_entries_registry_number")),
    )
    with op.batch_alter_table("registry_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_registry_entries_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_registry_entries_task_id"), ["task_id"], unique=False)

    op.create_table(
        "return_handlings",
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("new_papers", models.base.Json(), nullable=False),
        sa.Column("documents", models.base.Json(), nullable=False),
        sa.Column("changes", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_return_handlings_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_return_handlings_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_return_handlings_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_handlings")),
    )
    with op.batch_alter_table("return_handlings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_return_handlings_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_return_handlings_task_id"), ["task_id"], unique=False)

    op.create_table(
        "safety_assessments",
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("is_regrading", sa.Boolean(), nullable=False),
        sa.Column("report_number", sa.String(length=60), nullable=False),
        sa.Column("standard", sa.String(length=80), nullable=False),
        sa.Column("first_assessor", sa.String(length=40), nullable=False),
        sa.Column("second_assessor", sa.String(length=40), nullable=False),
        sa.Column("site_is_safe", sa.Boolean(), nullable=False),
        sa.Column("foundation", sa.String(length=1), nullable=True),
        sa.Column("walls", sa.String(length=1), nullable=True),
        sa.Column("frame", sa.String(length=1), nullable=True),
        sa.Column("floors_and_roof", sa.String(length=1), nullable=True),
        sa.Column("enclosure", sa.String(length=1), nullable=True),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("guide_grade", sa.String(length=1), nullable=True),
        sa.Column("photos", models.base.Json(), nullable=False),
        sa.Column("reports", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "enclosure IN ('a', 'b', 'c', 'd')", name=op.f("ck_safety_assessments_enclosure")
        ),
        sa.CheckConstraint(
            "floors_and_roof IN ('a', 'b', 'c', 'd')",
            name=op.f("ck_safety_assessments_floors_and_roof"),
        ),
        sa.CheckConstraint(
            "foundation IN ('a', 'b', 'c', 'd')", name=op.f("ck_safety_assessments_foundation")
        ),
        sa.CheckConstraint(
            "frame IN ('a', 'b', 'c', 'd')", name=op.f("ck_safety_assessments_frame")
        ),
        sa.CheckConstraint(
            "grade IN ('A', 'B', 'C', 'D')", name=op.f("ck_safety_assessments_grade")
        ),
        sa.CheckConstraint(
            "guide_grade IN ('A', 'B', 'C', 'D')", name=op.f("ck_safety_assessments_guide_grade")
        ),
        sa.CheckConstraint(
            "walls IN ('a', 'b', 'c', 'd')", name=op.f("ck_safety_assessments_walls")
        ),
        sa.CheckConstraint(
            "first_assessor <> second_assessor", name=op.f("ck_safety_assessments_two_assessors")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["organisations.id"], name=op.f("fk_safety_assessments_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_safety_assessments_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_safety_assessments_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_safety_assessments_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_assessments")),
    )
    with op.batch_alter_table("safety_assessments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_safety_assessments_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_safety_assessments_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "site_inspections",
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("rectify_by", sa.Date(), nullable=True),
        sa.Column("photo_ids", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_site_inspections_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_site_inspections_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_site_inspections_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_inspections")),
    )
    with op.batch_alter_table("site_inspections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_site_inspections_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_site_inspections_task_id"), ["task_id"], unique=False)

    op.create_table(
        "step_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_step_notes_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_step_notes_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_step_notes_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_notes")),
    )
    with op.batch_alter_table("step_notes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_step_notes_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_step_notes_task_id"), ["task_id"], unique=False)

    op.create_table(
        "subsidy_approvals",
        sa.Column("payable_yuan", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(length=20), nullable=False),
        sa.Column("card_masked", sa.String(length=40), nullable=False),
        sa.Column("card_digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_subsidy_approvals_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_subsidy_approvals_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_subsidy_approvals_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_approvals")),
    )
    with op.batch_alter_table("subsidy_approvals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subsidy_approvals_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_subsidy_approvals_task_id"), ["task_id"], unique=False)

    op.create_table(
        "subsidy_payments",
        sa.Column("batch_number", sa.String(length=40), nullable=False),
        sa.Column("bank_reference", sa.String(length=60), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("amount_yuan", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(length=20), nullable=False),
        sa.Column("failure_reason", sa.String(length=20), nullable=True),
        sa.Column("card_masked", sa.String(length=40), nullable=False),
        sa.Column("card_digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'failed' OR failure_reason IS NOT NULL",
            name=op.f("ck_subsidy_payments_failure_reason"),
        ),
        sa.CheckConstraint("amount_yuan > 0", name=op.f("ck_subsidy_payments_amount")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_subsidy_payments_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_subsidy_payments_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_subsidy_payments_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_payments")),
    )
    with op.batch_alter_table("subsidy_payments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subsidy_payments_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_subsidy_payments_batch_number"), ["batch_number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_subsidy_payments_task_id"), ["task_id"], unique=False)
        batch_op.create_index(
            "uq_subsidy_payments_paid_once",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("outcome = 'paid'"),
            postgresql_where=sa.text("outcome = 'paid'"),
        )

    op.create_table(
        "subsidy_reviews",
        sa.Column("payable_yuan", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(length=20), nullable=False),
        sa.Column("card_holder", sa.String(length=60), nullable=False),
        sa.Column("card_masked", sa.String(length=40), nullable=False),
        sa.Column("card_digest", sa.String(length=64), nullable=False),
        sa.Column("decided_by", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("payable_yuan > 0", name=op.f("ck_subsidy_reviews_amount")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_subsidy_reviews_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_subsidy_reviews_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_subsidy_reviews_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_reviews")),
    )
    with op.batch_alter_table("subsidy_reviews", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subsidy_reviews_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_subsidy_reviews_task_id"), ["task_id"], unique=False)

    op.create_table(
        "supplement_reminders",
        sa.Column("contact", sa.String(length=20), nullable=False),
        sa.Column("contacted", sa.String(length=60), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("extended_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'extend' OR extended_until IS NOT NULL",
            name=op.f("ck_supplement_reminders_extension"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_supplement_reminders_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_supplement_reminders_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_supplement_reminders_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_reminders")),
    )
    with op.batch_alter_table("supplement_reminders", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supplement_reminders_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_supplement_reminders_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "taken_back_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("done_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("taken_back_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_taken_back_steps_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["accounts.id"], name=op.f("fk_taken_back_steps_done_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["accounts.id"], name=op.f("fk_taken_back_steps_taken_back_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_taken_back_steps_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_back_steps")),
    )
    with op.batch_alter_table("taken_back_steps", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_taken_back_steps_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_taken_back_steps_task_id"), ["task_id"], unique=False)

    op.create_table(
        "township_meetings",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("minutes", models.base.Json(), nullable=False),
        sa.Column("official_document_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_township_meetings_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["research_meetings.id"], name=op.f("fk_township_meetings_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["official_document_id"],
            ["official_documents.id"],
            name=op.f("fk_township_meetings_official_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_township_meetings_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_township_meetings_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_township_meetings")),
    )
    with op.batch_alter_table("township_meetings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_township_meetings_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_township_meetings_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_township_meetings_official_document_id"),
            ["official_document_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_township_meetings_task_id"), ["task_id"], unique=False)

    op.create_table(
        "urges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("urged_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_urges_account_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_urges_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urges")),
    )
    with op.batch_alter_table("urges", schema=None) as batch_op:
        batch_op.create_index("ix_urges_task_account", ["task_id", "account_id"], unique=False)

    op.create_table(
        "village_reports",
        sa.Column("filled_on", sa.Date(), nullable=False),
        sa.Column("is_signed_by_head", sa.Boolean(), nullable=False),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("document_ids", models.base.Json(), nullable=False),
        sa.Column("signing", sa.String(length=20), nullable=True),
        sa.Column("agent", sa.String(length=40), nullable=False),
        sa.Column("first_witness", sa.String(length=40), nullable=False),
        sa.Column("second_witness", sa.String(length=40), nullable=False),
        sa.Column("phone_confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_village_reports_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_village_reports_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_village_reports_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_reports")),
    )
    with op.batch_alter_table("village_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_village_reports_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_village_reports_task_id"), ["task_id"], unique=False)

    op.create_table(
        "case_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_case_imports_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["documents.id"], name=op.f("fk_case_imports_statement_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["accounts.id"], name=op.f("fk_case_imports_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_imports")),
    )
    with op.batch_alter_table("case_imports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_imports_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "case_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("reason_class", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=2000), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_on >= began_on", name=op.f("ck_case_stops_span")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_case_stops_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_case_stops_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["accounts.id"], name=op.f("fk_case_stops_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_case_stops_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_stops")),
    )
    with op.batch_alter_table("case_stops", schema=None) as batch_op:
        batch_op.create_index("ix_case_stops_application", ["application_id", "id"], unique=False)
        batch_op.create_index(
            "ix_case_stops_open",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "check_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.String(length=10), nullable=False),
        sa.Column("check_version", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("intake_draft_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("inputs", models.base.Json(), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("effect", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("found", models.base.Json(), nullable=False),
        sa.Column("is_for_county", sa.Boolean(), nullable=False),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.String(length=8), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "(verdict IS NULL) = (decided_by_id IS NULL) AND (verdict IS NULL) = (reason = '')",
            name=op.f("ck_check_results_decided_by_a_named_person"),
        ),
        sa.CheckConstraint(
            "effect IN ('block', 'hold', 'flag')", name=op.f("ck_check_results_effect")
        ),
        sa.CheckConstraint(
            "result IN ('pass', 'fail', 'unknown')", name=op.f("ck_check_results_result")
        ),
        sa.CheckConstraint(
            "verdict IN ('cleared', 'upheld')", name=op.f("ck_check_results_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_check_results_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_check_results_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_check_results_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["intake_draft_id"], ["intake_drafts.id"], name=op.f("fk_check_results_intake_draft_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["regions.code"], name=op.f("fk_check_results_village_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_results")),
    )
    with op.batch_alter_table("check_results", schema=None) as batch_op:
        batch_op.create_index(
            "ix_check_results_application", ["application_id", "id"], unique=False
        )
        batch_op.create_index("ix_check_results_document", ["document_id", "id"], unique=False)
        batch_op.create_index("ix_check_results_draft", ["intake_draft_id", "id"], unique=False)
        batch_op.create_index(
            "ix_check_results_open",
            ["village_code", "id"],
            unique=False,
            sqlite_where=sa.text(
                "result = 'fail' AND effect = 'hold' AND verdict IS NULL AND ended_at IS NULL"
            ),
            postgresql_where=sa.text(
                "result = 'fail' AND effect = 'hold' AND verdict IS NULL AND ended_at IS NULL"
            ),
        )

    op.create_table(
        "document_uses",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_document_uses_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_uses_document_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_document_uses_task_id")),
        sa.PrimaryKeyConstraint("document_id", "application_id", name=op.f("pk_document_uses")),
    )
    with op.batch_alter_table("document_uses", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_uses_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "grading_confirmations",
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("report_copies", models.base.Json(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_backdated", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_grading_confirmations_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["safety_assessments.id"],
            name=op.f("fk_grading_confirmations_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_grading_confirmations_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_grading_confirmations_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grading_confirmations")),
    )
    with op.batch_alter_table("grading_confirmations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_grading_confirmations_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_grading_confirmations_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "head_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("old_head_id", sa.Integer(), nullable=False),
        sa.Column("new_head_id", sa.Integer(), nullable=False),
        sa.Column("reason_class", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("old_relation", sa.String(length=20), nullable=False),
        sa.Column("identities", models.base.Json(), nullable=False),
        sa.Column("certificate_number", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("card_holder", sa.String(length=60), nullable=True),
        sa.Column("card_number", sa.Text(), nullable=True),
        sa.Column("card_bank", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.CheckConstraint("old_head_id <> new_head_id", name=op.f("ck_head_changes_two_persons")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_head_changes_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_head_changes_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["new_head_id"], ["persons.id"], name=op.f("fk_head_changes_new_head_id")
        ),
        sa.ForeignKeyConstraint(
            ["old_head_id"], ["persons.id"], name=op.f("fk_head_changes_old_head_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_head_changes_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head_changes")),
    )
    with op.batch_alter_table("head_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_head_changes_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            "ix_head_changes_open",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "house_points",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Float(precision=53), nullable=False),
        sa.Column("longitude", sa.Float(precision=53), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("told_by", sa.String(length=12), nullable=False),
        sa.Column("set_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_house_points_latitude")),
        sa.CheckConstraint(
            "longitude BETWEEN -180 AND 180", name=op.f("ck_house_points_longitude")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_house_points_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_house_points_document_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_house_points")),
    )
    with op.batch_alter_table("house_points", schema=None) as batch_op:
        batch_op.create_index("ix_house_points_place", ["latitude", "longitude"], unique=False)

    op.create_table(
        "originals_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("seen_by", sa.String(length=40), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_originals_seen_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_originals_seen_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_originals_seen_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_originals_seen")),
    )
    with op.batch_alter_table("originals_seen", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_originals_seen_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "picture_bands",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_picture_bands_document_id")
        ),
        sa.PrimaryKeyConstraint("key", "document_id", name=op.f("pk_picture_bands")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pictures",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("orientation", sa.Integer(), nullable=False),
        sa.Column("taken_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("taken_offset", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Float(precision=53), nullable=True),
        sa.Column("longitude", sa.Float(precision=53), nullable=True),
        sa.Column("position_accuracy_m", sa.Double(), nullable=True),
        sa.Column("position_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("phone_latitude", sa.Float(precision=53), nullable=True),
        sa.Column("phone_longitude", sa.Float(precision=53), nullable=True),
        sa.Column("phone_accuracy_m", sa.Double(), nullable=True),
        sa.Column("phone_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("camera_make", sa.String(length=60), nullable=False),
        sa.Column("camera_model", sa.String(length=60), nullable=False),
        sa.Column("software", sa.String(length=60), nullable=False),
        sa.Column("fingerprint", models.base.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_pictures_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_pictures")),
    )
    op.create_table(
        "project_acceptances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("members", models.base.Json(), nullable=False),
        sa.Column("checklist", models.base.Json(), nullable=False),
        sa.Column("failed", models.base.Json(), nullable=False),
        sa.Column("areas", models.base.Json(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_for_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["documents.id"], name=op.f("fk_project_acceptances_photo_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_acceptances_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_project_acceptances_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for_id"],
            ["accounts.id"],
            name=op.f("fk_project_acceptances_recorded_for_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["documents.id"], name=op.f("fk_project_acceptances_sheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_acceptances")),
    )
    with op.batch_alter_table("project_acceptances", schema=None) as batch_op:
        batch_op.create_index("ix_project_acceptances_project", ["project_id", "id"], unique=False)
        batch_op.create_index(
            "uq_project_acceptances_final",
            ["project_id"],
            unique=True,
            sqlite_where=sa.text("level = 'county' AND outcome = 'pass'"),
            postgresql_where=sa.text("level = 'county' AND outcome = 'pass'"),
        )

    op.create_table(
        "project_inspections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("rectify_by", sa.Date(), nullable=True),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_for_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_for_id", sa.Integer(), nullable=True),
        sa.Column("settled_photo_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["documents.id"], name=op.f("fk_project_inspections_photo_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_inspections_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_project_inspections_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for_id"],
            ["accounts.id"],
            name=op.f("fk_project_inspections_recorded_for_id"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["accounts.id"], name=op.f("fk_project_inspections_settled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_for_id"], ["accounts.id"], name=op.f("fk_project_inspections_settled_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_photo_id"],
            ["documents.id"],
            name=op.f("fk_project_inspections_settled_photo_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_inspections")),
    )
    with op.batch_alter_table("project_inspections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_inspections_project_id"), ["project_id"], unique=False
        )

    op.create_table(
        "terminations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("reason_class", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_terminations_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts.id"], name=op.f("fk_terminations_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_terminations_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminations")),
    )
    with op.batch_alter_table("terminations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_terminations_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "case_import_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=True),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("last_step", sa.String(length=60), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("message", sa.String(length=1000), nullable=False),
        sa.Column("done_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_case_import_rows_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["case_imports.id"], name=op.f("fk_case_import_rows_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["regions.code"], name=op.f("fk_case_import_rows_village_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_import_rows")),
        sa.UniqueConstraint(
            "import_id", "position", name=op.f("uq_case_import_rows_import_id_position")
        ),
    )
    with op.batch_alter_table("case_import_rows", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_import_rows_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            "ix_case_import_rows_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

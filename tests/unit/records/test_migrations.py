"""How a database gets to the newest schema, and which ones are refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from paperline.adapters.records import SqlRecords
from paperline.adapters.records.migrations import upgrading
from paperline.adapters.records.migrations.upgrading import known_revisions
from paperline.adapters.records.schema.tables import HEAD, metadata
from paperline.domain.errors import StoreUnavailable
from paperline.domain.scopes import Scope
from paperline.domain.spending import SpendingBy
from tests.builders import DAY, NOW, a_paper
from tests.contracts.record_stores import ENCODER, a_report, a_summary, an_answer, list_day, put, some_vectors

FIRST_TABLES = (
    "papers", "aliases", "paper_versions", "days", "day_sources", "day_lists", "vectors", "summaries", "answers",
    "revisions",
)  # fmt: skip


def sql(home, statement):
    with sqlite3.connect(home / "paperline.db") as connection:
        rows = connection.execute(statement).fetchall()
    connection.close()
    return rows


def test_the_constant_is_the_newest_revision():
    """Start-up compares with the constant, so that it need not import alembic."""
    assert known_revisions()[0] == HEAD


def test_a_new_folder_gets_the_newest_schema(home):
    SqlRecords(home / "deep" / "er").close()
    assert sql(home / "deep" / "er", "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert sql(home / "deep" / "er", "PRAGMA journal_mode") == [("wal",)]


def test_the_migrations_make_the_tables_that_the_code_knows(home):
    SqlRecords(home).close()
    engine = create_engine(f"sqlite:///{home / 'paperline.db'}")

    def known(thing, name, kind, _reflected, _other):
        return not (kind == "table" and name.startswith("full_text"))

    with engine.connect() as connection:
        options = {"include_object": known, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    engine.dispose()


def test_foreign_keys_follow_a_renamed_paper(home):
    """What alembic does not compare: every reference to a paper cascades."""
    SqlRecords(home).close()
    of_version = ("vectors", "summaries", "reports")
    for table in ("aliases", "paper_versions", "day_lists", *of_version):
        actions = {row[2]: (row[5], row[6]) for row in sql(home, f"PRAGMA foreign_key_list({table})")}
        parent = "paper_versions" if table in of_version else "papers"
        assert actions[parent] == ("CASCADE", "CASCADE"), table


def test_a_database_of_the_first_schema_is_upgraded_and_loses_nothing(home, tmp_path):
    """Its tables and rows stay as they are; reports and calls can be stored."""
    first = tmp_path / "first"
    first.mkdir()
    engine = create_engine(f"sqlite:///{first / 'paperline.db'}")
    config = Config()
    config.set_main_option("script_location", str(Path(upgrading.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    fill(home)
    for table in ("reports", "ledger", "replies", "model_batches", "model_formats", "keys", "jobs", "repeats"):
        sql(home, f"DROP TABLE {table}")
    sql(home, "ALTER TABLE answers DROP COLUMN owner")
    sql(home, "UPDATE alembic_version SET version_num = '0001'")
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    assert unspaced(sql(home, schema)) == unspaced(sql(first, schema))
    before = {table: sql(home, f"SELECT * FROM {table}") for table in FIRST_TABLES}
    assert all(before.values()), before
    upgraded = SqlRecords(home)
    before["answers"] = [(*row, None) for row in before["answers"]]
    assert {table: sql(home, f"SELECT * FROM {table}") for table in FIRST_TABLES} == before
    assert sql(home, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    with upgraded.writing() as unit:
        unit.reports.put(a_report(a_paper().id))
        assert unit.reports.listed() == [a_report(a_paper().id)]
        assert unit.ledger.spending(SpendingBy.DAY) == []
        assert unit.replies.get("none") is None
        assert unit.papers.search_text(["sorting"], 5)
    upgraded.close()


def unspaced(schema):
    """SQLite rewrites the text of a table whose column is dropped."""
    return [(kind, name, statement and "".join(statement.split())) for kind, name, statement in schema]


def fill(home):
    """A row in every table of the first schema."""
    records, paper = SqlRecords(home), a_paper(aliases=("t:0123456789ab",))
    put(records, paper)
    list_day(records, DAY, paper.id)
    with records.writing() as unit:
        unit.vectors.put(some_vectors(paper.id), ENCODER)
        unit.summaries.put(a_summary(paper.id))
        unit.answers.put(an_answer(), owner=None)
    records.close()


def test_opening_again_changes_nothing_and_imports_no_alembic(home):
    records = SqlRecords(home)
    with records.writing() as unit:
        unit.papers.put(a_paper(), NOW, raw_title=None, raw_abstract=None)
    records.close()
    schema = sql(home, "SELECT sql FROM sqlite_master ORDER BY name")
    code = (
        "import sys; from pathlib import Path; from paperline.adapters.records import SqlRecords\n"
        "SqlRecords(Path(sys.argv[1])).close(); print('alembic' in sys.modules, 'chromadb' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(home)], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == ["False", "False"]
    assert sql(home, "SELECT sql FROM sqlite_master ORDER BY name") == schema
    again = SqlRecords(home)
    with again.reading() as unit:
        assert unit.papers.ids(Scope()) == [a_paper().id]
    again.close()


def test_a_schema_of_a_newer_release_is_refused_and_left_as_it_is(home):
    SqlRecords(home).close()
    sql(home, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match=r"written by a newer Paperline .*9999.* upgrade") as refusal:
        SqlRecords(home)
    assert str(home) in str(refusal.value)
    assert sql(home, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_database_of_another_program_is_refused_and_left_as_it_is(home):
    home.mkdir()
    sql(home, "CREATE TABLE songs (title TEXT)")
    with pytest.raises(StoreUnavailable, match="another program"):
        SqlRecords(home)
    assert sql(home, "SELECT name FROM sqlite_master") == [("songs",)]


def test_a_migration_that_fails_leaves_nothing_half_done(home, monkeypatch):
    """The schema is made in one transaction, so the next start begins anew."""
    monkeypatch.setattr(
        "alembic.operations.Operations.create_index", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("power cut"))
    )
    with pytest.raises(RuntimeError, match="power cut"):
        SqlRecords(home)
    assert sql(home, "SELECT name FROM sqlite_master") == []
    monkeypatch.undo()
    SqlRecords(home).close()


def test_processes_that_start_at_once_on_a_new_folder_all_open_it(home):
    code = (
        "import sys; from pathlib import Path; from paperline.adapters.records import SqlRecords\n"
        "print('ready', flush=True); input(); SqlRecords(Path(sys.argv[1])).close()"
    )
    command, pipe = [sys.executable, "-c", code, str(home)], subprocess.PIPE
    children = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(4)]
    assert [child.stdout.readline() for child in children] == ["ready\n"] * 4
    for child in children:
        child.stdin.write("\n")
        child.stdin.flush()
    errors = [child.communicate(timeout=60)[1] for child in children]
    assert [child.returncode for child in children] == [0, 0, 0, 0], errors

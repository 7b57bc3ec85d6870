// SPDX-License-Identifier: MPL-2.0
#include "support/revisedproject.h"

#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "joinery/sql/quoting.h"
#include "support/testutils.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

const QString schema
    = u"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE "
      "NOCASE, born INTEGER /* the year */, note TEXT);"
      "CREATE TABLE c (id INTEGER PRIMARY KEY, t_id INTEGER NOT NULL REFERENCES "
      "t(id) ON DELETE CASCADE);"
      "CREATE TABLE own (a INT CHECK (own.a > 0), b TEXT);"
      "CREATE TABLE gone (x); CREATE TABLE old_name (y TEXT);"
      "CREATE TABLE log (what TEXT);"
      "CREATE VIEW v AS SELECT name FROM t WHERE born > 1900;"
      "CREATE TRIGGER tr AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.name); END;"
      "CREATE INDEX ix ON t (name DESC) WHERE born > 1900;"
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) "
      "INSERT INTO t (name, born, note) SELECT 'name ' || i, 1890 + i, x'00ff' FROM n;"
      "DELETE FROM t WHERE id > 27;"
      "INSERT INTO c (t_id) SELECT id FROM t WHERE id % 5 = 0;"
      "INSERT INTO own VALUES (1, 'x'), (2, NULL); INSERT INTO gone VALUES (7);"
      "INSERT INTO old_name VALUES ('kept'); ANALYZE;"_s;

} // namespace

void RevisedProject::make()
{
    QVERIFY(m_project.sql(schema));
    VERIFY_CLI(0, m_project.init());
    VERIFY_CLI(0, m_project.run({u"db"_s, u"adopt"_s}));
    changeModels();
    VERIFY_CLI(0,
        m_project.run({u"db"_s, u"makemigrations"_s, u"--no-input"_s, u"--allow"_s, u"data_loss"_s,
            u"--rev-id"_s, u"aaaaaaaaaaaa"_s}));
    write(u"bbbbbbbbbbbb"_s, u"aaaaaaaaaaaa"_s,
        u"-- upgrade\nUPDATE t SET state = 'old' WHERE born < 1900;\nDELETE FROM t WHERE id = 5;\n"
        "-- downgrade\nUPDATE t SET state = 'new';\n"_s);
    write(u"cccccccccccc"_s, u"bbbbbbbbbbbb"_s,
        u"-- transaction: none\n-- upgrade\nINSERT INTO log VALUES ('one');\n"
        "CREATE TABLE plain (a);\nINSERT INTO plain SELECT id FROM t;\n"
        "-- downgrade\nDROP TABLE plain;\nDELETE FROM log WHERE what = 'one';\n"_s);
}

void RevisedProject::changeModels() const
{
    MetaData models = m_project.models();
    Table &t = models.tables[u"t"_s];
    t.columns.removeAt(3);
    t.columns.append(
        {.name = u"state"_s, .type = {u"text"_s}, .nullable = false, .serverDefault = u"'new'"_s});
    t.column(u"name"_s)->renamedFrom = u"name"_s;
    t.checks.append({.name = u"ck_born"_s, .sql = u"born > 0"_s});
    models.tables[u"own"_s].column(u"b"_s)->type = {u"varchar(9)"_s};
    models.tables[u"own"_s].columns.append({.name = u"c"_s, .type = {u"integer"_s}});
    models.tables[u"c"_s].columns.append({.name = u"at"_s, .type = {u"text"_s}});
    models.tables[u"c"_s].indexes.append({.name = u"ix_c"_s, .columns = keyParts({u"t_id"_s})});
    models.tables.remove(u"gone"_s);
    Table renamed = models.tables.take(u"old_name"_s);
    renamed.renamedFrom = renamed.name;
    renamed.name = u"new_name"_s;
    insert(models, renamed);
    m_project.setModels(models);
    QFile::remove(m_project.folder() + u"/models/old_name.yaml"_s);
    QFile::remove(m_project.folder() + u"/models/gone.yaml"_s);
}

void RevisedProject::write(const QString &id, const QString &down, const QString &body) const
{
    QFile file(u"%1/migrations/versions/20300101T00000%2_%3_by_hand.sql"_s.arg(
        m_project.folder(), id.left(1) == u"b"_s ? u"1"_s : u"2"_s, id));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(u"-- joinery: 1\n-- revision: %1\n-- down_revision: %2\n-- message: by hand\n%3"_s
                   .arg(id, down, body)
                   .toUtf8());
}

Result<> RevisedProject::migrate(const MigrateRequest &request) const
{
    const ConnectionProvider provider;
    const DialectRegistry registry(provider);
    const Result<Project> project = openProject(m_project.folder());
    if (!project)
        return fail(project.error());
    const Result<ProjectContext> context
        = makeContext(*project, {.url = m_project.databaseUrl()}, provider, registry);
    if (!context)
        return fail(context.error());
    const Result<MigrateOutcome> outcome = migrateDatabase(*context, request);
    if (!outcome)
        return fail(outcome.error());
    return outcome->report.isRefused()
        ? fail(ErrorCode::Refused, outcome->report.decisions.first().message)
        : Result<>();
}

void RevisedProject::keep(const QString &name) const
{
    QFile::remove(m_project.scratchPath(name));
    QVERIFY(m_project.database()->query(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
    QVERIFY(QFile::copy(m_project.databasePath(), m_project.scratchPath(name)));
}

void RevisedProject::restore(const QString &name) const
{
    for (const QString &suffix : {u""_s, u"-journal"_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(m_project.databasePath() + suffix);
    QVERIFY(QFile::copy(m_project.scratchPath(name), m_project.databasePath()));
}

QStringList RevisedProject::state() const
{
    const auto db = m_project.database();
    QStringList lines;
    const auto add = [&](const QString &about, const QString &sql) {
        const Result<RowSet> rows = db->query(sql);
        QStringList found;
        for (const QList<Value> &row : rows ? rows->rows : QList<QList<Value>>()) {
            QStringList values {about};
            for (const Value &value : row)
                values.append(isNull(value) ? u"NULL"_s : toText(value));
            found.append(values.join(u" | "_s));
        }
        found.sort();
        lines += rows ? found : QStringList {errorText(rows.error())};
    };
    add(u"schema"_s, u"SELECT type, name, tbl_name, sql FROM sqlite_master"_s);
    add(u"check"_s, u"PRAGMA integrity_check"_s);
    add(u"orphans"_s, u"PRAGMA foreign_key_check"_s);
    const auto tables = db->query(
        u"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'joinery%' ORDER BY 1"_s);
    for (const QList<Value> &row : tables ? tables->rows : QList<QList<Value>>())
        add(toText(row.first()), u"SELECT rowid, * FROM "_s + quotedName(toText(row.first())));
    add(u"revision"_s, u"SELECT revision, state FROM joinery_revision"_s);
    return lines;
}

} // namespace joinery::testing

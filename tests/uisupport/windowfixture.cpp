// SPDX-License-Identifier: MPL-2.0
#include "uisupport/windowfixture.h"

#include "support/testutils.h"
#include "ui/widgets/theme.h"

#include <QCryptographicHash>
#include <QFile>

using namespace Qt::StringLiterals;

namespace joinery::testing {

WindowFixture::WindowFixture()
{
    Theme::instance().apply(ThemeMode::Light);
    start();
}

WindowFixture::~WindowFixture()
{
    m_window.reset();
    m_workbench.reset();
}

void WindowFixture::start()
{
    m_workbench = std::make_unique<Workbench>(path(u"settings.ini"_s));
    m_window = std::make_unique<MainWindow>(*m_workbench);
    // The screen that nobody sees is small; people's are not.
    m_window->resize(1280, 800);
    m_window->restoreLayout();
    m_window->restoreSession();
    m_window->show();
}

void WindowFixture::restart()
{
    m_window->close();
    m_window.reset();
    m_workbench.reset();
    start();
}

QString WindowFixture::makeFile(const QString &name, const QString &sql)
{
    const QString file = path(name);
    const ConnectionProvider provider;
    const auto database
        = provider.open({.dialect = u"sqlite"_s, .database = file}, {.access = Access::Create});
    const Result<> done = database ? (*database)->executeScript(sql) : fail(database.error());
    if (!done)
        failState(errorText(done.error()));
    return file;
}

OpenDatabase *WindowFixture::open(const QString &location, bool readOnly)
{
    m_window->open(location, readOnly);
    for (OpenDatabase *database : m_workbench->databases()) {
        const bool meant = database->fullName() == location
            || (database->hasProject() && database->location().project->folder == location);
        if (meant && QTest::qWaitFor([database] {
                return database->state() == OpenDatabase::State::Open;
            }))
            return database;
    }
    failState(u"%1 did not open"_s.arg(location));
    return nullptr;
}

QString WindowFixture::query(const QString &file, const QString &sql)
{
    const ConnectionProvider provider;
    const auto database = provider.open({.dialect = u"sqlite"_s, .database = file});
    const Result<RowSet> rows = database ? (*database)->query(sql) : fail(database.error());
    if (!rows)
        return errorText(rows.error());
    QStringList lines;
    for (const QList<Value> &row : rows->rows) {
        QStringList cells;
        for (const Value &value : row)
            cells.append(isNull(value) ? u"NULL"_s : toText(value));
        lines.append(cells.join(u'|'));
    }
    return lines.join(u'\n');
}

QByteArray WindowFixture::sha256(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(&file);
    return hash.result().toHex();
}

void failState(const QString &why)
{
    qCritical("%s", qPrintable(why)); // outside of a test, nobody prints what failed
    QTest::qFail(qPrintable(why), __FILE__, __LINE__);
}

QString shopSql()
{
    return uR"(
CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, founded INTEGER);
CREATE TABLE album (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    artist_id INTEGER NOT NULL REFERENCES artist (id) ON DELETE CASCADE,
    title VARCHAR(160) NOT NULL,
    price NUMERIC(8,2) DEFAULT 9.99 CHECK (price >= 0),
    note TEXT,
    cover BLOB
);
CREATE INDEX ix_album_artist ON album (artist_id, title COLLATE NOCASE);
CREATE TABLE change_log (at TEXT DEFAULT CURRENT_TIMESTAMP, what TEXT);
CREATE TRIGGER tr_album_title AFTER UPDATE OF title ON album BEGIN
    INSERT INTO change_log (what) VALUES (old.title || ' -> ' || new.title);
END;
CREATE VIEW pricey AS SELECT title, price FROM album WHERE price > 10;
INSERT INTO artist VALUES (1, 'Nils Frahm', 2005), (2, '東京事変', NULL), (3, 'Sigur Rós', 1994);
INSERT INTO album (artist_id, title, price, note, cover) VALUES
    (1, 'Spaces', 12.5, NULL, x'89504e470d0a1a0a'), (1, 'Felt', 9.99, '', NULL),
    (2, '教育', 15, 'two
lines', NULL), (3, 'Ágætis byrjun', 11, 'a "quoted" note', NULL);
)"_s;
}

} // namespace joinery::testing

// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/schemamirror.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

QStringList sqlOf(const QList<Trigger> &triggers)
{
    QStringList statements;
    for (const Trigger &trigger : triggers)
        statements.append(trigger.sql);
    return statements;
}

QStringList createWhole(const View &view)
{
    return QStringList {createView(view)} + sqlOf(view.triggers);
}

QStringList createWhole(const Table &table)
{
    QStringList statements {createTable(table)};
    for (const Index &index : table.indexes)
        statements.append(createIndex(table.name, index));
    return statements + sqlOf(table.triggers);
}

/// A view or trigger that SQLite will not alter around.
struct Obstacle
{
    QString drop;
    QStringList create; ///< none when it is gone afterwards
};

QString viewKey(const QString &name)
{
    return u"view "_s + name;
}

QString triggerKey(const QString &name)
{
    return u"trigger "_s + name;
}

/// The views and triggers of a schema by the words with which SQLite names them in errors.
class Obstacles
{
public:
    Obstacles(const MetaData &before, const MetaData &after)
    {
        for (const Table &table : before.tables)
            addTriggers(table.triggers);
        for (const View &view : before.views) {
            m_known.insert(viewKey(view.name),
                {.drop = u"DROP VIEW "_s + quotedName(view.name), .create = {}});
            addTriggers(view.triggers);
        }
        for (const Table &table : after.tables)
            addCreation(table.triggers);
        for (const View &view : after.views) {
            if (const auto known = m_known.find(viewKey(view.name)); known != m_known.end())
                known->create = {createView(view)};
            addCreation(view.triggers);
        }
        for (const View &view : before.views)
            m_triggersOf.insert(viewKey(view.name), view.triggers);
    }

    bool isEmpty() const { return m_known.isEmpty(); }
    QStringList keys() const { return m_known.keys(); }
    Obstacle of(const QString &key) const { return m_known.value(key); }

    /// The one that the error is about; empty when it is about something else. The longest name
    /// wins, since one may begin with another.
    QString named(const QString &driverText) const
    {
        QString found;
        for (auto it = m_known.cbegin(); it != m_known.cend(); ++it) {
            const QString start = u"error in "_s + it.key();
            const bool fits
                = driverText.startsWith(start + u':') || driverText.startsWith(start + u' ');
            if (fits && it.key().size() > found.size())
                found = it.key();
        }
        return found;
    }

    /// Takes it out of the way, with the triggers that go and come with it and are still there.
    Obstacle take(const QString &key)
    {
        Obstacle taken = m_known.take(key);
        for (const Trigger &trigger : m_triggersOf.value(key))
            taken.create += m_known.take(triggerKey(trigger.name)).create;
        return taken;
    }

private:
    void addTriggers(const QList<Trigger> &triggers)
    {
        for (const Trigger &trigger : triggers)
            m_known.insert(triggerKey(trigger.name),
                {.drop = u"DROP TRIGGER "_s + quotedName(trigger.name), .create = {}});
    }
    void addCreation(const QList<Trigger> &triggers)
    {
        for (const Trigger &trigger : triggers) {
            if (const auto known = m_known.find(triggerKey(trigger.name)); known != m_known.end())
                known->create = {trigger.sql};
        }
    }

    QHash<QString, Obstacle> m_known;
    QHash<QString, QList<Trigger>> m_triggersOf;
};

/// What does not come about in the scratch database (a module it lacks) is left out: it only makes
/// more things look broken than are, which costs a needless drop and create.
void build(Executor &scratch, const MetaData &metaData)
{
    for (const SchemaObject &object : objects(metaData)) {
        for (const QString &statement : createStatements(object))
            static_cast<void>(scratch.execute(statement));
    }
}

/// The texts of views and triggers as the database has them, by key.
QHash<QString, QString> storedTexts(Executor &scratch)
{
    QHash<QString, QString> texts;
    const Result<RowSet> rows = scratch.query(
        u"SELECT type || ' ' || name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')"_s);
    if (rows) {
        for (const QList<Value> &row : rows->rows)
            texts.insert(toText(row[0]), toText(row[1]));
    }
    return texts;
}

/// Those whose text SQLite got wrong: it reads `excluded` of an upsert as the renamed table.
QStringList misspelled(Executor &scratch, const Obstacles &obstacles)
{
    const QHash<QString, QString> texts = storedTexts(scratch);
    QStringList keys;
    for (const QString &key : obstacles.keys()) {
        const QStringList create = obstacles.of(key).create;
        if (!create.isEmpty() && texts.contains(key)
            && canonicalSql(texts.value(key)) != canonicalSql(create.first()))
            keys.append(key);
    }
    keys.sort();
    return keys;
}

} // namespace

Result<QStringList> withObstaclesMoved(const DatabaseProvider &provider, const MetaData &before,
    const MetaData &after, const QStringList &statements)
{
    Obstacles obstacles(before, after);
    if (obstacles.isEmpty())
        return statements;
    const Result<std::unique_ptr<Executor>> scratch = provider.scratch(u"sqlite"_s);
    if (!scratch)
        return fail(scratch.error());
    build(**scratch, before);
    QStringList first;
    QStringList last;
    const auto move = [&](const QString &key) {
        const Obstacle obstacle = obstacles.take(key);
        if (obstacle.drop.isEmpty())
            return; // gone with its view
        first.append(obstacle.drop);
        last = obstacle.create + last;
        static_cast<void>((*scratch)->execute(obstacle.drop));
    };
    for (const QString &statement : statements) {
        for (auto done = (*scratch)->execute(statement); !done;) {
            const QString key = obstacles.named(done.error().driverText);
            if (key.isEmpty())
                break;
            move(key);
            done = (*scratch)->execute(statement);
        }
    }
    for (const QString &key : misspelled(**scratch, obstacles))
        move(key);
    return first + statements + last;
}

QStringList createStatements(const SchemaObject &object)
{
    return std::visit(overloaded {
                          [](const Table &table) { return createWhole(table); },
                          [](const View &view) { return createWhole(view); },
                          [](const VirtualTable &table) { return QStringList {table.sql}; },
                          [](const Sequence &) { return QStringList(); },
                          [](const Enum &) { return QStringList(); },
                      },
        object);
}

} // namespace joinery::sqlite

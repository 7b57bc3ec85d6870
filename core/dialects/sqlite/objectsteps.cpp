// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/objectsteps.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/nativealter.h"
#include "joinery/dialects/sqlite/schemamirror.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/operations/describe.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/splitter.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

ObjectStep sqlStep(const QStringList &statements, bool foreignKeysOff = false)
{
    ObjectStep made {.step = {}, .foreignKeysOff = foreignKeysOff};
    for (const QString &sql : statements)
        made.step.statements.append({.sql = sql});
    return made;
}

/// With foreign keys on, DROP TABLE deletes the rows one by one and with them their children.
ObjectStep dropTable(const QString &name, bool isVirtual)
{
    ObjectStep made = sqlStep({u"DROP TABLE "_s + quotedName(name)}, !isVirtual);
    made.step.destructive = true;
    return made;
}

tl::unexpected<Error> noSequences(const QString &name)
{
    return fail(ErrorCode::Unsupported, u"sequence \"%1\": SQLite has no sequences"_s.arg(name),
        u"number the rows by an identity column instead"_s);
}

template <typename Map> bool holds(const Map &objects, const QString &name)
{
    return std::any_of(objects.begin(), objects.end(),
        [&](const auto &object) { return sameName(object.name, name); });
}

/// SQLite cannot rename a view, and what reads it must be written anew.
QStringList recreateViews(const MetaData &before, const MetaData &after)
{
    QStringList drops;
    QStringList creates;
    for (const View &view : before.views) {
        if (after.views.value(view.name) != view)
            drops.append(u"DROP VIEW "_s + quotedName(view.name));
    }
    for (const View &view : after.views) {
        if (before.views.value(view.name) != view)
            creates += createStatements(SchemaObject(view));
    }
    return drops + creates;
}

ObjectStep renameStep(const RenameTable &rename, const MetaData &before, const MetaData &after)
{
    if (holds(before.views, rename.from))
        return sqlStep(recreateViews(before, after));
    return sqlStep(renameStatements(before, rename));
}

/// SQL that only reads or only defines loses nothing.
bool mayLoseRows(const QString &sql)
{
    for (const QStringView word : {u"delete", u"update", u"replace", u"drop"}) {
        const QList<Token> tokens = significantTokens(sql);
        if (std::any_of(tokens.begin(), tokens.end(),
                [&](const Token &token) { return isWord(sql, token, word); }))
            return true;
    }
    return false;
}

/// Whether the SQL drops a table that others refer to. With foreign keys on, SQLite would delete
/// its rows first and let ON DELETE CASCADE empty the others.
bool dropsParent(const QString &sql, const MetaData &before)
{
    const QList<Token> tokens = significantTokens(sql);
    if (tokens.size() < 3 || !isWord(sql, tokens[0], u"drop") || !isWord(sql, tokens[1], u"table"))
        return false;
    return std::any_of(before.tables.begin(), before.tables.end(), [&](const Table &table) {
        return std::any_of(table.foreignKeys.begin(), table.foreignKeys.end(),
            [&](const ForeignKeyConstraint &key) { return mentions(sql, key.referredTable); });
    });
}

Result<ObjectStep> executeStep(const Execute &execute, const MetaData &before)
{
    const QString text = textFor(execute.sql, u"sqlite"_s);
    if (text.isNull())
        return fail(ErrorCode::Unsupported, u"the SQL step has no text for sqlite"_s,
            u"add one under the key sqlite, or one text for all databases"_s);
    QStringList statements;
    for (const SqlStatement &statement : splitStatements(text))
        statements.append(statement.text);
    ObjectStep made = sqlStep(statements);
    for (const QString &sql : statements) {
        made.foreignKeysOn |= reliesOnForeignKeys(before, sql);
        made.foreignKeysOff |= dropsParent(sql, before);
        made.step.destructive |= mayLoseRows(sql);
    }
    return made;
}

Result<ObjectStep> compile(
    const Operation &operation, const MetaData &before, const MetaData &after)
{
    using Made = Result<ObjectStep>;
    return std::visit(
        overloaded {
            [](const CreateTable &op) -> Made { return sqlStep(createStatements(op.table)); },
            [](const DropTable &op) -> Made { return dropTable(op.table.name, false); },
            [&](const RenameTable &op) -> Made { return renameStep(op, before, after); },
            [](const RenameColumn &op) -> Made { return sqlStep(renameStatements(op)); },
            [](const CreateView &op) -> Made { return sqlStep(createStatements(op.view)); },
            [](const DropView &op) -> Made {
                return sqlStep({u"DROP VIEW "_s + quotedName(op.view.name)});
            },
            [](const AlterView &op) -> Made {
                return sqlStep(QStringList {u"DROP VIEW "_s + quotedName(op.from.name)}
                    + createStatements(op.to));
            },
            [](const CreateVirtualTable &op) -> Made {
                return sqlStep(createStatements(op.table));
            },
            [](const DropVirtualTable &op) -> Made { return dropTable(op.table.name, true); },
            [](const CreateSequence &op) -> Made { return noSequences(op.sequence.name); },
            [](const DropSequence &op) -> Made { return noSequences(op.sequence.name); },
            [](const CreateEnum &) -> Made { return ObjectStep {}; },
            [](const DropEnum &) -> Made { return ObjectStep {}; },
            [&](const Execute &op) -> Made { return executeStep(op, before); },
            [&](const auto &) -> Made {
                return fail(
                    ErrorCode::Unsupported, u"%1 is no step of its own"_s.arg(describe(operation)));
            },
        },
        operation);
}

} // namespace

Result<ObjectStep> objectStep(
    const Operation &operation, const MetaData &before, const MetaData &after)
{
    Result<ObjectStep> made = compile(operation, before, after);
    if (!made)
        return made;
    made->step.title = describe(operation);
    made->step.reversibility = reversibility(operation);
    return made;
}

bool isDropColumn(const QString &sql)
{
    if (firstWord(sql) != u"ALTER")
        return false;
    const QList<Token> tokens = significantTokens(sql);
    return tokens.size() >= 4 && isWord(sql, tokens[1], u"table")
        && isWord(sql, tokens[3], u"drop");
}

bool looksAround(const QString &sql)
{
    return renameIn(sql).isRename() || isDropColumn(sql);
}

} // namespace joinery::sqlite

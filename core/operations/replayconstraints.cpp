// SPDX-License-Identifier: MPL-2.0
#include "joinery/base/overloaded.h"
#include "joinery/operations/replay.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

QString kindText(const Constraint &constraint)
{
    return std::visit(overloaded {
                          [](const PrimaryKeyConstraint &) { return u"primary key"_s; },
                          [](const UniqueConstraint &) { return u"unique constraint"_s; },
                          [](const CheckConstraint &) { return u"check"_s; },
                          [](const ForeignKeyConstraint &) { return u"foreign key"_s; },
                      },
        constraint);
}

QStringList columnsOf(const Constraint &constraint)
{
    return std::visit(overloaded {
                          [](const PrimaryKeyConstraint &key) { return columnNames(key.columns); },
                          [](const UniqueConstraint &key) { return columnNames(key.columns); },
                          [](const CheckConstraint &) { return QStringList(); },
                          [](const ForeignKeyConstraint &key) { return key.columns; },
                      },
        constraint);
}

void toKeys(QStringList &names, const Replay &replay)
{
    for (QString &name : names)
        name = replay.key(name);
}

void toKeys(QList<KeyPart> &parts, const Replay &replay)
{
    for (KeyPart &part : parts)
        part.column = replay.key(part.column);
}

/// The constraint with its names in key form: equal exactly when two say the same.
template <typename T> T keyed(T constraint, const Replay &replay)
{
    if constexpr (std::is_same_v<T, ForeignKeyConstraint>) {
        constraint.referredTable = replay.key(constraint.referredTable);
        toKeys(constraint.referredColumns, replay);
    }
    if constexpr (std::is_same_v<T, CheckConstraint>)
        constraint.sql = constraint.sql.simplified();
    else
        toKeys(constraint.columns, replay);
    return constraint;
}

/// By name, and without one by content.
template <typename T> bool meets(const T &constraint, const T &wanted, const Replay &replay)
{
    if (!wanted.name.isEmpty())
        return replay.same(constraint.name, wanted.name);
    return constraint == wanted || keyed(constraint, replay) == keyed(wanted, replay);
}

tl::unexpected<Error> missing(const Table &table, const Constraint &constraint)
{
    const QString name = constraintName(constraint);
    const QString which = name.isEmpty() ? u"unnamed %1 of that content"_s.arg(kindText(constraint))
                                         : u"%1 \"%2\""_s.arg(kindText(constraint), name);
    return fail(ErrorCode::NotFound, u"table \"%1\" has no %2"_s.arg(table.name, which),
        u"check it, and whether an earlier step dropped or changed it"_s);
}

template <typename T>
Result<> removeFrom(
    QList<T> &constraints, const T &wanted, const Table &table, const Replay &replay)
{
    const auto found = std::find_if(constraints.cbegin(), constraints.cend(),
        [&](const T &constraint) { return meets(constraint, wanted, replay); });
    if (found == constraints.cend())
        return missing(table, wanted);
    constraints.erase(found);
    return {};
}

Result<> removeFrom(Table &table, const Constraint &constraint, const Replay &replay)
{
    return std::visit(overloaded {
                          [&](const PrimaryKeyConstraint &key) -> Result<> {
                              if (!table.primaryKey || !meets(*table.primaryKey, key, replay))
                                  return missing(table, constraint);
                              table.primaryKey.reset();
                              return {};
                          },
                          [&](const UniqueConstraint &unique) {
                              return removeFrom(table.uniques, unique, table, replay);
                          },
                          [&](const CheckConstraint &check) {
                              return removeFrom(table.checks, check, table, replay);
                          },
                          [&](const ForeignKeyConstraint &key) {
                              return removeFrom(table.foreignKeys, key, table, replay);
                          },
                      },
        constraint);
}

bool hasConstraint(const Table &table, const QString &name, const Replay &replay)
{
    return (table.primaryKey && !table.primaryKey->name.isEmpty()
               && replay.same(table.primaryKey->name, name))
        || positionOf(table.uniques, name, replay) >= 0
        || positionOf(table.checks, name, replay) >= 0
        || positionOf(table.foreignKeys, name, replay) >= 0;
}

Result<> checkFits(const Table &table, const Constraint &constraint, const Replay &replay)
{
    for (const QString &column : columnsOf(constraint)) {
        if (column.isEmpty())
            continue;
        if (const Result<qsizetype> position = columnAt(table, column, replay); !position)
            return fail(position.error());
    }
    if (std::holds_alternative<PrimaryKeyConstraint>(constraint) && table.primaryKey) {
        return fail(ErrorCode::Conflict,
            u"table \"%1\" has a primary key already"_s.arg(table.name),
            u"drop it in a step before"_s);
    }
    const QString name = constraintName(constraint);
    if (!name.isEmpty() && hasConstraint(table, name, replay)) {
        return fail(ErrorCode::Conflict,
            u"table \"%1\" has a constraint \"%2\" already"_s.arg(table.name, name),
            u"choose another name, or drop the other one first"_s);
    }
    return {};
}

} // namespace

Result<> carryOut(Replay &replay, const AddConstraint &op)
{
    const Result<Table *> found = replay.table(op.table);
    if (!found)
        return fail(found.error());
    Table &table = **found;
    if (Result<> fits = checkFits(table, op.constraint, replay); !fits)
        return fits;
    std::visit(overloaded {
                   [&](const PrimaryKeyConstraint &key) { table.primaryKey = key; },
                   [&](const UniqueConstraint &unique) { table.uniques.append(unique); },
                   [&](const CheckConstraint &check) { table.checks.append(check); },
                   [&](const ForeignKeyConstraint &key) { table.foreignKeys.append(key); },
               },
        op.constraint);
    return {};
}

Result<> carryOut(Replay &replay, const DropConstraint &op)
{
    const Result<Table *> table = replay.table(op.table);
    if (!table)
        return fail(table.error());
    return removeFrom(**table, op.constraint, replay);
}

} // namespace joinery::detail

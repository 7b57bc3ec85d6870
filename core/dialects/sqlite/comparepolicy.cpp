// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/comparepolicy.h"

#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/typename.h"
#include "joinery/sql/tokenizer.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// SQLite's own options, those left out that say what holds anyway.
Options ownOptions(const Options &all, const QStringList &kept)
{
    QMap<QString, QString> own;
    for (const QString &name : kept) {
        const QString value = option(all, options::dialect, name).toLower();
        if (!value.isEmpty() && value != u"false"_s && value != u"abort"_s)
            own.insert(name, value);
    }
    return own.isEmpty() ? Options {} : Options {{options::dialect, own}};
}

QString canonicalCollation(const QString &collation)
{
    const QString key = nameKey(collation);
    return key == u"binary"_s ? QString() : key;
}

/// A part's collation as far as it differs from its column's.
QString partCollation(const Table &table, const KeyPart &part)
{
    if (part.collation.isEmpty())
        return {};
    const QString collation = canonicalCollation(part.collation);
    const Column *column = findColumn(table, part.column);
    const QString inherited = column ? canonicalCollation(column->collation) : QString();
    if (collation == inherited)
        return {};
    return collation.isEmpty() ? u"binary"_s : collation;
}

QList<KeyPart> normalizedParts(const Table &table, QList<KeyPart> parts)
{
    for (KeyPart &part : parts) {
        part.collation = partCollation(table, part);
        part.expression = canonicalExpression(part.expression, table);
    }
    return parts;
}

bool isInKey(const std::optional<PrimaryKeyConstraint> &key, const Column &column)
{
    return key && std::any_of(key->columns.begin(), key->columns.end(), [&](const KeyPart &part) {
        return sameName(part.column, column.name);
    });
}

/// WITHOUT ROWID and STRICT tables take no NULL in their keys, said or not.
bool takesNull(const Table &table, const Column &column)
{
    if (!column.nullable)
        return false;
    const bool strictKeys = hasOption(table.options, options::dialect, options::withoutRowid)
        || hasOption(table.options, options::dialect, options::strict);
    return !strictKeys || !isInKey(effectivePrimaryKey(table), column)
        || isRowidAlias(table, column.name);
}

/// A default in double quotes is a text only where SQLite is built and set to forgive them
/// (SQLITE_DBCONFIG_DQS_DDL), so it is not the same as one in single quotes.
bool isForgivenDefault(const Column &column)
{
    const QString spelled = option(column.options, options::dialect, options::defaultText);
    return column.serverDefault && spelled.startsWith(u'"')
        && canonicalDefault(spelled, {}) == canonicalDefault(*column.serverDefault, {});
}

/// In a STRICT table ANY takes values as they come.
std::optional<QString> normalizedDefault(
    const Table &table, const Column &column, const QString &declared)
{
    if (!column.serverDefault)
        return std::nullopt;
    const bool isAny = hasOption(table.options, options::dialect, options::strict)
        && sameName(declared, u"any"_s);
    return canonicalDefault(*column.serverDefault, isAny ? Affinity::Blob : affinityOf(declared));
}

Column normalizedColumn(const Table &table, const Column &column)
{
    Column normal {.name = column.name};
    const QString declared = declaredType(table, column);
    normal.type.text = canonicalType(declared);
    normal.nullable = takesNull(table, column);
    normal.serverDefault = normalizedDefault(table, column, declared);
    if (column.computed)
        normal.computed = Computed {.sql = canonicalExpression(column.computed->sql, table),
            .persisted = column.computed->persisted};
    normal.collation = canonicalCollation(column.collation);
    QStringList kept {options::notNullConflict};
    if (isForgivenDefault(column))
        kept.append(options::defaultText);
    normal.options = ownOptions(column.options, kept);
    return normal;
}

std::optional<PrimaryKeyConstraint> normalizedKey(const Table &table)
{
    std::optional<PrimaryKeyConstraint> key = effectivePrimaryKey(table);
    if (!key)
        return key;
    key->columns = normalizedParts(table, key->columns);
    key->options = ownOptions(key->options, {options::onConflict});
    return key;
}

ForeignKeyConstraint normalizedForeignKey(ForeignKeyConstraint key)
{
    const auto action = [](const QString &text) {
        const QString words = text.simplified().toLower();
        return words == u"no action"_s ? QString() : words;
    };
    key.onDelete = action(key.onDelete);
    key.onUpdate = action(key.onUpdate);
    key.match.clear();
    key.deferrable = key.deferrable
        || (key.initiallyDeferred
            && !hasOption(key.options, options::dialect, options::notDeferrable));
    key.initiallyDeferred = key.deferrable && key.initiallyDeferred;
    key.options.clear();
    return key;
}

/// In the order of what they say, so that the order they are written in does not count.
template <typename T, typename Key> QList<T> sortedBy(QList<T> list, Key key)
{
    QList<std::pair<QString, T>> keyed;
    for (const T &item : list)
        keyed.append({key(item), item});
    std::stable_sort(
        keyed.begin(), keyed.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<T> sorted;
    for (const auto &[text, item] : keyed)
        sorted.append(item);
    return sorted;
}

QList<UniqueConstraint> normalizedUniques(const Table &table)
{
    QList<UniqueConstraint> uniques = table.uniques;
    for (UniqueConstraint &unique : uniques) {
        unique.columns = normalizedParts(table, unique.columns);
        unique.options = ownOptions(unique.options, {options::onConflict});
    }
    return sortedBy(
        uniques, [](const UniqueConstraint &unique) { return constraintDefinition(unique); });
}

/// A list of values goes by the name that an enum's has. The one in the database may still have
/// that of a table or column renamed since.
QString checkName(const Table &table, const CheckConstraint &check)
{
    if (!check.name.startsWith(u"ck_"_s))
        return check.name;
    const Column *column = columnHeldToList(table, check);
    return column ? enumCheckName(table, *column) : check.name;
}

QList<CheckConstraint> normalizedChecks(const Table &table)
{
    QList<CheckConstraint> checks;
    for (const CheckConstraint &check : withEnumChecks(table)) {
        const CheckConstraint normal {
            .name = checkName(table, check), .sql = canonicalExpression(check.sql, table)};
        if (normal.name.isEmpty() || !checks.contains(normal))
            checks.append(normal);
    }
    return sortedBy(
        checks, [](const CheckConstraint &check) { return constraintDefinition(check); });
}

QList<Index> normalizedIndexes(const Table &table)
{
    QList<Index> indexes = table.indexes;
    for (Index &index : indexes) {
        index.columns = normalizedParts(table, index.columns);
        index.where = canonicalExpression(index.where, table);
        index.options = ownOptions(index.options, {options::create});
    }
    return sortedBy(indexes, [](const Index &index) { return nameKey(index.name); });
}

QString withoutSemicolon(const QString &sql)
{
    const QString text = sql.trimmed();
    return text.endsWith(u';') ? text.chopped(1) : text;
}

/// BEFORE is what a trigger without a word for it does, and FOR EACH ROW the only way there is.
QString canonicalTrigger(const QString &sql)
{
    static const QRegularExpression before(
        u"^(create trigger (?:\"(?:[^\"]|\"\")*\"|[^\" ]+) )before "_s);
    static const QRegularExpression eachRow(
        u"^((?:(?! when | begin ).)*? on (?:\"(?:[^\"]|\"\")*\"|[^\" ]+)) for each row (when|begin) "_s);
    QString text = canonicalOperators(canonicalSql(sql));
    text.replace(before, u"\\1"_s);
    return text.replace(eachRow, u"\\1 \\2 "_s);
}

} // namespace

QString SqliteComparePolicy::nameKey(const QString &name) const
{
    return sqlite::nameKey(name);
}

Table SqliteComparePolicy::normalized(const Table &table) const
{
    Table normal {.name = table.name};
    for (const Column &column : table.columns)
        normal.columns.append(normalizedColumn(table, column));
    normal.primaryKey = normalizedKey(table);
    for (const ForeignKeyConstraint &key : table.foreignKeys)
        normal.foreignKeys.append(normalizedForeignKey(key));
    normal.foreignKeys = sortedBy(normal.foreignKeys,
        [](const ForeignKeyConstraint &key) { return constraintDefinition(key); });
    normal.uniques = normalizedUniques(table);
    normal.checks = normalizedChecks(table);
    normal.indexes = normalizedIndexes(table);
    for (const Trigger &trigger : table.triggers)
        normal.triggers.append(normalized(trigger));
    normal.triggers = sortedBy(
        normal.triggers, [](const Trigger &trigger) { return sqlite::nameKey(trigger.name); });
    normal.options = ownOptions(
        table.options, {options::strict, options::withoutRowid, options::autoincrement});
    return normal;
}

View SqliteComparePolicy::normalized(const View &view) const
{
    View normal {.name = view.name, .columns = view.columns};
    normal.sql = canonicalOperators(canonicalSql(withoutSemicolon(view.sql)));
    for (const Trigger &trigger : view.triggers)
        normal.triggers.append(normalized(trigger));
    normal.triggers = sortedBy(
        normal.triggers, [](const Trigger &trigger) { return sqlite::nameKey(trigger.name); });
    normal.options = ownOptions(view.options, {options::create});
    return normal;
}

VirtualTable SqliteComparePolicy::normalized(const VirtualTable &table) const
{
    const Result<VirtualTable> parsed = parseCreateVirtualTable(table.sql);
    return VirtualTable {.name = table.name,
        .sql = canonicalSql(withoutSemicolon(parsed ? parsed->sql : table.sql))};
}

Trigger SqliteComparePolicy::normalized(const Trigger &trigger) const
{
    const Result<ParsedTrigger> parsed = parseCreateTrigger(trigger.sql);
    return Trigger {.name = trigger.name,
        .sql = canonicalTrigger(withoutSemicolon(parsed ? parsed->trigger.sql : trigger.sql))};
}

bool SqliteComparePolicy::sameFamily(const DataType &a, const DataType &b) const
{
    const auto family = [](const DataType &type) {
        const Affinity affinity = affinityOf(declaredType({}, Column {.name = {}, .type = type}));
        const bool number = affinity == Affinity::Integer || affinity == Affinity::Real;
        return number ? Affinity::Numeric : affinity;
    };
    return family(a) == family(b);
}

} // namespace joinery::sqlite

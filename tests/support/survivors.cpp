// SPDX-License-Identifier: MPL-2.0
#include "support/survivors.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/tablechange.h"
#include "joinery/sql/quoting.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

/// Follows tables and columns through operations, each under the name it has at that point.
class Tracker
{
public:
    explicit Tracker(const MetaData &from)
    {
        for (const Table &table : from.tables) {
            SurvivingTable survivor {.from = table.name, .to = table.name};
            for (const Column &column : table.columns)
                survivor.columns.append({.from = column.name, .to = column.name});
            m_tables.append(survivor);
        }
    }

    void follow(const Operation &operation)
    {
        std::visit(overloaded {
                       [&](const DropTable &drop) { remove(drop.table.name); },
                       [&](const RenameTable &rename) { find(rename.from).to = rename.to; },
                       [&](const RenameColumn &rename) {
                           column(rename.table, rename.from).to = rename.to;
                       },
                       [&](const DropColumn &drop) {
                           find(drop.table).columns.removeIf([&](const SurvivingColumn &other) {
                               return other.to == drop.column.name;
                           });
                       },
                       [&](const AlterColumn &alter) { this->alter(alter); },
                       [&](const AddConstraint &add) { allow(add.table, add.accept); },
                       [&](const CreateIndex &add) { allow(add.table, add.accept); },
                       [](const auto &) {},
                   },
            operation);
    }

    QList<SurvivingTable> tables() const { return m_tables; }

private:
    SurvivingTable &find(const QString &name)
    {
        for (SurvivingTable &table : m_tables) {
            if (table.to == name)
                return table;
        }
        return m_other; // made on the way
    }

    SurvivingColumn &column(const QString &table, const QString &name)
    {
        for (SurvivingColumn &column : find(table).columns) {
            if (column.to == name)
                return column;
        }
        return m_otherColumn;
    }

    void remove(const QString &name)
    {
        m_tables.removeIf([&](const SurvivingTable &table) { return table.to == name; });
    }

    void allow(const QString &table, const QStringList &accept)
    {
        if (accept.contains(accepts::deleteRows))
            find(table).rowsMayGo = true;
    }

    void alter(const AlterColumn &alter)
    {
        SurvivingColumn &altered = column(alter.table, alter.column);
        altered.retyped = altered.retyped || alter.to.type;
        altered.decided = altered.decided || !alter.fill.isEmpty() || !alter.cast.isEmpty()
            || alter.accept.contains(accepts::lossyCast) || alter.to.computed;
        allow(alter.table, alter.accept);
    }

    QList<SurvivingTable> m_tables {};
    SurvivingTable m_other {};
    SurvivingColumn m_otherColumn {};
};

/// What names a value exactly: its storage class and all its bytes.
QString exactly(const QString &value)
{
    return u"CASE typeof(%1) WHEN 'null' THEN 'null' WHEN 'integer' THEN 'i' || %1 "
           "WHEN 'real' THEN printf('r%!.20g', %1) ELSE typeof(%1) || hex(%1) END"_s.replace(
               u"%1"_s, value);
}

/// Long values by their length and a hash.
QString shortened(const QString &value)
{
    constexpr qsizetype longest = 60;
    if (value.size() <= longest)
        return value;
    const QByteArray hash
        = QCryptographicHash::hash(value.toLatin1(), QCryptographicHash::Sha256).toHex();
    return u"%1… %2 %3"_s.arg(value.left(8)).arg(value.size()).arg(QString::fromLatin1(hash));
}

QStringList linesOf(Executor &db, const QString &sql)
{
    const Result<RowSet> rows = db.query(sql);
    if (!rows)
        return {u"error: "_s + rows.error().driverText + u" in "_s + sql};
    QStringList lines;
    for (const QList<Value> &row : rows->rows) {
        QStringList values = toText(row.first()).split(u'|');
        for (QString &value : values)
            value = shortened(value);
        lines.append(values.join(u" | "_s));
    }
    lines.sort();
    return lines;
}

QString rowText(const QStringList &values)
{
    QStringList texts;
    for (const QString &value : values)
        texts.append(exactly(value));
    return texts.isEmpty() ? u"'row'"_s : texts.join(u" || '|' || "_s);
}

/// ANY holds whatever comes in a STRICT table, and means NUMERIC elsewhere.
QString probeType(const Table &to, const QString &column)
{
    const QString type = sqlite::declaredType(to, *to.column(column));
    const bool strict = hasOption(to.options, u"sqlite"_s, sqlite::options::strict);
    return strict && type.compare(u"ANY"_s, Qt::CaseInsensitive) == 0 ? QString() : type;
}

} // namespace

QList<SurvivingTable> survivors(
    const MetaData &from, const MetaData &to, const QList<Operation> &operations)
{
    Tracker tracker(from);
    for (const Operation &operation : operations)
        tracker.follow(operation);
    QList<SurvivingTable> tables = tracker.tables();
    tables.removeIf([&](const SurvivingTable &table) { return !to.tables.contains(table.to); });
    for (SurvivingTable &table : tables) {
        const Table before = from.tables[table.from];
        const Table after = to.tables[table.to];
        table.columns.removeIf([&](const SurvivingColumn &column) {
            return column.decided || !after.column(column.to) || after.column(column.to)->computed;
        });
        table.rowidStays = !sqlite::rowidName(before).isEmpty()
            && !sqlite::rowidName(after).isEmpty() && sqlite::rowidAlias(after).isEmpty();
    }
    return tables;
}

QStringList rowsBefore(Executor &db, const SurvivingTable &table, const Table &to)
{
    QStringList definitions {u"joinery_probe_row"_s};
    QStringList values {table.rowidStays ? u"rowid"_s : u"NULL"_s};
    QStringList names {u"joinery_probe_row"_s};
    for (qsizetype i = 0; i < table.columns.size(); ++i) {
        const QString name = u"c%1"_s.arg(i);
        definitions.append(name + u' ' + probeType(to, table.columns[i].to));
        values.append(quotedName(table.columns[i].from));
        names.append(name);
    }
    const QString script
        = u"DROP TABLE IF EXISTS temp.probe; CREATE TEMP TABLE probe (%1); INSERT INTO temp.probe SELECT %2 FROM main.%3"_s
              .arg(definitions.join(u", "_s), values.join(u", "_s), quotedName(table.from));
    if (const Result<> done = db.executeScript(script); !done)
        return {u"error: "_s + done.error().driverText + u" in "_s + script};
    const QStringList lines = linesOf(db, u"SELECT %1 FROM temp.probe"_s.arg(rowText(names)));
    static_cast<void>(db.execute(u"DROP TABLE temp.probe"_s));
    return lines;
}

QStringList rowsAfter(Executor &db, const SurvivingTable &table)
{
    QStringList values {table.rowidStays ? u"rowid"_s : u"NULL"_s};
    for (const SurvivingColumn &column : table.columns)
        values.append(quotedName(column.to));
    return linesOf(db, u"SELECT %1 FROM main.%2"_s.arg(rowText(values), quotedName(table.to)));
}

QString lostRows(const QStringList &before, const QStringList &after, bool rowsMayGo)
{
    QStringList missing;
    QStringList more;
    std::set_difference(
        before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(missing));
    std::set_difference(
        after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(more));
    if (more.isEmpty() && (missing.isEmpty() || rowsMayGo))
        return {};
    const auto shown = [](const QStringList &lines) {
        return u"%1: %2"_s.arg(lines.size()).arg(lines.value(0).left(300));
    };
    return u"gone %1\nnew %2"_s.arg(shown(missing), shown(more));
}

} // namespace joinery::testing

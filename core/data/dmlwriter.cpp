// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/dmlwriter.h"

#include "joinery/data/writeorder.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Kind = RowStatement::Kind;

/// Grows a statement piece by piece.
class StatementText
{
public:
    explicit StatementText(const QString &begin)
        : m_parts {begin}
    { }
    StatementText &operator<<(const QString &sql)
    {
        m_parts.last() += sql;
        return *this;
    }
    StatementText &operator<<(const Value &value)
    {
        m_parameters.append(value);
        m_parts.append(QString());
        return *this;
    }
    void finish(RowStatement &statement)
    {
        statement.parts = m_parts;
        statement.parameters = m_parameters;
    }

private:
    QStringList m_parts;
    QList<Value> m_parameters {};
};

/// Text that is not valid in the database reads as U+FFFD and would equal nothing there.
bool isComparable(const Value &value)
{
    const QString *text = std::get_if<QString>(&value);
    return !text || (!text->contains(QChar::ReplacementCharacter) && text->isValidUtf16());
}

class RowWriter
{
public:
    RowWriter(const DmlCompiler &dml, const QList<TableChanges> &tables)
        : m_dml(dml)
        , m_tables(tables)
    { }

    RowStatement write(const WriteStep &step) const
    {
        const RowChange &change = m_tables[step.table].changes[step.change];
        RowStatement statement {
            .kind = step.kind, .table = step.table, .change = change.id, .returnsKey = false};
        switch (step.kind) {
        case Kind::Insert:
            insert(change, statement);
            break;
        case Kind::Delete: {
            StatementText text(u"DELETE FROM "_s + quote(table(statement).table.name));
            where(step, change, text);
            text.finish(statement);
            break;
        }
        case Kind::Update:
        case Kind::Park:
            update(step, change, statement);
            break;
        }
        return statement;
    }

private:
    QString quote(const QString &name) const { return m_dml.quote(name); }
    const TableChanges &table(const RowStatement &statement) const
    {
        return m_tables[statement.table];
    }

    QString columnName(const TableChanges &owner, int column) const
    {
        return quote(owner.table.columns[column].name);
    }

    void insert(const RowChange &change, RowStatement &statement) const
    {
        const TableChanges &owner = table(statement);
        StatementText text(m_dml.insertInto(owner.table));
        if (change.values.isEmpty()) {
            text << u" DEFAULT VALUES"_s;
        } else {
            QStringList names;
            for (const int column : change.values.keys())
                names.append(columnName(owner, column));
            text << u" (%1) VALUES ("_s.arg(names.join(u", "));
            bool first = true;
            for (const Value &value : change.values) {
                text << (std::exchange(first, false) ? QString() : u", "_s) << value;
            }
            text << u")"_s;
        }
        QStringList key;
        for (const QString &column : owner.address.columns)
            key.append(quote(column));
        text << u" RETURNING "_s + key.join(u", ");
        statement.returnsKey = true;
        text.finish(statement);
    }

    void update(const WriteStep &step, const RowChange &change, RowStatement &statement) const
    {
        const TableChanges &owner = table(statement);
        const QMap<int, Value> values = step.kind == Kind::Park ? step.parked : change.values;
        StatementText text(m_dml.update(owner.table) + u" SET "_s);
        bool first = true;
        for (auto value = values.begin(); value != values.end(); ++value) {
            text << (std::exchange(first, false) ? QString() : u", "_s)
                 << columnName(owner, value.key()) + u" = "_s << value.value();
        }
        where(step, change, text);
        text.finish(statement);
    }

    /// The row by its key and what it held; after a Park, what the Park has put there.
    void where(const WriteStep &step, const RowChange &change, StatementText &text) const
    {
        const TableChanges &owner = m_tables[step.table];
        const bool afterPark = step.kind != Kind::Park;
        const auto parked = [&](int column) {
            return afterPark ? step.parked.constFind(column) : step.parked.constEnd();
        };
        for (qsizetype i = 0; i < owner.address.columns.size(); ++i) {
            const QString &name = owner.address.columns[i];
            const auto now = parked(int(owner.table.columnIndex(name)));
            text << (i == 0 ? u" WHERE "_s : u" AND "_s) + quote(name) + u" = "_s
                 << (now == step.parked.constEnd() ? change.key.value(i) : *now);
        }
        for (const int column : comparedColumns(owner, change)) {
            const auto now = parked(column);
            const Value &held = now == step.parked.constEnd() ? change.original[column] : *now;
            if (!isComparable(held))
                continue;
            const QStringList around
                = m_dml.sameValue(columnName(owner, column), QChar(QChar::Null)).split(QChar::Null);
            text << u" AND "_s + around.value(0) << held << around.value(1);
        }
    }

    const DmlCompiler &m_dml;
    const QList<TableChanges> &m_tables;
};

QString shortened(const QString &literal, int maxLiteral)
{
    return maxLiteral < 0 || literal.size() <= maxLiteral ? literal
                                                          : literal.left(maxLiteral) + u'…';
}

} // namespace

TableChanges changesOf(const RowEdits &edits)
{
    return {.table = edits.table(), .address = edits.address(), .changes = edits.changes()};
}

QString RowStatement::sql() const
{
    return parts.join(u'?');
}

QString RowStatement::text(const DmlCompiler &dml, int maxLiteral) const
{
    QString text = parts.value(0);
    for (qsizetype i = 0; i < parameters.size(); ++i)
        text += shortened(dml.literal(parameters[i]), maxLiteral) + parts.value(i + 1);
    return text;
}

QList<RowStatement> rowStatements(
    const DmlCompiler &dml, const MetaData &schema, const QList<TableChanges> &tables)
{
    const RowWriter writer(dml, tables);
    QList<RowStatement> statements;
    for (const WriteStep &step : writeOrder(schema, tables))
        statements.append(writer.write(step));
    return statements;
}

QString scriptText(const DmlCompiler &dml, const QList<RowStatement> &statements, int maxLiteral)
{
    if (statements.isEmpty())
        return {};
    QString script = dml.begin() + u";\n"_s;
    if (!dml.deferForeignKeys().isEmpty())
        script += dml.deferForeignKeys() + u";\n"_s;
    for (const RowStatement &statement : statements)
        script += statement.text(dml, maxLiteral) + u";\n"_s;
    return script + u"COMMIT;\n"_s;
}

QList<int> comparedColumns(const TableChanges &table, const RowChange &change)
{
    QStringList primaryKey;
    if (table.table.primaryKey)
        primaryKey = columnNames(table.table.primaryKey->columns);
    const bool all
        = change.kind == RowChange::Kind::Delete || (table.address.hidden && primaryKey.isEmpty());
    QList<int> columns;
    for (int column = 0; column < change.original.size(); ++column) {
        const Column &candidate = table.table.columns[column];
        const bool wanted = all || change.values.contains(column)
            || (table.address.hidden && primaryKey.contains(candidate.name));
        if (wanted && !candidate.computed && !table.uncompared.contains(column)
            && !table.address.columns.contains(candidate.name))
            columns.append(column);
    }
    return columns;
}

} // namespace joinery

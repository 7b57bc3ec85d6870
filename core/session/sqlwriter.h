// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/relationshipjoin.h"
#include "joinery/session/selectcompiler.h"

#include <QHash>

namespace joinery {

/// Writes expressions and queries in the words of a dialect, their parameters beside them in the
/// order of the text. The first error stays; what is written after it does not matter.
class SqlWriter
{
public:
    explicit SqlWriter(const DmlCompiler &dml)
        : m_dml(dml)
    { }

    /// A table of the statement, and what stands in front of its columns.
    struct Source
    {
        TableReference table;
        QString prefix; ///< quoted, with the dot
        bool outer = false;
    };
    /// The tables that columns may be of, in and around a query.
    struct Scope
    {
        QList<Source> sources {};
        Scope *outer = nullptr;
    };

    void write(QStringView sql) { m_sql += sql; }
    void write(char16_t letter) { m_sql += QChar(letter); }
    void writeName(const QString &identifier) { m_sql += quoted(identifier); }
    /// An expression; in parentheses when it binds weaker than `strength`.
    void writeExpression(const ExpressionPtr &node, int strength = 0);
    /// Conditions joined by AND.
    void writeAll(const QList<ExpressionPtr> &conditions);
    void writeList(const QList<ExpressionPtr> &nodes);
    void bind(const Value &value);
    /// What a column is set to; an error names the column.
    void writeAssigned(const ExpressionPtr &value, const ModelInfo &model, int column);
    /// What rows consist of: columns and expressions, separated by commas.
    void writeItems(const QList<RowItem> &items);
    void writeModel(const TableReference &table);
    /// A whole SELECT. Its parts, where wanted, are those of its rows.
    void writeSelect(const SelectStatement &statement, CompiledSelect *compiled = nullptr);

    const DmlCompiler &dml() const { return m_dml; }
    Scope *scope() const { return m_scope; }
    void setScope(Scope *scope) { m_scope = scope; }
    void addSource(const TableReference &table, bool outer);
    void fail(const Error &error);
    void fail(const QString &message, const QString &hint = {});

    /// Sql and parameters, or what went wrong.
    [[nodiscard]] Result<CompiledSelect> finish(CompiledSelect compiled);

private:
    friend class SelectWriter;

    QString quoted(const QString &identifier);
    QString taken(const ExpressionPtr &node, int strength = 0);
    const Source *sourceOf(const TableReference &table) const;

    void writeColumn(const ExpressionNode &node);
    void writeOperation(const ExpressionNode &node);
    void writeBinary(const ExpressionNode &node);
    void writeIn(const ExpressionNode &node);
    void writeFunction(const ExpressionNode &node);
    void writeCase(const ExpressionNode &node);
    void writeSubquery(const ExpressionNode &node);

    const DmlCompiler &m_dml;
    QString m_sql {};
    QList<Value> m_parameters {};
    std::optional<Error> m_error {};
    Scope *m_scope = nullptr;
    bool m_valuesOnly = false; ///< of EXISTS: the columns do not matter
};

/// The columns of these items, in their order.
QList<RowPart> partsOf(const QList<RowItem> &items);

} // namespace joinery

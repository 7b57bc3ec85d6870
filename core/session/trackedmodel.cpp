// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/trackedmodel.h"

#include "joinery/dialects/dmlcompiler.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// NULL, or the 0 of a key that is a plain integer: no row has been given a key yet.
bool isEmptyValue(const ValueView &value, bool key)
{
    const qint64 *number = std::get_if<qint64>(&value);
    return std::holds_alternative<std::monostate>(value) || (key && number && *number == 0);
}

constexpr size_t valuesPerStatement = 384;

} // namespace

size_t InsertShape::rowsAtOnce() const
{
    return given.empty() ? 1 : std::max<size_t>(valuesPerStatement / given.size(), 1);
}

QString InsertShape::sqlFor(size_t rows) const
{
    return insert + (u", "_s + marks).repeated(qsizetype(rows) - 1);
}

TrackedModel::TrackedModel(const ModelInfo &model, const DmlCompiler &dml)
    : m_dml(dml)
    , m_store(model.makeStore(model))
    , m_identity(*m_store)
    , m_keyColumns(columnNames(model.table.primaryKey->columns))
{
    QStringList conditions;
    for (const QString &column : m_keyColumns)
        conditions.append(qualified(column) + u" = ?"_s);
    m_selectByKey = u"SELECT %1 FROM %2 WHERE %3"_s.arg(
        columnList(), dml.quote(model.name()), conditions.join(u" AND "_s));
    if (!model.hiddenKey && model.hasGeneratedKey())
        m_candidates.push_back(model.key.first());
    for (int column = 0; column < model.columns.size(); ++column) {
        const ColumnInfo &info = model.columns[column];
        m_hasComputed = m_hasComputed || !info.options.computed.empty();
        if (info.optional && (info.options.hasServerDefault || info.options.memberDefault)
            && m_candidates.size() < 64)
            m_candidates.push_back(column);
    }
}

QString TrackedModel::qualified(const QString &column) const
{
    return m_dml.quote(model().name()) + u'.' + m_dml.quote(column);
}

QString TrackedModel::columnList(const QString &alias) const
{
    QStringList names;
    for (const Column &column : model().table.columns)
        names.append(alias.isEmpty() ? qualified(column.name) : alias + m_dml.quote(column.name));
    return names.join(u", "_s);
}

const InsertShape &TrackedModel::shapeFor(const ValueView *values)
{
    quint64 left = 0;
    const bool generated = model().hasGeneratedKey() && !model().hiddenKey;
    for (size_t i = 0; i < m_candidates.size(); ++i) {
        if (isEmptyValue(values[m_candidates[i]], generated && i == 0))
            left |= quint64(1) << i;
    }
    for (const std::unique_ptr<InsertShape> &shape : m_shapes) {
        if (shape->left == left)
            return *shape;
    }
    m_shapes.push_back(makeShape(left));
    return *m_shapes.back();
}

std::unique_ptr<InsertShape> TrackedModel::makeShape(quint64 left) const
{
    const ModelInfo &own = model();
    auto shape = std::make_unique<InsertShape>();
    shape->left = left;
    QStringList names;
    QStringList returned;
    if (own.hiddenKey)
        returned.append(qualified(m_keyColumns.first()));
    for (int column = 0; column < own.columns.size(); ++column) {
        const auto candidate = std::find(m_candidates.begin(), m_candidates.end(), column);
        const bool leaves = candidate != m_candidates.end()
            && (left >> (candidate - m_candidates.begin()) & 1) != 0;
        const QString name = own.columnName(column);
        if (leaves || !own.columns[column].options.computed.empty()) {
            shape->returned.push_back(column);
            returned.append(qualified(name));
        } else {
            shape->given.push_back(column);
            names.append(m_dml.quote(name));
        }
    }
    shape->keyFromStatement = returned.size() == 1 && own.hasGeneratedKey()
        && (own.hiddenKey || shape->returned.front() == own.key.first())
        && m_dml.tellsInsertedKey();
    if (!names.isEmpty())
        shape->marks = u"(%1)"_s.arg(QStringList(names.size(), u"?"_s).join(u", "_s));
    shape->insert = m_dml.insertInto(own.table)
        + (names.isEmpty() ? u" DEFAULT VALUES"_s
                           : u" (%1) VALUES %2"_s.arg(names.join(u", "_s), shape->marks));
    shape->sql = shape->insert;
    if (!returned.isEmpty() && !shape->keyFromStatement)
        shape->sql += u" RETURNING "_s + returned.join(u", "_s);
    return shape;
}

} // namespace joinery

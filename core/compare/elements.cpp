// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/elements.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

Table bare(const Table &table)
{
    return {.name = table.name,
        .columns = table.columns,
        .primaryKey = table.primaryKey,
        .options = table.options};
}

/// Collects texts so that different lists never give the same text.
class TextWriter
{
public:
    explicit TextWriter(const ComparePolicy &policy)
        : m_policy(policy)
    { }

    TextWriter &text(const QString &text)
    {
        m_text += QString::number(text.size()) + u':' + text;
        return *this;
    }
    TextWriter &name(const QString &name) { return text(m_policy.nameKey(name)); }
    TextWriter &names(const QStringList &names)
    {
        m_text += u'[' + QString::number(names.size());
        for (const QString &each : names)
            name(each);
        return *this;
    }
    TextWriter &flag(bool flag)
    {
        m_text += flag ? u'+' : u'-';
        return *this;
    }
    TextWriter &parts(const QList<KeyPart> &parts)
    {
        m_text += u'[' + QString::number(parts.size());
        for (const KeyPart &part : parts)
            name(part.column).text(part.expression).flag(part.descending).text(part.collation);
        return *this;
    }
    TextWriter &options(const Options &options)
    {
        for (auto dialect = options.begin(); dialect != options.end(); ++dialect) {
            for (auto it = dialect->begin(); it != dialect->end(); ++it)
                text(dialect.key()).text(it.key()).text(it.value());
        }
        return *this;
    }
    QString result() const { return m_text; }

private:
    const ComparePolicy &m_policy;
    QString m_text;
};

} // namespace

ElementForms::ElementForms(const Table &context, const ComparePolicy &policy)
    : m_bare(bare(context))
    , m_policy(policy)
    , m_implied(policy.normalized(m_bare).checks)
{ }

UniqueConstraint ElementForms::of(const UniqueConstraint &unique) const
{
    Table table = m_bare;
    table.uniques = {unique};
    return m_policy.normalized(table).uniques.value(0, unique);
}

ForeignKeyConstraint ElementForms::of(const ForeignKeyConstraint &key) const
{
    Table table = m_bare;
    table.foreignKeys = {key};
    return m_policy.normalized(table).foreignKeys.value(0, key);
}

Index ElementForms::of(const Index &index) const
{
    Table table = m_bare;
    table.indexes = {index};
    return m_policy.normalized(table).indexes.value(0, index);
}

std::optional<CheckConstraint> ElementForms::of(const CheckConstraint &check) const
{
    Table table = m_bare;
    table.checks = {check};
    QList<CheckConstraint> checks = m_policy.normalized(table).checks;
    for (const CheckConstraint &implied : m_implied)
        checks.removeOne(implied);
    return checks.isEmpty() ? std::nullopt : std::optional(checks.first());
}

std::optional<PrimaryKeyConstraint> ElementForms::of(
    const std::optional<PrimaryKeyConstraint> &key) const
{
    Table table = m_bare;
    table.primaryKey = key;
    return m_policy.normalized(table).primaryKey;
}

QList<CheckConstraint> ElementForms::impliedChecks(const Column &column) const
{
    if (m_implied.isEmpty())
        return {};
    Table table = m_bare;
    table.columns = {column};
    return m_policy.normalized(table).checks;
}

ReferredKeys::ReferredKeys(const MetaData &schema, const ComparePolicy &policy)
    : m_schema(schema)
    , m_policy(policy)
    , m_spellings(spellings(schema.tables, policy))
{ }

ForeignKeyConstraint ReferredKeys::resolved(ForeignKeyConstraint key) const
{
    if (!key.referredColumns.isEmpty() || m_policy.keepsBareReferences())
        return key;
    const QString name = m_spellings.value(m_policy.nameKey(key.referredTable));
    const auto table = m_schema.tables.constFind(name);
    if (table == m_schema.tables.constEnd())
        return key;
    if (const auto primaryKey = m_policy.normalized(*table).primaryKey)
        key.referredColumns = columnNames(primaryKey->columns);
    return key;
}

QString contentText(const PrimaryKeyConstraint &key, const ComparePolicy &policy, bool named)
{
    return TextWriter(policy)
        .text(named ? key.name : QString())
        .parts(key.columns)
        .options(key.options)
        .result();
}

QString contentText(const UniqueConstraint &unique, const ComparePolicy &policy, bool named)
{
    return TextWriter(policy)
        .text(named ? unique.name : QString())
        .parts(unique.columns)
        .options(unique.options)
        .result();
}

QString contentText(const CheckConstraint &check, const ComparePolicy &policy, bool named)
{
    return TextWriter(policy)
        .text(named ? check.name : QString())
        .text(check.sql)
        .options(check.options)
        .result();
}

QString contentText(const ForeignKeyConstraint &key, const ComparePolicy &policy, bool named)
{
    return TextWriter(policy)
        .text(named ? key.name : QString())
        .names(key.columns)
        .name(key.referredTable)
        .names(key.referredColumns)
        .text(key.onDelete)
        .text(key.onUpdate)
        .text(key.match)
        .flag(key.deferrable)
        .flag(key.initiallyDeferred)
        .options(key.options)
        .result();
}

QString contentText(const Index &index, const ComparePolicy &policy, bool named)
{
    return TextWriter(policy)
        .text(named ? index.name : QString())
        .parts(index.columns)
        .flag(index.unique)
        .text(index.where)
        .options(index.options)
        .result();
}

} // namespace joinery::detail

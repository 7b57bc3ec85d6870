// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/danglingkeys.h"

#include "joinery/dialects/dmlcompiler.h"
#include "joinery/session/relationshipjoin.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

class DanglingKeys
{
public:
    explicit DanglingKeys(SessionCore &session)
        : m_session(session)
    { }

    /// A foreign key of the object that leads nowhere.
    QString from(const Entry &entry)
    {
        const ModelInfo &model = entry.store->model();
        for (const ReferenceInfo &reference : model.references) {
            const ModelInfo &referred = reference.referred();
            const Value value = valueOf(entry, reference.column);
            const int column = referredColumn(model, reference.column, referred);
            if (!isNull(value) && !isThere(referred, column, value))
                return u"%1: %2 = %3 leads to no row of \"%4\""_s.arg(nameOf(entry),
                    model.columnName(reference.column), m_session.dml().literal(value),
                    referred.name());
        }
        return {};
    }
    /// A row that refers to the deleted object.
    QString to(const Entry &entry)
    {
        for (const auto &[model, tracked] : m_session.trackedModels()) {
            for (const ReferenceInfo &reference : model->references) {
                const ModelInfo &referred = entry.store->model();
                if (&reference.referred() != &referred)
                    continue;
                const int column = referredColumn(*model, reference.column, referred);
                if (isThere(*model, reference.column, valueOf(entry, column)))
                    return u"%1 is deleted, but a row of \"%2\" refers to it by %3"_s.arg(
                        nameOf(entry), model->name(), model->columnName(reference.column));
            }
        }
        return {};
    }

    /// A foreign key of some row of the model that leads nowhere.
    QString in(const ModelInfo &model)
    {
        for (const ReferenceInfo &reference : model.references) {
            const ModelInfo &referred = reference.referred();
            const Value value = strayValue(model, reference.column, referred);
            if (!isNull(value))
                return u"%1: %2 = %3 leads to no row of \"%4\""_s.arg(model.name(),
                    model.columnName(reference.column), m_session.dml().literal(value),
                    referred.name());
        }
        return {};
    }

private:
    /// What stands in the column and in no row of the model that it refers to.
    Value strayValue(const ModelInfo &model, int column, const ModelInfo &referred)
    {
        const DmlCompiler &dml = m_session.dml();
        const Result<Executor *> executor = m_session.connected();
        if (!executor)
            return {};
        const QString key = keyName(referred, referredColumn(model, column, referred));
        const Result<RowSet> rows = (*executor)->query(
            u"SELECT c.%1 FROM %2 AS c WHERE c.%1 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %3 AS p WHERE p.%4 = c.%1) LIMIT 1"_s
                .arg(dml.quote(model.columnName(column)), dml.quote(model.name()),
                    dml.quote(referred.name()), dml.quote(key)));
        return rows && !rows->isEmpty() ? rows->scalar() : Value();
    }
    /// -1 = the hidden key
    QString keyName(const ModelInfo &model, int column) const
    {
        return column < 0 ? m_session.tracked(model).keyColumns().first()
                          : model.columnName(column);
    }
    static Value valueOf(const Entry &entry, int column)
    {
        ValueBuffer buffer;
        ValueView view = entry.hiddenKey;
        if (column >= 0 && !entry.store->writeSnapshot(entry, column, buffer, view))
            view = {};
        return toValue(view);
    }
    QString nameOf(const Entry &entry) const
    {
        const ModelInfo &model = entry.store->model();
        QStringList key;
        if (model.hiddenKey)
            key.append(QString::number(entry.hiddenKey));
        for (const int column : model.key)
            key.append(toText(valueOf(entry, column)));
        return model.name() + u' ' + key.join(u", ");
    }
    /// Each question is asked once, however many objects have it.
    bool isThere(const ModelInfo &model, int column, const Value &value)
    {
        const DmlCompiler &dml = m_session.dml();
        const auto [known, isNew]
            = m_known.try_emplace({{&model, column}, dml.literal(value)}, true);
        if (!isNew)
            return known->second;
        const QString name = keyName(model, column);
        const Result<Executor *> executor = m_session.connected();
        if (!executor)
            return true;
        const Result<RowSet> rows = (*executor)->query(
            u"SELECT count(*) FROM (SELECT 1 FROM %1 WHERE %1.%2 = ? LIMIT 1) AS found"_s.arg(
                dml.quote(model.name()), dml.quote(name)),
            {value});
        known->second = !rows || toInt(rows->scalar()) > 0;
        return known->second;
    }

    SessionCore &m_session;
    std::map<std::pair<std::pair<const ModelInfo *, int>, QString>, bool> m_known {};
};

} // namespace

QString danglingKey(SessionCore &session, const std::vector<Entry *> &written,
    const std::set<const ModelInfo *> &inBulk)
{
    DanglingKeys keys(session);
    for (const Entry *entry : written) {
        QString found;
        if (entry->state == ObjectState::Persistent)
            found = keys.from(*entry);
        else if (entry->state == ObjectState::Deleted)
            found = keys.to(*entry);
        if (!found.isEmpty())
            return found;
    }
    for (const ModelInfo *model : inBulk) {
        if (const QString found = keys.in(*model); !found.isEmpty())
            return found;
    }
    return {};
}

} // namespace joinery

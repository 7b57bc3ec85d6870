// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/operations/apply.h"

#include <QHash>

namespace joinery::detail {

/// A schema on which operations are carried out one after the other. What apply() is made of: after
/// an error the schema is half changed and must be thrown away.
class Replay
{
public:
    Replay(const MetaData &metaData, const ReplayPolicy &policy);

    MetaData schema;
    const ReplayPolicy &policy;

    QString key(const QString &name) const { return policy.nameKey(name); }
    bool same(const QString &a, const QString &b) const { return a == b || key(a) == key(b); }

    /// The object of that name. Errors: NotFound.
    [[nodiscard]] Result<Table *> table(const QString &name);
    [[nodiscard]] Result<View *> view(const QString &name);
    /// The triggers of the table or view.
    [[nodiscard]] Result<QList<Trigger> *> triggersOf(const QString &name);

    /// Errors: Conflict when a table, view or virtual table has the name.
    [[nodiscard]] Result<> checkNameIsFree(const QString &name);
    /// Errors: Conflict when an index of any table has the name.
    [[nodiscard]] Result<> checkIndexNameIsFree(const QString &name);

    /// To be told of each object that comes and goes, so that look-ups stay fast.
    void noteObject(const QString &name);
    void forgetObject(const QString &name);
    void noteIndex(const QString &name, const QString &table);
    void forgetIndex(const QString &name);
    /// To be called when the schema was exchanged as a whole.
    void forgetNames();

private:
    QString spelling(const QString &name);
    void collectObjects();
    void collectIndexes();

    // Name keys to spellings, and to the table of an index; filled when first needed.
    std::optional<QHash<QString, QString>> m_objects;
    std::optional<QHash<QString, QString>> m_indexes;
};

/// The position of the named element under the policy, or -1.
template <typename T>
qsizetype positionOf(const QList<T> &elements, const QString &name, const Replay &replay)
{
    for (qsizetype i = 0; i < elements.size(); ++i) {
        if (elements[i].name == name)
            return i;
    }
    const QString key = replay.key(name);
    for (qsizetype i = 0; i < elements.size(); ++i) {
        if (replay.key(elements[i].name) == key)
            return i;
    }
    return -1;
}

/// The position of a column. Errors: NotFound, naming table and column.
[[nodiscard]] Result<qsizetype> columnAt(
    const Table &table, const QString &name, const Replay &replay);

// One overload an operation: a forgotten one does not compile.
[[nodiscard]] Result<> carryOut(Replay &replay, const CreateTable &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const DropTable &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const RenameTable &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const AlterTable &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const AddColumn &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const DropColumn &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const RenameColumn &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const AlterColumn &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const ReorderColumns &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const AddConstraint &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const DropConstraint &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const CreateIndex &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const DropIndex &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const CreateView &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const DropView &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const AlterView &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const CreateTrigger &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const DropTrigger &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const CreateVirtualTable &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const DropVirtualTable &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const CreateSequence &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const DropSequence &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const CreateEnum &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const DropEnum &op);
[[nodiscard]] Result<> carryOut(Replay &replay, const Execute &op);

} // namespace joinery::detail

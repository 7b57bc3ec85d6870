// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/dmlcompiler.h"

namespace joinery::sqlite {

/// A rowid table is addressed by its INTEGER PRIMARY KEY or by whichever of rowid, _rowid_ and oid
/// no column hides; a WITHOUT ROWID table by its primary key.
class SqliteDmlCompiler final : public DmlCompiler
{
public:
    std::optional<RowAddress> rowAddress(const Table &table) const override;
    QString quote(const QString &identifier) const override;
    QString literal(const Value &value) const override;
    QString insertStatement(const QString &table, const QStringList &columns, OnConflict onConflict,
        const QStringList &key) const override;
    QString upsertStatement(const QString &table, const Upsert &upsert) const override;
    QString sameValue(const QString &left, const QString &right) const override;
    QString asText(const QString &expression) const override;
    PreviewSql preview(const QString &expression, int characters, int bytes) const override;
    bool nullsSortFirst() const override;
    QString changeStamp() const override;
    int maxParameters() const override;
    QString begin() const override;
    QString deferForeignKeys() const override;
    bool tellsInsertedKey() const override { return true; }
    QString insertsInSequence() const override;
    QString insertInto(const Table &table) const override;
    QString update(const Table &table) const override;
    QString limitClause(bool limit, bool offset) const override;
    QString forUpdate() const override;
    QString cast(const QString &expression, const QString &type) const override;
    QString now() const override;
    Violation violation(const Table &table, const Error &error) const override;
};

} // namespace joinery::sqlite

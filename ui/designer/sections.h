// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/dialects/dialect.h"
#include "joinery/project/schemaproblems.h"

#include <QVariant>

#include <functional>

namespace joinery {

/// How a field of a designer's grid is edited.
enum class FieldKind
{
    Text,
    Check,
    Choice, ///< one of a list, or free text
    Only, ///< one of a list
};

/// One column of a designer's grid: how to read and write it in a table.
struct SectionField
{
    QString title;
    QString problem {}; ///< SchemaProblem::field it is marked for
    FieldKind kind = FieldKind::Text;
    std::function<QVariant(const Table &, qsizetype row)> read {};
    std::function<void(Table &, qsizetype row, const QVariant &value)> write {};
    std::function<QStringList(const MetaData &, const Table &, qsizetype row)> choices {};
    QString help {}; ///< the header's tool tip
};

/// One list that a table is made of, as a grid.
struct Section
{
    SchemaSection id;
    QString title;
    QString iconName;
    QString addText;
    QString emptyText; ///< says what to do where there is none
    QList<SectionField> fields {};
    std::function<qsizetype(const Table &)> count {};
    std::function<void(Table &, qsizetype at)> insert {};
    std::function<void(Table &, qsizetype row)> remove {};
    std::function<void(Table &, qsizetype from, qsizetype to)> move {}; ///< empty: order is nothing
    std::function<void(Table &, qsizetype row)> duplicate {};
    std::function<QString(const Table &, qsizetype row)> label {}; ///< for texts of undo
};

Section columnsSection(const Dialect &dialect, bool comments);
Section foreignKeysSection();
Section uniquesSection();
Section checksSection();
Section indexesSection();
Section triggersSection();

/// "a, b DESC, lower(c)" and back.
QString textOfParts(const QList<KeyPart> &parts);
QList<KeyPart> partsOfText(const QString &text);
/// The name in a CREATE TRIGGER text; empty when it has none.
QString triggerName(const QString &sql);

/// What is free to be called "wanted", given the names in use.
QString freeName(const QString &wanted, const QStringList &used);
/// "fk_book_author_id_author": the names that models use.
QString conventionalName(const QString &kind, const QString &table, const QStringList &columns,
    const QString &referredTable = {});

} // namespace joinery

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/dialects/dialect.h"

#include <QFrame>

class QComboBox;
class QLineEdit;
class QListWidget;

namespace joinery {

/// A place a foreign key could lead to.
struct ForeignKeyTarget
{
    QString table;
    QString column; ///< its one key column
    QString type;
    int score = 0; ///< how well name and type match
};

/// The keys of all tables, best match for the column first; those with another type come last.
QList<ForeignKeyTarget> foreignKeyTargets(
    const MetaData &schema, const Table &table, const QString &column, const Dialect &dialect);

/// Chooses what a column refers to: a panel that pops up, with search. Up and Down choose while
/// typing, Enter takes, Escape leaves.
class ForeignKeyPicker : public QFrame
{
    Q_OBJECT

public:
    explicit ForeignKeyPicker(QWidget *parent = nullptr);

    void open(const MetaData &schema, const Table &table, const QString &column,
        const Dialect &dialect, const QPoint &at);

Q_SIGNALS:
    void picked(const QString &column, const QString &table, const QString &referredColumn);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void list();
    void take();

    MetaData m_schema {};
    Table m_table {};
    const Dialect *m_dialect = nullptr;
    QList<ForeignKeyTarget> m_targets {};
    QComboBox *m_column;
    QLineEdit *m_search;
    QListWidget *m_list;
};

} // namespace joinery

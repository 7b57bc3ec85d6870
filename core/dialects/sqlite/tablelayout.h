// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/sqlite/columntext.h"

namespace joinery::sqlite {

/// The definitions of a CREATE TABLE with the blanks and comments between them, put together again
/// after some were exchanged. The definitions are given in the order they are to have.
class TableLayout
{
public:
    /// `stored` must outlive the layout.
    explicit TableLayout(const TableText &stored);

    /// Takes over a column with what stands around it; `text` is its definition.
    void keepColumn(qsizetype position, const QString &text);
    /// The same for a table constraint.
    void keepConstraint(qsizetype position, const QString &text);
    /// Puts a new definition, standing as those before it do.
    void add(const QString &text);

    /// `start` up to and with the opening parenthesis, the definitions, `end` from the closing one.
    QString text(const QString &start, const QString &end) const;

private:
    struct Definition
    {
        qsizetype place = -1; ///< among those stored; -1 = it is new
        QString gap; ///< the blanks before it
        QString text;
        QString
            behind {}; ///< up to the comma: its remark, where it stands before the comma; blanks
        QString remark {}; ///< behind the comma, with the blanks before it
    };

    void readDefinitions();
    void readStyle();
    void keep(qsizetype place, const QString &text);
    QStringList piecesBehind(const Definition &definition, bool isLast) const;

    const TableText &m_stored;
    QString m_head; ///< what belongs to no definition, before the first
    QString m_tail; ///< and behind the last
    QList<Definition> m_definitions; ///< as stored
    QString m_behind; ///< what stands before the commas: a line break, or nothing
    QList<Definition> m_chosen;
};

} // namespace joinery::sqlite

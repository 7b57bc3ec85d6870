// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/db/value.h"

#include <QObject>

#include <functional>
#include <optional>

namespace joinery {

/// The cell that a page has in front, for the value panel.
struct ShownCell
{
    QString title {}; ///< "album.title, row 7"
    Value value {}; ///< whole
    bool isDefault = false; ///< of an added row: the database will fill it
    QString whyNot {}; ///< why it cannot be edited, in a sentence; empty = it can
    /// What a text that was typed amounts to in this column; unset = the text.
    std::function<Value(const QString &)> parse {};
    /// Stages a value. Called while the cell is shown.
    std::function<void(const Value &)> write {};
};

/// Where pages and the value panel meet. One per workbench; UI thread.
class CurrentCell : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Unset when no cell is in front.
    const std::optional<ShownCell> &cell() const { return m_cell; }
    /// Shows another cell, or the same with another value. `owner` is the page: clear() of another
    /// one does nothing.
    void show(const QObject *owner, ShownCell cell)
    {
        m_owner = owner;
        m_cell = std::move(cell);
        Q_EMIT changed();
    }
    /// The owner has no cell in front any more: it is hidden, closed, or empty.
    void clear(const QObject *owner)
    {
        if (owner != m_owner || !m_cell)
            return;
        m_cell.reset();
        Q_EMIT changed();
    }

Q_SIGNALS:
    void changed();
    /// A person asked for the value panel (Shift+Enter, F4).
    void wanted();

private:
    const QObject *m_owner = nullptr;
    std::optional<ShownCell> m_cell {};
};

} // namespace joinery

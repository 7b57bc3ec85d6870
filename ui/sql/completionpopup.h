// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/completion.h"

#include <QListView>

namespace joinery {

class CodeView;

/// The list of what could be written, below the cursor of a CodeView, which keeps the focus: feed
/// it the keys by handleKey().
class CompletionPopup : public QListView
{
    Q_OBJECT

public:
    /// `complete` is asked with the cursor's position and gives positions in the same text.
    CompletionPopup(CodeView &code, std::function<Completion(qsizetype cursor)> complete);

    /// Shows what fits at the cursor. Without `always`, only where at least two characters, or a
    /// dot, stand before it.
    void suggest(bool always);
    /// True when the key was for the list.
    bool handleKey(QKeyEvent *event);

private:
    void show(const Completion &completion);
    void follow();
    void accept();
    void step(int rows);

    CodeView &m_code;
    const std::function<Completion(qsizetype)> m_complete;
    Completion m_completion {};
    bool m_accepting = false;
};

} // namespace joinery

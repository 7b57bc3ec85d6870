// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/codestyles.h"

#include <QWidget>

#include <functional>

namespace joinery {

class CodeEditor;
class FindBar;

/// Code to read or edit, coloured by the theme: line numbers, matching braces, a find bar (Ctrl+F,
/// F3), zoom (Ctrl+wheel, Ctrl++, Ctrl+-, Ctrl+0), comments (Ctrl+/). Positions and lengths are
/// UTF-16 units of text(), as in QString.
class CodeView : public QWidget
{
    Q_OBJECT

public:
    explicit CodeView(CodeLanguage language = CodeLanguage::Sql, QWidget *parent = nullptr);
    ~CodeView() override;

    QString text() const;
    /// Replaces everything and forgets undo; the text then counts as unmodified.
    void setText(const QString &text);
    void setReadOnly(bool readOnly);
    bool isReadOnly() const;
    void setLanguage(CodeLanguage language);
    CodeLanguage language() const;
    /// What assistive programs call it.
    void setName(const QString &name);
    void setLineNumbersVisible(bool visible);
    /// Long lines are broken at the edge instead of scrolled.
    void setWrapping(bool wrapping);

    qsizetype cursorPosition() const;
    void setCursorPosition(qsizetype position);
    bool hasSelection() const;
    QString selectedText() const;
    qsizetype selectionStart() const;
    void select(qsizetype start, qsizetype length);
    /// Writes over the range, as one step of undo, and puts the cursor behind it.
    void replace(qsizetype start, qsizetype length, const QString &text);
    /// Where the text at that position is drawn, its lower left corner in coordinates of this.
    QPoint placeOf(qsizetype position) const;

    /// Softly marks what would run; a length of 0 marks nothing.
    void setCurrentRange(qsizetype start, qsizetype length);
    /// Underlines a place and says below its line what is wrong there; an edit takes it away.
    void markError(qsizetype start, qsizetype length, const QString &message);
    void clearErrors();

    bool canUndo() const;
    bool canRedo() const;
    void undo();
    void redo();
    bool isModified() const;
    void setModified(bool modified);

    void openFindBar();
    bool findNext();
    bool findPrevious();
    /// Makes the lines of the selection comments, or no comments when they all are.
    void toggleComment();
    void zoomIn();
    void zoomOut();
    void resetZoom();

    /// Sees each key before the editor does; true = it is done with.
    void setKeyFilter(std::function<bool(QKeyEvent *)> filter) { m_keyFilter = std::move(filter); }

Q_SIGNALS:
    void textChanged();
    void cursorMoved(); ///< or the selection is another
    void modificationChanged(bool modified);
    void characterTyped(QChar character); ///< by a person, after it was put in
    void undoChanged();

private:
    bool handleKey(QKeyEvent *event);
    bool find(bool forward, bool fromStart);
    void markMatches();
    void closeFindBar();
    QList<std::pair<long, long>> matches() const;

    CodeEditor *m_editor;
    FindBar *m_findBar;
    std::function<bool(QKeyEvent *)> m_keyFilter {};
    bool m_hasErrors = false;
};

} // namespace joinery

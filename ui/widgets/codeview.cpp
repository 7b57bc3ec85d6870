// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/codeview.h"

#include "ui/widgets/codeeditor.h"
#include "ui/widgets/findbar.h"

#include <QBoxLayout>
#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace joinery {

CodeView::CodeView(CodeLanguage language, QWidget *parent)
    : QWidget(parent)
    , m_editor(new CodeEditor(this))
    , m_findBar(new FindBar(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_findBar);
    m_findBar->hide();
    setFocusProxy(m_editor);
    setLanguage(language);
    setName(tr("Code"));
    m_editor->setKeyFilter([this](QKeyEvent *event) { return handleKey(event); });
    connect(m_editor, &QsciScintilla::textChanged, this, [this] {
        if (m_hasErrors)
            clearErrors();
        Q_EMIT textChanged();
        Q_EMIT undoChanged();
    });
    connect(m_editor, &QsciScintilla::modificationChanged, this, &CodeView::modificationChanged);
    connect(m_editor, &QsciScintilla::cursorPositionChanged, this, &CodeView::cursorMoved);
    connect(m_editor, &QsciScintilla::selectionChanged, this, &CodeView::cursorMoved);
    connect(m_editor, &QsciScintillaBase::SCN_CHARADDED, this, [this](int character) {
        if (character > 0 && character < 0x10000)
            Q_EMIT characterTyped(QChar(char16_t(character)));
    });
    connect(m_findBar, &FindBar::needleChanged, this, [this] { find(true, true); });
    connect(m_findBar, &FindBar::nextWanted, this, &CodeView::findNext);
    connect(m_findBar, &FindBar::previousWanted, this, &CodeView::findPrevious);
    connect(m_findBar, &FindBar::closed, this, &CodeView::closeFindBar);
}

CodeView::~CodeView() = default;

QString CodeView::text() const
{
    return m_editor->text();
}

void CodeView::setText(const QString &text)
{
    clearErrors();
    setCurrentRange(0, 0);
    m_editor->setText(text);
    m_editor->setModified(false);
}

void CodeView::setReadOnly(bool readOnly)
{
    m_editor->setReadOnly(readOnly);
    m_editor->setCaretWidth(readOnly ? 0 : 2);
}

bool CodeView::isReadOnly() const
{
    return m_editor->isReadOnly();
}

void CodeView::setLanguage(CodeLanguage language)
{
    m_editor->setLanguage(language);
}

CodeLanguage CodeView::language() const
{
    return m_editor->language();
}

void CodeView::setName(const QString &name)
{
    setAccessibleName(name);
    m_editor->setAccessibleName(name);
}

void CodeView::setLineNumbersVisible(bool visible)
{
    m_editor->setLineNumbersVisible(visible);
}

void CodeView::setWrapping(bool wrapping)
{
    m_editor->setWrapMode(wrapping ? QsciScintilla::WrapWord : QsciScintilla::WrapNone);
}

qsizetype CodeView::cursorPosition() const
{
    return m_editor->fromBytes(m_editor->SendScintilla(QsciScintilla::SCI_GETCURRENTPOS));
}

void CodeView::setCursorPosition(qsizetype position)
{
    m_editor->SendScintilla(QsciScintilla::SCI_GOTOPOS, m_editor->toBytes(position));
}

bool CodeView::hasSelection() const
{
    return m_editor->hasSelectedText();
}

QString CodeView::selectedText() const
{
    return m_editor->selectedText();
}

qsizetype CodeView::selectionStart() const
{
    return m_editor->fromBytes(m_editor->SendScintilla(QsciScintilla::SCI_GETSELECTIONSTART));
}

void CodeView::select(qsizetype start, qsizetype length)
{
    m_editor->SendScintilla(QsciScintilla::SCI_SETSEL,
        static_cast<unsigned long>(m_editor->toBytes(start)), m_editor->toBytes(start + length));
}

void CodeView::replace(qsizetype start, qsizetype length, const QString &text)
{
    const long from = m_editor->toBytes(start);
    const long to = m_editor->toBytes(start + length);
    const QByteArray utf8 = text.toUtf8();
    m_editor->beginUndoAction();
    m_editor->SendScintilla(
        QsciScintilla::SCI_SETTARGETRANGE, static_cast<unsigned long>(from), to);
    m_editor->SendScintilla(QsciScintilla::SCI_REPLACETARGET,
        static_cast<unsigned long>(utf8.size()), utf8.constData());
    m_editor->endUndoAction();
    m_editor->SendScintilla(QsciScintilla::SCI_GOTOPOS, from + long(utf8.size()));
}

QPoint CodeView::placeOf(qsizetype position) const
{
    const long at = m_editor->toBytes(position);
    const long x = m_editor->SendScintilla(QsciScintilla::SCI_POINTXFROMPOSITION, 0UL, at);
    const long y = m_editor->SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0UL, at);
    const long line = m_editor->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, at);
    const long height = m_editor->SendScintilla(QsciScintilla::SCI_TEXTHEIGHT, line);
    return m_editor->viewport()->mapTo(this, QPoint(int(x), int(y + height)));
}

void CodeView::setCurrentRange(qsizetype start, qsizetype length)
{
    m_editor->clear(CodeEditor::StatementIndicator);
    if (length <= 0) {
        m_editor->markLines(0, -1);
        return;
    }
    const long from = m_editor->toBytes(start);
    const long to = m_editor->toBytes(start + length);
    const auto lineOf = [this](long position) {
        return int(m_editor->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, position));
    };
    const int first = lineOf(from);
    const int last = lineOf(to);
    const long begin = m_editor->positionFromLineIndex(first, 0);
    const long end = m_editor->SendScintilla(QsciScintilla::SCI_GETLINEENDPOSITION, last);
    const QString behind = m_editor->textBetween(to, end).trimmed();
    const bool alone = m_editor->textBetween(begin, from).trimmed().isEmpty()
        && (behind.isEmpty() || behind == u";" || behind.startsWith(u"--"));
    m_editor->markLines(0, -1);
    if (alone)
        m_editor->markLines(first, last);
    else // lines would say that its neighbours run too
        m_editor->fill(CodeEditor::StatementIndicator, from, to - from);
}

void CodeView::markError(qsizetype start, qsizetype length, const QString &message)
{
    const long from = m_editor->toBytes(start);
    const long to = m_editor->toBytes(start + std::max<qsizetype>(length, 1));
    m_editor->fill(CodeEditor::ErrorIndicator, from, to - from);
    const long line = m_editor->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, from);
    m_editor->annotate(int(line), message);
    m_editor->SendScintilla(QsciScintilla::SCI_SCROLLRANGE, static_cast<unsigned long>(to), from);
    m_hasErrors = true;
}

void CodeView::clearErrors()
{
    m_editor->clear(CodeEditor::ErrorIndicator);
    m_editor->clearAnnotations();
    m_hasErrors = false;
}

bool CodeView::canUndo() const
{
    return m_editor->isUndoAvailable();
}

bool CodeView::canRedo() const
{
    return m_editor->isRedoAvailable();
}

void CodeView::undo()
{
    m_editor->undo();
}

void CodeView::redo()
{
    m_editor->redo();
}

bool CodeView::isModified() const
{
    return m_editor->isModified();
}

void CodeView::setModified(bool modified)
{
    m_editor->setModified(modified);
}

void CodeView::zoomIn()
{
    m_editor->zoomIn();
}

void CodeView::zoomOut()
{
    m_editor->zoomOut();
}

void CodeView::resetZoom()
{
    m_editor->zoomTo(0);
}

bool CodeView::handleKey(QKeyEvent *event)
{
    if (m_keyFilter && m_keyFilter(event))
        return true;
    const auto is = [event](const QKeySequence &keys) {
        return QKeySequence(event->keyCombination()) == keys;
    };
    if (event->matches(QKeySequence::Find))
        openFindBar();
    else if (is(Qt::Key_F3))
        findNext();
    else if (is(Qt::SHIFT | Qt::Key_F3))
        findPrevious();
    else if (is(Qt::CTRL | Qt::Key_Slash))
        toggleComment();
    else if (event->matches(QKeySequence::ZoomIn) || is(Qt::CTRL | Qt::Key_Equal))
        zoomIn();
    else if (event->matches(QKeySequence::ZoomOut))
        zoomOut();
    else if (is(Qt::CTRL | Qt::Key_0))
        resetZoom();
    else if (event->key() == Qt::Key_Escape && m_findBar->isVisible())
        closeFindBar();
    else if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Cancel
        || (event->modifiers().testFlag(Qt::ControlModifier)
            && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        || (event->key() >= Qt::Key_F1 && event->key() <= Qt::Key_F35))
        event->ignore(); // the page's own
    else
        return false;
    return true;
}

void CodeView::openFindBar()
{
    const QString selected = m_editor->selectedText();
    m_findBar->open(selected.contains(u'\n') ? QString() : selected);
    markMatches();
}

void CodeView::closeFindBar()
{
    m_findBar->hide();
    m_editor->clear(CodeEditor::MatchIndicator);
    m_editor->setFocus();
}

bool CodeView::findNext()
{
    return find(true, false);
}

bool CodeView::findPrevious()
{
    return find(false, false);
}

QList<std::pair<long, long>> CodeView::matches() const
{
    constexpr qsizetype most = 10000;
    QList<std::pair<long, long>> found;
    const QByteArray needle = m_findBar->needle().toUtf8();
    if (needle.isEmpty())
        return found;
    const unsigned long flags = (m_findBar->isCaseSensitive() ? QsciScintilla::SCFIND_MATCHCASE : 0)
        | (m_findBar->isWholeWord() ? QsciScintilla::SCFIND_WHOLEWORD : 0);
    m_editor->SendScintilla(QsciScintilla::SCI_SETSEARCHFLAGS, flags);
    const long end = m_editor->SendScintilla(QsciScintilla::SCI_GETLENGTH);
    for (long from = 0; found.size() < most;) {
        m_editor->SendScintilla(
            QsciScintilla::SCI_SETTARGETRANGE, static_cast<unsigned long>(from), end);
        const long at = m_editor->SendScintilla(QsciScintilla::SCI_SEARCHINTARGET,
            static_cast<unsigned long>(needle.size()), needle.constData());
        if (at < 0)
            break;
        from = m_editor->SendScintilla(QsciScintilla::SCI_GETTARGETEND);
        found.append({at, from});
    }
    return found;
}

void CodeView::markMatches()
{
    m_editor->clear(CodeEditor::MatchIndicator);
    for (const auto &[start, end] : matches())
        m_editor->fill(CodeEditor::MatchIndicator, start, end - start);
}

/// Goes to the match behind (or before) the selection, round at the ends.
bool CodeView::find(bool forward, bool fromStart)
{
    markMatches();
    const QList<std::pair<long, long>> all = matches();
    if (all.isEmpty()) {
        m_findBar->setFound(0, m_findBar->needle().isEmpty() ? -1 : 0);
        return false;
    }
    const long start = m_editor->SendScintilla(QsciScintilla::SCI_GETSELECTIONSTART);
    const long end = m_editor->SendScintilla(QsciScintilla::SCI_GETSELECTIONEND);
    const long from = fromStart ? start : end;
    qsizetype chosen = forward ? 0 : all.size() - 1;
    if (forward) {
        const auto next = std::find_if(
            all.cbegin(), all.cend(), [from](const auto &match) { return match.first >= from; });
        chosen = next == all.cend() ? 0 : next - all.cbegin();
    } else {
        const auto previous = std::find_if(
            all.crbegin(), all.crend(), [start](const auto &match) { return match.first < start; });
        chosen = previous == all.crend() ? all.size() - 1 : all.crend() - previous - 1;
    }
    m_editor->SendScintilla(QsciScintilla::SCI_SETSEL,
        static_cast<unsigned long>(all[chosen].first), all[chosen].second);
    m_findBar->setFound(int(chosen) + 1, int(all.size()));
    return true;
}

void CodeView::toggleComment()
{
    if (isReadOnly() || language() == CodeLanguage::Plain)
        return;
    const QString sign = language() == CodeLanguage::Yaml ? u"# "_s : u"-- "_s;
    int first = 0, last = 0, column = 0, lastColumn = 0;
    m_editor->getSelection(&first, &column, &last, &lastColumn);
    if (first < 0) {
        m_editor->getCursorPosition(&first, &column);
        last = first;
    } else if (lastColumn == 0 && last > first) {
        --last;
    }
    bool allAre = true;
    for (int line = first; line <= last; ++line) {
        const QString text = m_editor->text(line).trimmed();
        allAre = allAre && (text.isEmpty() || text.startsWith(sign.trimmed()));
    }
    m_editor->beginUndoAction();
    for (int line = first; line <= last; ++line) {
        const QString text = m_editor->text(line);
        if (text.trimmed().isEmpty())
            continue;
        if (!allAre) {
            m_editor->insertAt(sign, line, 0);
            continue;
        }
        const int at = int(text.indexOf(sign.trimmed()));
        const bool blank = QStringView(text).mid(at).startsWith(sign);
        m_editor->setSelection(line, at, line, at + int(sign.size()) - (blank ? 0 : 1));
        m_editor->removeSelectedText();
    }
    m_editor->endUndoAction();
    if (first != last)
        m_editor->setSelection(first, 0, last, int(m_editor->text(last).size()));
    else
        m_editor->setCursorPosition(
            std::min(first + 1, m_editor->lines() - 1), 0); // as DataGrip: on to the next
}

} // namespace joinery

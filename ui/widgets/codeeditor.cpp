// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/codeeditor.h"

#include "ui/widgets/theme.h"

#include <QFontDatabase>
#include <QKeyEvent>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int lineMarker = 3;
constexpr int barMarker = 4; ///< the same in the margin: a pale back alone is easily missed
constexpr int numberMargin = 0;
constexpr int symbolMargin = 1;

ColorToken tokenOf(CodeStyle style)
{
    switch (style) {
    case CodeStyle::Keyword:
        return ColorToken::CodeKeyword;
    case CodeStyle::String:
        return ColorToken::CodeString;
    case CodeStyle::Number:
        return ColorToken::CodeNumber;
    case CodeStyle::Comment:
        return ColorToken::CodeComment;
    case CodeStyle::Name:
        return ColorToken::CodeName;
    case CodeStyle::Invalid:
        return ColorToken::Danger;
    case CodeStyle::Plain:
        break;
    }
    return ColorToken::Text;
}

} // namespace

CodeEditor::CodeEditor(QWidget *parent)
    : QsciScintilla(parent)
{
    setUtf8(true);
    setEolMode(EolUnix);
    setFrameShape(QFrame::NoFrame);
    setIndentationsUseTabs(false);
    setIndentationWidth(4);
    setTabWidth(4);
    setAutoIndent(true);
    setBraceMatching(SloppyBraceMatch);
    setMarginLineNumbers(numberMargin, true);
    setMarginType(symbolMargin, SymbolMargin);
    setMarginMarkerMask(symbolMargin, 1 << barMarker);
    setMarginSensitivity(symbolMargin, false);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    SendScintilla(SCI_SETLEXER, SCLEX_CONTAINER);
    // A jump to the end of a long text must not wait until all of it has its colours.
    SendScintilla(SCI_SETIDLESTYLING, SC_IDLESTYLING_TOVISIBLE);
    SendScintilla(SCI_SETMULTIPLESELECTION, 1UL);
    SendScintilla(SCI_SETADDITIONALSELECTIONTYPING, 1UL);
    markerDefine(Background, lineMarker);
    markerDefine(FullRectangle, barMarker);
    SendScintilla(SCI_ANNOTATIONSETVISIBLE, ANNOTATION_INDENTED);
    connect(this, &QsciScintillaBase::SCN_STYLENEEDED, this, &CodeEditor::styleUntil);
    connect(this, &QsciScintilla::linesChanged, this, &CodeEditor::fitMargin);
    connect(this, &QsciScintillaBase::SCN_ZOOM, this, &CodeEditor::fitMargin);
    connect(&Theme::instance(), &Theme::changed, this, &CodeEditor::restyle);
    restyle();
}

void CodeEditor::setLanguage(CodeLanguage language)
{
    m_language = language;
    SendScintilla(SCI_STARTSTYLING, 0UL, 0L);
    SendScintilla(SCI_COLOURISE, 0UL, -1L);
}

long CodeEditor::toBytes(qsizetype position) const
{
    const long end = SendScintilla(SCI_GETLENGTH);
    if (position <= 0)
        return 0;
    const long found = SendScintilla(SCI_POSITIONRELATIVECODEUNITS, 0UL, long(position));
    return found > 0 ? found : end;
}

qsizetype CodeEditor::fromBytes(long position) const
{
    return SendScintilla(SCI_COUNTCODEUNITS, 0UL, position);
}

QString CodeEditor::textBetween(long start, long end) const
{
    if (end <= start)
        return {};
    QByteArray utf8(end - start + 1, '\0'); // with the zero that Scintilla writes at the end
    SendScintilla(SCI_GETTEXTRANGE, start, end, utf8.data());
    utf8.chop(1);
    return QString::fromUtf8(utf8);
}

void CodeEditor::markLines(int first, int last)
{
    markerDeleteAll(lineMarker);
    markerDeleteAll(barMarker);
    for (int line = first; line <= last; ++line) {
        markerAdd(line, lineMarker);
        markerAdd(line, barMarker);
    }
}

void CodeEditor::fill(Indicator indicator, long start, long length)
{
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicator));
    SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(start), length);
}

void CodeEditor::clear(Indicator indicator)
{
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicator));
    SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, SendScintilla(SCI_GETLENGTH));
}

void CodeEditor::annotate(int line, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    SendScintilla(SCI_ANNOTATIONSETTEXT, static_cast<unsigned long>(line), utf8.constData());
    SendScintilla(SCI_ANNOTATIONSETSTYLE, static_cast<unsigned long>(line), long(annotationStyle));
}

void CodeEditor::keyPressEvent(QKeyEvent *event)
{
    if (m_keyFilter && m_keyFilter(event))
        return;
    QsciScintilla::keyPressEvent(event);
}

void CodeEditor::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QsciScintilla::wheelEvent(event);
        return;
    }
    event->angleDelta().y() > 0 ? zoomIn() : zoomOut();
    event->accept();
}

void CodeEditor::changeEvent(QEvent *event)
{
    QsciScintilla::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        restyle();
}

void CodeEditor::applyStyle(int style, const QColor &text, const QColor &back)
{
    SendScintilla(SCI_STYLESETFORE, static_cast<unsigned long>(style), text);
    SendScintilla(SCI_STYLESETBACK, static_cast<unsigned long>(style), back);
}

void CodeEditor::restyle()
{
    const Theme &theme = Theme::instance();
    const auto color = [&theme](ColorToken token) { return theme.color(token); };
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    // The family is the desktop's; the size goes with the other texts of the window.
    const double points = QFontInfo(QApplication::font()).pointSizeF();
    SendScintilla(SCI_STYLESETFONT, STYLE_DEFAULT, fixed.family().toUtf8().constData());
    SendScintilla(SCI_STYLESETSIZEFRACTIONAL, STYLE_DEFAULT, long(points * 100));
    applyStyle(STYLE_DEFAULT, color(ColorToken::Text), color(ColorToken::Surface));
    SendScintilla(SCI_STYLECLEARALL);
    for (int style = 0; style <= int(CodeStyle::Invalid); ++style)
        applyStyle(style, color(tokenOf(CodeStyle(style))), color(ColorToken::Surface));
    SendScintilla(SCI_STYLESETBOLD, static_cast<unsigned long>(CodeStyle::Keyword), 1L);
    applyStyle(STYLE_LINENUMBER, color(ColorToken::TextMuted), color(ColorToken::Window));
    applyStyle(STYLE_BRACELIGHT, color(ColorToken::Text), color(ColorToken::CodeMatch));
    applyStyle(STYLE_BRACEBAD, color(ColorToken::Danger), color(ColorToken::Surface));
    applyStyle(annotationStyle, color(ColorToken::DangerText), color(ColorToken::DangerBack));
    setCaretForegroundColor(color(ColorToken::Text));
    setCaretWidth(2);
    setSelectionBackgroundColor(color(ColorToken::Selection));
    setSelectionForegroundColor(color(ColorToken::SelectionText));
    setMarkerBackgroundColor(color(ColorToken::CodeCurrent), lineMarker);
    setMarkerBackgroundColor(color(ColorToken::Accent), barMarker);
    setMarginsBackgroundColor(color(ColorToken::Window));
    setFoldMarginColors(color(ColorToken::Window), color(ColorToken::Window));
    const auto indicator = [this](Indicator number, long look, const QColor &drawn, bool under) {
        const auto id = static_cast<unsigned long>(number);
        SendScintilla(SCI_INDICSETSTYLE, id, look);
        SendScintilla(SCI_INDICSETFORE, id, drawn);
        SendScintilla(SCI_INDICSETUNDER, id, long(under));
        SendScintilla(SCI_INDICSETALPHA, id, 255L);
        SendScintilla(SCI_INDICSETOUTLINEALPHA, id, 255L);
    };
    indicator(ErrorIndicator, INDIC_SQUIGGLE, color(ColorToken::Danger), false);
    indicator(MatchIndicator, INDIC_FULLBOX, color(ColorToken::CodeMatch), true);
    indicator(StatementIndicator, INDIC_FULLBOX, color(ColorToken::CodeCurrent), true);
    fitMargin();
}

/// Strings and comments run over lines: styling goes back to a line that begins outside of them.
void CodeEditor::styleUntil(int position)
{
    long line = SendScintilla(SCI_LINEFROMPOSITION, SendScintilla(SCI_GETENDSTYLED));
    long start = SendScintilla(SCI_POSITIONFROMLINE, line);
    while (line > 0 && SendScintilla(SCI_GETSTYLEAT, start - 1) != long(CodeStyle::Plain))
        start = SendScintilla(SCI_POSITIONFROMLINE, --line);
    const long last = SendScintilla(SCI_LINEFROMPOSITION, position);
    const long end = SendScintilla(SCI_GETLINEENDPOSITION, last);
    const QString text = textBetween(start, std::max<long>(end, position));
    SendScintilla(SCI_STARTSTYLING, static_cast<unsigned long>(start), 0L);
    qsizetype at = 0;
    for (const CodeRun &run : codeRuns(m_language, text)) {
        const qsizetype bytes = QStringView(text).mid(at, run.length).toUtf8().size();
        SendScintilla(SCI_SETSTYLING, static_cast<unsigned long>(bytes), long(run.style));
        at += run.length;
    }
}

void CodeEditor::setLineNumbersVisible(bool visible)
{
    m_numbered = visible;
    fitMargin();
}

void CodeEditor::fitMargin()
{
    if (!m_numbered) {
        setMarginWidth(numberMargin, 0);
        setMarginWidth(symbolMargin, 0);
        return;
    }
    setMarginWidth(symbolMargin, std::max(2, fontMetrics().height() / 6));
    const auto digits = QString::number(std::max(lines(), 10)).size();
    setMarginWidth(numberMargin, QString(digits + 1, u'9'));
}

} // namespace joinery

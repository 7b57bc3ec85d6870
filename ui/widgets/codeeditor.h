// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/codestyles.h"

// QScintilla's headers use Qt's keywords, which this project leaves off.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#include <Qsci/qsciscintilla.h>
#undef signals
#undef slots

#include <functional>

namespace joinery {

/// The editing component inside a CodeView, dressed in the theme. Use CodeView.
class CodeEditor : public QsciScintilla
{
    Q_OBJECT

public:
    explicit CodeEditor(QWidget *parent = nullptr);

    void setLanguage(CodeLanguage language);
    CodeLanguage language() const { return m_language; }
    /// Sees each key first; true = it is done with.
    void setKeyFilter(std::function<bool(QKeyEvent *)> filter) { m_keyFilter = std::move(filter); }

    /// Positions: Scintilla's are bytes of UTF-8, ours UTF-16 units.
    long toBytes(qsizetype position) const;
    qsizetype fromBytes(long position) const;
    QString textBetween(long start, long end) const;

    void setLineNumbersVisible(bool visible);
    /// Softly marks whole lines; an empty range marks none.
    void markLines(int first, int last);
    /// The number of an indicator's drawing.
    enum Indicator
    {
        ErrorIndicator = 8,
        MatchIndicator,
        StatementIndicator
    };
    void fill(Indicator indicator, long start, long length);
    void clear(Indicator indicator);
    void annotate(int line, const QString &text);

    /// The style that annotations and the margin use besides those of code.
    static constexpr int annotationStyle = 20;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void restyle();
    void applyStyle(int style, const QColor &text, const QColor &back);
    void styleUntil(int position);
    void fitMargin();

    bool m_numbered = true;
    CodeLanguage m_language = CodeLanguage::Plain;
    std::function<bool(QKeyEvent *)> m_keyFilter {};
};

} // namespace joinery

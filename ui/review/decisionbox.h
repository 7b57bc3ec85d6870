// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/dialects/decision.h"

#include <QFrame>

class QVBoxLayout;

namespace joinery {

/// A decision with its rows and the ways it can be taken; or one that was taken, with a way back.
class DecisionBox : public QFrame
{
    Q_OBJECT

public:
    explicit DecisionBox(const Decision &decision, QWidget *parent = nullptr);
    /// `flags`: how it was decided.
    DecisionBox(const Decision &decision, const QString &flags, QWidget *parent = nullptr);

    const Decision &decision() const { return m_decision; }

Q_SIGNALS:
    /// `flags` as on the command line.
    void decided(const joinery::Decision &decision, const QString &flags);
    void reopened(const joinery::Decision &decision);

private:
    void addMessage(const QString &iconName, const QString &text);
    void addExamples();
    void addChoice(const QString &flag, bool isFirst);
    void addExpression(
        const QString &kind, const std::pair<QString, QString> &assignment, bool isFirst);

    const Decision m_decision;
    QVBoxLayout *m_layout;
};

/// A decision that was taken, in words: "NULL becomes ''".
QString answerText(const QString &flags);

} // namespace joinery

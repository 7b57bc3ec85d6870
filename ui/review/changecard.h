// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/dialects/plan.h"
#include "ui/widgets/theme.h"

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace joinery {

class DecisionBox;

/// How much can go wrong with an operation.
enum class Risk
{
    Safe,
    Careful, ///< copies a table, or needs a decision
    Loss ///< values or rows go
};

/// What a card says of one operation.
struct CardContent
{
    Operation operation;
    PlanStep step {}; ///< that carries it out
    Risk risk = Risk::Safe;
    QStringList before {}; ///< lines, as it is
    QStringList after {}; ///< lines, as it becomes
};

/// The contents for all operations of a plan.
QList<CardContent> cardContents(const QList<Operation> &operations, const Plan &plan);

/// One operation, put before a person: words, before and after, risk, what undoes it, decisions.
class ChangeCard : public QFrame
{
    Q_OBJECT

public:
    enum class Progress
    {
        Waiting,
        Running,
        Done,
        Failed
    };

    explicit ChangeCard(const CardContent &content, QWidget *parent = nullptr);

    void addDecision(DecisionBox *box);
    void setProgress(Progress progress, const QString &text = {});
    Progress progress() const { return m_progress; }
    QString words() const { return m_words; }

private:
    void addSides(const CardContent &content);
    void addSigns(const CardContent &content);
    void restyle();

    const QString m_words;
    Risk m_risk;
    Progress m_progress = Progress::Waiting;
    QVBoxLayout *m_layout;
    QLabel *m_sign;
    QLabel *m_state;
};

} // namespace joinery

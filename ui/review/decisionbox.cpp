// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/decisionbox.h"

#include "joinery/dialects/decisiontext.h"
#include "joinery/migration/decisionflags.h"
#include "ui/widgets/theme.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

DecisionFlags flagsIn(const QString &text)
{
    DecisionFlags flags;
    std::ignore = addFlags(flags, text);
    return flags;
}

QString acceptanceText(const QString &allow)
{
    const QString code = allow.section(u':', 0, 0);
    if (code == accepts::dataLoss)
        return DecisionBox::tr("Let them go");
    if (code == accepts::deleteRows)
        return DecisionBox::tr("Delete these rows");
    if (code == accepts::orphans)
        return DecisionBox::tr("Leave these rows without a parent");
    if (code == accepts::lossyCast)
        return DecisionBox::tr("Let these values change");
    return allow;
}

QTableWidgetItem *cell(const Value &value)
{
    auto *item = new QTableWidgetItem(isNull(value) ? u"NULL"_s : toText(value).left(200));
    if (isNull(value)) {
        QFont font = item->font();
        font.setItalic(true);
        item->setFont(font);
        item->setForeground(Theme::instance().color(ColorToken::Null));
    }
    return item;
}

} // namespace

QString answerText(const QString &text)
{
    const DecisionFlags flags = flagsIn(text);
    QStringList words;
    for (const auto &[column, sql] : flags.fills)
        words.append(DecisionBox::tr("%1 gets %2").arg(column, sql));
    for (const auto &[column, sql] : flags.casts)
        words.append(DecisionBox::tr("%1 becomes %2").arg(column, sql));
    for (const Rename &rename : flags.renames)
        words.append(DecisionBox::tr("%1 was renamed to %2").arg(rename.from, rename.to));
    for (const QString &allow : flags.allows) {
        if (flags.renames.isEmpty())
            words.append(acceptanceText(allow));
    }
    return words.join(u", "_s);
}

DecisionBox::DecisionBox(const Decision &decision, QWidget *parent)
    : QFrame(parent)
    , m_decision(decision)
    , m_layout(new QVBoxLayout(this))
{
    setAccessibleName(decision.message);
    addMessage(u"warning"_s, decision.message);
    addExamples();
    for (qsizetype i = 0; i < decision.flags.size(); ++i)
        addChoice(decision.flags[i], i == 0);
}

DecisionBox::DecisionBox(const Decision &decision, const QString &flags, QWidget *parent)
    : QFrame(parent)
    , m_decision(decision)
    , m_layout(new QVBoxLayout(this))
{
    addMessage(u"check"_s, tr("Decided: %1").arg(answerText(flags)));
    auto *change = new QPushButton(tr("Change"), this);
    m_layout->addWidget(change, 0, Qt::AlignLeft);
    connect(change, &QPushButton::clicked, this, [this] { Q_EMIT reopened(m_decision); });
}

void DecisionBox::addMessage(const QString &iconName, const QString &text)
{
    auto *sign = new QLabel(this);
    const int size = fontMetrics().height();
    sign->setPixmap(icon(iconName, iconName == u"check" ? ColorToken::Success : ColorToken::Warning)
                        .pixmap(QSize(size, size), devicePixelRatioF()));
    auto *label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    auto *line = new QHBoxLayout;
    line->addWidget(sign, 0, Qt::AlignTop);
    line->addWidget(label, 1);
    m_layout->addLayout(line);
}

void DecisionBox::addExamples()
{
    const RowSet &rows = m_decision.examples;
    if (rows.isEmpty())
        return;
    auto *table = new QTableWidget(int(rows.rows.size()), int(rows.columns.size()), this);
    table->setHorizontalHeaderLabels(rows.columns);
    table->setAccessibleName(tr("Some of the rows"));
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const int line = fontMetrics().height() * 3 / 2;
    table->verticalHeader()->setDefaultSectionSize(line);
    for (int row = 0; row < table->rowCount(); ++row) {
        for (int column = 0; column < table->columnCount(); ++column)
            table->setItem(row, column, cell(rows.rows[row].value(column)));
    }
    table->resizeColumnsToContents();
    table->setFixedHeight(table->horizontalHeader()->sizeHint().height()
        + line * (table->rowCount() + 1) + 2 * table->frameWidth());
    m_layout->addWidget(table);
}

void DecisionBox::addChoice(const QString &flag, bool isFirst)
{
    const DecisionFlags flags = flagsIn(flag);
    // A fill whose value has no parent needs both flags, and is offered as it is.
    if (flags.fills.size() == 1 && flags.allows.isEmpty()) {
        addExpression(u"fill"_s, flags.fills.first(), isFirst);
        return;
    }
    if (flags.casts.size() == 1) {
        addExpression(u"cast"_s, flags.casts.first(), isFirst);
        return;
    }
    const QString text
        = flags.renames.isEmpty() ? answerText(flag) : tr("Yes: %1").arg(answerText(flag));
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    m_layout->addWidget(button, 0, Qt::AlignLeft);
    connect(
        button, &QPushButton::clicked, this, [this, flag] { Q_EMIT decided(m_decision, flag); });
}

void DecisionBox::addExpression(
    const QString &kind, const std::pair<QString, QString> &assignment, bool isFirst)
{
    const QString column = assignment.first;
    const bool isFill = kind == u"fill";
    auto *edit = new QLineEdit(assignment.second, this);
    edit->setObjectName(kind);
    edit->setAccessibleName(
        isFill ? tr("Value for %1").arg(column) : tr("New value of %1").arg(column));
    edit->setToolTip(tr("An SQL expression over the columns of the row"));
    auto *label = new QLabel(isFill ? tr("Fill in") : tr("Convert with"), this);
    label->setBuddy(edit);
    auto *button = new QPushButton(isFill ? tr("Use this value") : tr("Use this conversion"), this);
    button->setAutoDefault(false);
    auto *line = new QHBoxLayout;
    line->addWidget(label);
    line->addWidget(edit, 1);
    line->addWidget(button);
    m_layout->addLayout(line);
    const auto take = [this, edit, column, kind] {
        const QString sql = edit->text().trimmed();
        if (sql.isEmpty())
            return;
        Q_EMIT decided(m_decision, u"--%1 %2"_s.arg(kind, shellQuoted(column + u'=' + sql)));
    };
    connect(button, &QPushButton::clicked, this, take);
    connect(edit, &QLineEdit::returnPressed, this, take);
    if (isFirst)
        setFocusProxy(edit);
}

} // namespace joinery

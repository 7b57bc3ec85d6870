// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/changecard.h"

#include "joinery/base/overloaded.h"
#include "joinery/operations/describe.h"
#include "ui/review/decisionbox.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString typeText(const DataType &type)
{
    return type.text.isEmpty() && !type.native.isEmpty() ? type.native.first() : type.text;
}

QString columnLine(const Column &column)
{
    QStringList parts {column.name, typeText(column.type)};
    if (!column.nullable)
        parts.append(u"NOT NULL"_s);
    if (column.serverDefault)
        parts.append(u"DEFAULT "_s + *column.serverDefault);
    if (column.computed)
        parts.append(u"AS (%1)"_s.arg(column.computed->sql));
    return parts.join(u' ');
}

QStringList columnLines(const Table &table)
{
    QStringList lines;
    for (const Column &column : table.columns)
        lines.append(columnLine(column));
    constexpr qsizetype most = 8;
    if (lines.size() > most) {
        const qsizetype rest = lines.size() - most;
        lines = lines.first(most);
        lines.append(ChangeCard::tr("… and %1 more").arg(rest));
    }
    return lines;
}

QString constraintLine(const Constraint &constraint)
{
    return describe(AddConstraint {.table = {}, .constraint = constraint})
        .section(u" to table"_s, 0, 0)
        .mid(4);
}

/// The column by its name and what the patch says of it.
QString patchLine(const QString &name, const ColumnPatch &patch)
{
    const AlterColumn alter {.table = u"-"_s, .column = name, .to = patch};
    return name + u": "_s + describe(alter).section(u"\": "_s, 1);
}

using Lines = std::pair<QStringList, QStringList>;

Lines linesOf(const Operation &operation)
{
    return std::visit(overloaded {
                          [](const CreateTable &op) {
                              return Lines {{}, columnLines(op.table)};
                          },
                          [](const DropTable &op) {
                              return Lines {columnLines(op.table), {}};
                          },
                          [](const RenameTable &op) {
                              return Lines {{op.from}, {op.to}};
                          },
                          [](const AddColumn &op) {
                              QStringList after {columnLine(op.column)};
                              if (!op.fill.isEmpty())
                                  after.append(ChangeCard::tr("rows get: %1").arg(op.fill));
                              return Lines {{}, after};
                          },
                          [](const DropColumn &op) {
                              return Lines {{columnLine(op.column)}, {}};
                          },
                          [](const RenameColumn &op) {
                              return Lines {{op.from}, {op.to}};
                          },
                          [](const AlterColumn &op) {
                              QStringList after {patchLine(op.column, op.to)};
                              if (!op.fill.isEmpty())
                                  after.append(ChangeCard::tr("NULL becomes: %1").arg(op.fill));
                              if (!op.cast.isEmpty())
                                  after.append(ChangeCard::tr("values become: %1").arg(op.cast));
                              return Lines {{patchLine(op.column, op.from)}, after};
                          },
                          [](const ReorderColumns &op) {
                              return Lines {{op.from.join(u", "_s)}, {op.to.join(u", "_s)}};
                          },
                          [](const AddConstraint &op) {
                              return Lines {{}, {constraintLine(op.constraint)}};
                          },
                          [](const DropConstraint &op) {
                              return Lines {{constraintLine(op.constraint)}, {}};
                          },
                          [](const CreateView &op) {
                              return Lines {{}, {op.view.sql}};
                          },
                          [](const DropView &op) {
                              return Lines {{op.view.sql}, {}};
                          },
                          [](const AlterView &op) {
                              return Lines {{op.from.sql}, {op.to.sql}};
                          },
                          [](const CreateTrigger &op) {
                              return Lines {{}, {op.trigger.sql}};
                          },
                          [](const DropTrigger &op) {
                              return Lines {{op.trigger.sql}, {}};
                          },
                          [](const auto &) { return Lines {}; },
                      },
        operation);
}

bool isLoss(const Operation &operation, const PlanStep &step)
{
    const bool drops = std::holds_alternative<DropTable>(operation)
        || std::holds_alternative<DropColumn>(operation)
        || std::holds_alternative<DropVirtualTable>(operation);
    return drops || (step.destructive && step.operations.size() == 1);
}

QLabel *textLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

void setColor(QWidget *widget, ColorToken token)
{
    QPalette palette = widget->palette();
    palette.setColor(QPalette::WindowText, Theme::instance().color(token));
    widget->setPalette(palette);
}

} // namespace

QList<CardContent> cardContents(const QList<Operation> &operations, const Plan &plan)
{
    QList<CardContent> contents;
    for (qsizetype i = 0; i < operations.size(); ++i) {
        CardContent content {.operation = operations[i]};
        for (const PlanStep &step : plan.steps) {
            if (step.operations.contains(i))
                content.step = step;
        }
        content.risk = isLoss(content.operation, content.step) ? Risk::Loss
            : !content.step.rebuilds.isEmpty()                 ? Risk::Careful
                                                               : Risk::Safe;
        std::tie(content.before, content.after) = linesOf(content.operation);
        contents.append(content);
    }
    return contents;
}

ChangeCard::ChangeCard(const CardContent &content, QWidget *parent)
    : QFrame(parent)
    , m_words(describe(content.operation))
    , m_risk(content.risk)
    , m_layout(new QVBoxLayout(this))
    , m_sign(new QLabel(this))
    , m_state(textLabel({}, this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setAccessibleName(m_words);
    auto *words = textLabel(m_words, this);
    QFont bold = words->font();
    bold.setBold(true);
    words->setFont(bold);
    auto *head = new QHBoxLayout;
    head->addWidget(m_sign, 0, Qt::AlignTop);
    head->addWidget(words, 1);
    m_layout->addLayout(head);
    addSides(content);
    addSigns(content);
    m_layout->addWidget(m_state);
    m_state->hide();
    restyle();
    connect(&Theme::instance(), &Theme::changed, this, &ChangeCard::restyle);
}

void ChangeCard::addSides(const CardContent &content)
{
    if (content.before.isEmpty() && content.after.isEmpty())
        return;
    auto *grid = new QGridLayout;
    grid->setColumnStretch(1, 1);
    const auto add = [&](int row, const QString &title, const QString &sign,
                         const QStringList &lines, ColorToken token) {
        if (lines.isEmpty())
            return;
        auto *label = new QLabel(tr("%1 %2").arg(sign, title), this);
        setColor(label, token);
        grid->addWidget(label, row, 0, Qt::AlignTop);
        grid->addWidget(textLabel(lines.join(u'\n'), this), row, 1);
    };
    add(0, tr("before"), u"−"_s, content.before, ColorToken::Danger);
    add(1, tr("after"), u"+"_s, content.after, ColorToken::Success);
    m_layout->addLayout(grid);
}

void ChangeCard::addSigns(const CardContent &content)
{
    QStringList signs;
    signs.append(content.risk == Risk::Loss ? tr("Risk: values or rows go")
            : content.risk == Risk::Careful ? tr("Risk: the table is copied")
                                            : tr("Risk: none"));
    signs.append(tr("Reversible: %1").arg(reversibilityText(reversibility(content.operation))));
    if (!content.step.rebuilds.isEmpty())
        signs.append(tr("rebuilds table %1").arg(content.step.rebuilds));
    auto *label = textLabel(signs.join(u"   ·   "_s), this);
    setColor(label, ColorToken::TextMuted);
    m_layout->addWidget(label);
}

void ChangeCard::addDecision(DecisionBox *box)
{
    m_layout->addWidget(box);
    if (m_risk == Risk::Safe)
        m_risk = Risk::Careful;
    restyle();
}

void ChangeCard::setProgress(Progress progress, const QString &text)
{
    m_progress = progress;
    m_state->setText(text);
    m_state->setVisible(!text.isEmpty());
    restyle();
}

void ChangeCard::restyle()
{
    struct Look
    {
        QString iconName;
        ColorToken token;
        QString name;
    };
    Look look {u"success"_s, ColorToken::Success, tr("safe")};
    if (m_risk == Risk::Careful)
        look = {u"info"_s, ColorToken::Link, tr("look at it")};
    if (m_risk == Risk::Loss)
        look = {u"warning"_s, ColorToken::Warning, tr("loses values or rows")};
    if (m_progress == Progress::Running)
        look = {u"run"_s, ColorToken::Accent, tr("running")};
    if (m_progress == Progress::Done)
        look = {u"check"_s, ColorToken::Success, tr("done")};
    if (m_progress == Progress::Failed)
        look = {u"error"_s, ColorToken::Danger, tr("failed")};
    const int size = fontMetrics().height() * 5 / 4;
    m_sign->setPixmap(
        icon(look.iconName, look.token).pixmap(QSize(size, size), devicePixelRatioF()));
    m_sign->setToolTip(look.name);
    m_sign->setAccessibleName(look.name);
    QPalette colors = palette();
    colors.setColor(QPalette::Window, Theme::instance().color(ColorToken::Raised));
    setPalette(colors);
    setColor(m_state, m_progress == Progress::Failed ? ColorToken::Danger : ColorToken::TextMuted);
}

} // namespace joinery

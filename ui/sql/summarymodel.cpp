// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/summarymodel.h"

#include "ui/sql/statementat.h"
#include "ui/widgets/theme.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QIcon signOf(SummaryModel::State state)
{
    switch (state) {
    case SummaryModel::State::Done:
        return icon(u"success"_s, ColorToken::Success);
    case SummaryModel::State::Failed:
        return icon(u"error"_s, ColorToken::Danger);
    case SummaryModel::State::Running:
        return icon(u"run"_s, ColorToken::Link);
    case SummaryModel::State::Waiting:
    case SummaryModel::State::NotRun:
        break;
    }
    return icon(u"more"_s, ColorToken::TextMuted);
}

} // namespace

QString outcomeText(const SqlOutcome &outcome)
{
    if (outcome.error)
        return outcome.error->message;
    const QLocale locale;
    if (outcome.changed >= 0)
        return outcome.changed == 1
            ? SummaryModel::tr("1 row changed")
            : SummaryModel::tr("%1 rows changed").arg(locale.toString(outcome.changed));
    if (outcome.rows < 0)
        return SummaryModel::tr("Done");
    const QString count = locale.toString(outcome.rows);
    if (outcome.hasMore)
        return SummaryModel::tr("The first %1 rows").arg(count);
    return outcome.rows == 1 ? SummaryModel::tr("1 row") : SummaryModel::tr("%1 rows").arg(count);
}

QString durationText(qint64 milliseconds)
{
    if (milliseconds < 1000)
        return SummaryModel::tr("%1 ms").arg(milliseconds);
    return SummaryModel::tr("%1 s").arg(QLocale().toString(double(milliseconds) / 1000, 'f', 1));
}

void SummaryModel::setJobs(const QList<SqlJob> &jobs)
{
    beginResetModel();
    m_entries.clear();
    for (const SqlJob &job : jobs)
        m_entries.append({.sql = job.sql});
    endResetModel();
}

void SummaryModel::change(int index, State state)
{
    m_entries[index].state = state;
    Q_EMIT dataChanged(this->index(index, 0), this->index(index, ColumnCount - 1));
}

void SummaryModel::setRunning(int index)
{
    change(index, State::Running);
}

void SummaryModel::setOutcome(int index, const SqlOutcome &outcome)
{
    m_entries[index].outcome = outcome;
    change(index, outcome.error ? State::Failed : State::Done);
}

void SummaryModel::endRun()
{
    for (int i = 0; i < int(m_entries.size()); ++i) {
        if (m_entries[i].state == State::Waiting)
            change(i, State::NotRun);
    }
}

int SummaryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int SummaryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant SummaryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = m_entries[index.row()];
    const bool ended = entry.state == State::Done || entry.state == State::Failed;
    if (role == Qt::DecorationRole && index.column() == Statement)
        return signOf(entry.state);
    if (role == Qt::ToolTipRole && index.column() == Statement)
        return entry.sql.left(2000);
    if (role == Qt::TextAlignmentRole && index.column() == Time)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Statement:
        return oneLineOf(entry.sql, 200);
    case Outcome:
        return ended                        ? outcomeText(entry.outcome)
            : entry.state == State::Running ? tr("Running…")
            : entry.state == State::NotRun  ? tr("Not run")
                                            : QString();
    default:
        return ended ? durationText(entry.outcome.milliseconds) : QString();
    }
}

QVariant SummaryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (orientation == Qt::Vertical)
        return section + 1;
    return QStringList {tr("Statement"), tr("Result"), tr("Time")}.value(section);
}

} // namespace joinery

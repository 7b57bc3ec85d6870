// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/statementlog/statementlogmodel.h"

#include "ui/widgets/theme.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype longestShown = 300;

bool isNumber(int column)
{
    return column == StatementLogModel::Duration || column == StatementLogModel::Rows;
}

} // namespace

StatementLogModel::StatementLogModel(const StatementLog &log, QObject *parent)
    : QAbstractTableModel(parent)
    , m_log(log)
    , m_count(int(log.entries().size()))
{
    connect(&log, &StatementLog::appended, this, [this] {
        beginInsertRows({}, m_count, m_count);
        ++m_count;
        endInsertRows();
    });
    connect(&log, &StatementLog::trimmed, this, [this](qsizetype count) {
        m_gone = int(count);
        beginRemoveRows({}, 0, m_gone - 1);
        m_count -= m_gone;
        m_gone = 0;
        endRemoveRows();
    });
    connect(&log, &StatementLog::cleared, this, [this] {
        beginResetModel();
        m_count = 0;
        endResetModel();
    });
}

LoggedStatement StatementLogModel::entry(int row) const
{
    return m_log.entries().value(row - m_gone);
}

int StatementLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_count;
}

int StatementLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString StatementLogModel::text(const LoggedStatement &entry, int column) const
{
    switch (column) {
    case Time:
        return entry.at.toLocalTime().time().toString(u"HH:mm:ss"_s);
    case Source:
        return entry.source == StatementSource::Person ? tr("You") : tr("Joinery");
    case Database:
        return entry.database;
    case Sql:
        return entry.sql.left(longestShown).simplified();
    case Duration:
        return entry.milliseconds < 0 ? QString()
                                      : tr("%1 ms").arg(QLocale().toString(entry.milliseconds));
    case Rows:
        return entry.rows < 0 ? QString() : QLocale().toString(entry.rows);
    case ErrorText:
        return entry.error;
    default:
        return {};
    }
}

QVariant StatementLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LoggedStatement logged = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(logged, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Time)
            return QLocale().toString(logged.at.toLocalTime(), QLocale::LongFormat);
        return index.column() == Sql || index.column() == ErrorText
            ? text(logged, index.column()).left(2000)
            : QVariant();
    case Qt::DecorationRole:
        if (index.column() == Source)
            return icon(logged.source == StatementSource::Person ? u"edit"_s : u"app"_s);
        if (index.column() == ErrorText && !logged.error.isEmpty())
            return icon(u"error"_s, ColorToken::Danger);
        return {};
    case Qt::ForegroundRole:
        return index.column() == ErrorText ? QVariant(Theme::instance().color(ColorToken::Danger))
                                           : QVariant();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant StatementLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    return QStringList {
        tr("Time"), tr("Who"), tr("Database"), tr("SQL"), tr("Duration"), tr("Rows"), tr("Error")}
        .value(section);
}

} // namespace joinery

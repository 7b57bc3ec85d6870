// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/revisionsmodel.h"

#include "ui/widgets/theme.h"

#include <QFont>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

struct Sign
{
    const char *iconName;
    ColorToken token;
};

Sign signOf(RevisionStanding standing)
{
    switch (standing) {
    case RevisionStanding::Current:
        return {"forward", ColorToken::Link};
    case RevisionStanding::Applied:
    case RevisionStanding::Adopted:
        return {"check", ColorToken::Success};
    case RevisionStanding::Unapplied:
        return {"more", ColorToken::TextMuted};
    case RevisionStanding::Edited:
    case RevisionStanding::Missing:
        return {"warning", ColorToken::Warning};
    case RevisionStanding::Stopped:
        break;
    }
    return {"error", ColorToken::Danger};
}

QIcon iconOf(RevisionStanding standing)
{
    const Sign sign = signOf(standing);
    return icon(QString::fromLatin1(sign.iconName), sign.token);
}

} // namespace

RevisionStanding standingOf(const HistoryEntry &entry, const QStringList &current)
{
    const bool known = !entry.row.revision.isEmpty();
    if (known && !entry.row.isApplied())
        return RevisionStanding::Stopped;
    if (!entry.applied)
        return RevisionStanding::Unapplied;
    if (entry.edited)
        return RevisionStanding::Edited;
    if (!entry.hasFile)
        return RevisionStanding::Missing;
    if (current.contains(entry.revision.id))
        return RevisionStanding::Current;
    return entry.adopted ? RevisionStanding::Adopted : RevisionStanding::Applied;
}

QString standingText(RevisionStanding standing)
{
    switch (standing) {
    case RevisionStanding::Current:
        return RevisionsModel::tr("Current");
    case RevisionStanding::Applied:
        return RevisionsModel::tr("Applied");
    case RevisionStanding::Adopted:
        return RevisionsModel::tr("Recorded");
    case RevisionStanding::Unapplied:
        return RevisionsModel::tr("Not applied");
    case RevisionStanding::Edited:
        return RevisionsModel::tr("Applied, edited since");
    case RevisionStanding::Missing:
        return RevisionsModel::tr("Applied, file missing");
    case RevisionStanding::Stopped:
        break;
    }
    return RevisionsModel::tr("Stopped half-way");
}

QString standingHint(RevisionStanding standing)
{
    switch (standing) {
    case RevisionStanding::Adopted:
        return RevisionsModel::tr(
            "It describes what was there when the history began; nothing ran.");
    case RevisionStanding::Edited:
        return RevisionsModel::tr("The file is no longer what was applied. Put back what was "
                                  "applied, or downgrade and apply it anew.");
    case RevisionStanding::Missing:
        return RevisionsModel::tr(
            "Its file is not in this project. The database keeps the text, so "
            "it can still be taken back.");
    case RevisionStanding::Stopped:
        return RevisionsModel::tr("It runs outside of a transaction and did not end. Mend the "
                                  "statement in the file and upgrade: it goes on there.");
    case RevisionStanding::Current:
    case RevisionStanding::Applied:
    case RevisionStanding::Unapplied:
        break;
    }
    return {};
}

void RevisionsModel::setView(const HistoryView &view)
{
    beginResetModel();
    m_view = view;
    endResetModel();
}

const HistoryEntry *RevisionsModel::entry(int row) const
{
    return row >= 0 && row < m_view.newestFirst.size() ? &m_view.newestFirst.at(row) : nullptr;
}

bool RevisionsModel::isCurrent(int row) const
{
    const HistoryEntry *revision = entry(row);
    return revision ? m_view.current.contains(revision->revision.id) : m_view.current.isEmpty();
}

bool RevisionsModel::isFoundedOnAdoption() const
{
    return !m_view.newestFirst.isEmpty() && m_view.newestFirst.last().adopted;
}

int RevisionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_view.history ? 0 : int(m_view.newestFirst.size()) + 1;
}

int RevisionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant RevisionsModel::baseData(const QModelIndex &index, int role) const
{
    const bool current = isCurrent(index.row());
    if (role == Qt::DisplayRole && index.column() == Message)
        return tr("Before the first revision");
    if (role == Qt::DisplayRole && index.column() == State && current)
        return standingText(RevisionStanding::Current);
    if (role == Qt::DisplayRole && index.column() == Id)
        return u"base"_s;
    if (role == Qt::DecorationRole && index.column() == State && current)
        return iconOf(RevisionStanding::Current);
    if (role == Qt::ForegroundRole && !current)
        return Theme::instance().color(ColorToken::TextMuted);
    return {};
}

QVariant RevisionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::FontRole && isCurrent(index.row())) {
        QFont font;
        font.setBold(true);
        return font;
    }
    const HistoryEntry *revision = entry(index.row());
    if (!revision)
        return baseData(index, role);
    const RevisionStanding standing = standingOf(*revision, m_view.current);
    if (role == Qt::DecorationRole && index.column() == State)
        return iconOf(standing);
    if (role == Qt::ToolTipRole)
        return index.column() == State ? QVariant(standingHint(standing)) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case State:
        return standingText(standing);
    case Message:
        return revision->revision.message;
    case Date:
        return revision->revision.created.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
    default:
        return revision->revision.id;
    }
}

QVariant RevisionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    return QStringList {tr("State"), tr("Message"), tr("Made"), tr("Revision")}.value(section);
}

} // namespace joinery

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace joinery {

/// Where the text of an SQL page is kept until it is closed, so that a crash loses none of it. One
/// file for each page, in the state folder. UI thread.
class ScratchFile
{
public:
    /// A new one, not written yet, for a page of that database.
    ScratchFile(const QString &stateFolder, const QString &databaseId);
    ~ScratchFile();
    ScratchFile(const ScratchFile &) = delete;
    ScratchFile &operator=(const ScratchFile &) = delete;

    QString text() const;
    void keep(const QString &text) const;
    void remove() const;

    /// The files of the same database that no page of this program uses: what a crash left. Empty
    /// ones do not count.
    QStringList lost() const;
    static QString textOf(const QString &path);

private:
    QString m_folder;
    QString m_prefix; ///< of the files of the same database
    QString m_path;
};

} // namespace joinery

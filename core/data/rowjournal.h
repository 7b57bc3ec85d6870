// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/rowedits.h"

#include <QDateTime>
#include <QFile>

#include <memory>

class QLockFile;

namespace joinery {

/// The staged changes of a table as a journal keeps them: columns are positions in `columns`, the
/// names that the table had then.
struct SavedChanges
{
    QString table {};
    QStringList columns {};
    RowAddress address {};
    QMap<quint64, RowChange> changes {}; ///< by RowChange::id

    bool operator==(const SavedChanges &) const = default;
};

/// What a journal that nobody writes any more holds. Nobody else is offered it while this lives.
struct OrphanedJournal
{
    QString file {};
    QDateTime lastWritten {};
    QList<SavedChanges> tables {}; ///< those with changes, by name
    bool torn = false; ///< the end was incomplete and is left out
    std::shared_ptr<QLockFile> lock {};

    int count() const;
    /// Deletes the file: its changes are staged again, or not wanted.
    void remove();
};

/// What of saved changes fits a table as it is now.
struct FittedChanges
{
    QList<RowChange> changes {}; ///< columns are positions in the table
    QStringList problems {}; ///< what does not fit, a sentence each
};
FittedChanges fitChanges(const SavedChanges &saved, const Table &table, const RowAddress &address);

/// Saved changes in words, a line each: "row 7 of "album": title = 'x'".
QStringList describeChanges(const SavedChanges &saved);

/// Keeps a copy of all staged changes of a database in a file, so that they survive a crash of the
/// program. Each change is handed to the operating system at once, so it is safe when the process
/// is killed; not synced to the medium, so the last ones may be lost when the power fails. The file
/// exists while there are changes, and is rewritten when it has grown far beyond them. A torn end
/// is recognised by its checksum and left out. Belongs to one thread.
class RowJournal
{
public:
    /// `folder` must exist. `database` says which one: the same for the same. Each program writes a
    /// file of its own.
    RowJournal(const QString &folder, const QString &database);
    ~RowJournal(); ///< keeps the file, and lets others find it, if there are changes
    Q_DISABLE_COPY_MOVE(RowJournal)

    /// Notes what has changed in `edits`: give it to RowEdits::addListener. Errors: Io; what could
    /// not be written is written with the next change.
    [[nodiscard]] Result<> record(const RowEdits &edits, const QList<RowEdit> &changed);
    /// Forgets everything, and deletes the file.
    void clear();
    /// The file, whether it exists or not.
    QString file() const { return m_file.fileName(); }

    /// The journals of a database that programs have left behind, oldest first.
    static QList<OrphanedJournal> orphans(const QString &folder, const QString &database);

private:
    [[nodiscard]] Result<> open();
    [[nodiscard]] Result<> append(const QByteArray &frames);
    [[nodiscard]] Result<> rewrite();
    void removeFile();

    const QString m_database;
    QFile m_file;
    std::unique_ptr<QLockFile> m_lock {};
    QMap<QString, SavedChanges> m_saved {}; ///< what the file holds, or should
    qint64 m_compactSize = 0; ///< of the file when it was last written as a whole
    bool m_broken = false; ///< the file must be written as a whole
};

} // namespace joinery

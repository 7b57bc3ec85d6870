// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/rowjournal.h"

#include "joinery/data/journalframes.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QLockFile>

#include <filesystem>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qint64 worthCompacting = 1 << 20;

QString filePrefix(const QString &database)
{
    const QByteArray hash
        = QCryptographicHash::hash(database.toUtf8(), QCryptographicHash::Sha1).toHex();
    return QString::fromLatin1(hash.left(16)) + u'-';
}

QString newFile(const QString &folder, const QString &database)
{
    static int number = 0;
    return u"%1/%2%3-%4-%5.rows"_s.arg(folder, filePrefix(database))
        .arg(QCoreApplication::applicationPid())
        .arg(QDateTime::currentMSecsSinceEpoch())
        .arg(++number);
}

std::unique_ptr<QLockFile> lockFor(const QString &file)
{
    auto lock = std::make_unique<QLockFile>(file + u".lock"_s);
    lock->setStaleLockTime(0); // however old: while its process lives, it holds
    return lock;
}

/// In one step, and without waiting for the medium as QSaveFile does: this runs between two key
/// presses.
bool replaceBy(QFile &whole, const QString &file)
{
    whole.close();
    std::error_code error;
    std::filesystem::rename(
        whole.filesystemFileName(), QFileInfo(file).filesystemFilePath(), error);
    return !error;
}

SavedChanges emptyOf(const RowEdits &edits)
{
    SavedChanges saved {.table = edits.table().name, .address = edits.address()};
    for (const Column &column : edits.table().columns)
        saved.columns.append(column.name);
    return saved;
}

/// "row 7" for people; an added row has no key.
QString rowText(const SavedChanges &saved, const RowChange &change)
{
    QStringList key;
    for (const Value &value : change.key)
        key.append(toText(value));
    return key.isEmpty() ? u"an added row of \"%1\""_s.arg(saved.table)
                         : u"row %1 of \"%2\""_s.arg(key.join(u", "), saved.table);
}

QString valueText(const Value &value)
{
    constexpr qsizetype longest = 60;
    if (isNull(value))
        return u"NULL"_s;
    const QString *text = std::get_if<QString>(&value);
    const QString words = text ? u"'%1'"_s.arg(*text) : toText(value);
    return words.size() > longest ? words.left(longest) + u'…' : words;
}

/// What of one change fits; unset when nothing does.
std::optional<RowChange> fitChange(
    const SavedChanges &saved, const RowChange &change, const Table &table, QStringList &problems)
{
    RowChange fitted {.id = change.id, .kind = change.kind, .key = change.key};
    if (change.kind != RowChange::Kind::Insert) {
        fitted.original.resize(table.columns.size());
        for (qsizetype column = 0; column < table.columns.size(); ++column)
            fitted.original[column]
                = change.original.value(saved.columns.indexOf(table.columns[column].name));
    }
    for (auto value = change.values.begin(); value != change.values.end(); ++value) {
        const QString name = saved.columns.value(value.key());
        const auto column = int(table.columnIndex(name));
        if (column >= 0 && !table.columns[column].computed)
            fitted.values[column] = value.value();
        else
            problems.append(u"\"%1\" cannot be set any more: %2 was to get %3"_s.arg(
                name, rowText(saved, change), valueText(value.value())));
    }
    const bool nothing = fitted.values.isEmpty() && !change.values.isEmpty();
    return nothing ? std::nullopt : std::optional(fitted);
}

} // namespace

int OrphanedJournal::count() const
{
    int sum = 0;
    for (const SavedChanges &table : tables)
        sum += int(table.changes.size());
    return sum;
}

void OrphanedJournal::remove()
{
    QFile::remove(file);
    lock.reset();
}

FittedChanges fitChanges(const SavedChanges &saved, const Table &table, const RowAddress &address)
{
    FittedChanges result;
    const bool sameAddress
        = saved.address.columns == address.columns && saved.address.hidden == address.hidden;
    for (const RowChange &change : saved.changes) {
        if (!sameAddress && change.kind != RowChange::Kind::Insert) {
            result.problems.append(
                u"The rows are told apart by other columns than before: %1 cannot be found"_s.arg(
                    rowText(saved, change)));
            continue;
        }
        if (const auto fitted = fitChange(saved, change, table, result.problems))
            result.changes.append(*fitted);
    }
    return result;
}

QStringList describeChanges(const SavedChanges &saved)
{
    QStringList lines;
    for (const RowChange &change : saved.changes) {
        QStringList values;
        for (auto value = change.values.begin(); value != change.values.end(); ++value)
            values.append(
                u"%1 = %2"_s.arg(saved.columns.value(value.key()), valueText(value.value())));
        if (change.kind == RowChange::Kind::Delete)
            values = {u"deleted"_s};
        lines.append(u"%1: %2"_s.arg(
            rowText(saved, change), values.isEmpty() ? u"defaults"_s : values.join(u", ")));
    }
    return lines;
}

RowJournal::RowJournal(const QString &folder, const QString &database)
    : m_database(database)
    , m_file(newFile(folder, database))
{ }

RowJournal::~RowJournal() = default;

Result<> RowJournal::record(const RowEdits &edits, const QList<RowEdit> &changed)
{
    const QString name = edits.table().name;
    const SavedChanges now = emptyOf(edits);
    QByteArray frames;
    SavedChanges &saved = m_saved[name];
    if (saved.columns != now.columns || saved.address != now.address) {
        saved.table = name;
        saved.columns = now.columns;
        saved.address = now.address;
        frames += tableFrame(saved);
    }
    for (const RowEdit &edit : changed) {
        if (edit.after)
            saved.changes[edit.id] = *edit.after;
        else
            saved.changes.remove(edit.id);
        frames += changeFrame(name, edit.id, edit.after);
    }
    const bool empty = std::all_of(m_saved.cbegin(), m_saved.cend(),
        [](const SavedChanges &table) { return table.changes.isEmpty(); });
    if (empty) {
        clear();
        return {};
    }
    return append(frames);
}

void RowJournal::clear()
{
    m_saved.clear();
    removeFile();
}

QList<OrphanedJournal> RowJournal::orphans(const QString &folder, const QString &database)
{
    QList<OrphanedJournal> found;
    const QFileInfoList files = QDir(folder).entryInfoList(
        {filePrefix(database) + u"*.rows"_s}, QDir::Files, QDir::Time | QDir::Reversed);
    for (const QFileInfo &info : files) {
        OrphanedJournal journal {.file = info.filePath(), .lastWritten = info.lastModified()};
        journal.lock = lockFor(journal.file);
        QFile file(journal.file);
        if (!journal.lock->tryLock(0) || !file.open(QIODevice::ReadOnly))
            continue;
        const std::optional<JournalContent> content = readJournal(file.readAll());
        if (!content || content->database != database)
            continue;
        journal.torn = content->torn;
        for (const SavedChanges &table : content->tables) {
            if (!table.changes.isEmpty())
                journal.tables.append(table);
        }
        if (journal.count() > 0)
            found.append(journal);
    }
    return found;
}

Result<> RowJournal::open()
{
    if (!m_lock) {
        m_lock = lockFor(m_file.fileName());
        if (!m_lock->tryLock(0)) {
            m_lock.reset();
            return fail(ErrorCode::Io,
                u"\"%1\" cannot be locked: changes would not survive a crash"_s.arg(
                    m_file.fileName()));
        }
    }
    return {};
}

Result<> RowJournal::append(const QByteArray &frames)
{
    if (const Result<> opened = open(); !opened)
        return opened;
    const bool grown
        = m_file.isOpen() && m_file.size() > std::max(worthCompacting, 4 * m_compactSize);
    if (m_broken || grown || !m_file.isOpen())
        return rewrite();
    if (m_file.write(frames) == frames.size() && m_file.flush())
        return {};
    m_broken = true;
    return fail(ErrorCode::Io,
        u"\"%1\" cannot be written: %2"_s.arg(m_file.fileName(), m_file.errorString()),
        u"Make room on the disk: until then, changes would not survive a crash."_s);
}

Result<> RowJournal::rewrite()
{
    m_file.close();
    m_broken = true;
    QByteArray bytes = journalStart(m_database);
    for (const SavedChanges &table : m_saved) {
        bytes += tableFrame(table);
        for (const RowChange &change : table.changes)
            bytes += changeFrame(table.table, change.id, change);
    }
    QFile whole(m_file.fileName() + u".new"_s);
    const bool written = whole.open(QIODevice::WriteOnly) && whole.write(bytes) == bytes.size()
        && whole.flush() && replaceBy(whole, m_file.fileName());
    if (!written || !m_file.open(QIODevice::WriteOnly | QIODevice::Append))
        return fail(ErrorCode::Io,
            u"\"%1\" cannot be written: %2"_s.arg(
                m_file.fileName(), written ? m_file.errorString() : whole.errorString()),
            u"Make room on the disk: until then, changes would not survive a crash."_s);
    m_compactSize = bytes.size();
    m_broken = false;
    return {};
}

void RowJournal::removeFile()
{
    m_file.close();
    m_file.remove();
    m_lock.reset();
    m_broken = false;
}

} // namespace joinery

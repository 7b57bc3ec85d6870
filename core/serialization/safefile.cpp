// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/safefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <filesystem>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

tl::unexpected<Error> cannotWrite(
    const QString &path, const QString &reason, const QString &hint = {})
{
    return fail(ErrorCode::Io,
        u"cannot write \"%1\": %2"_s.arg(QDir::toNativeSeparators(path), reason), hint);
}

std::filesystem::path nativePath(const QString &path)
{
    return std::filesystem::path(path.toStdU16String());
}

bool flushToMedium(QFile &file)
{
#ifdef Q_OS_WIN
    return file.flush() && ::_commit(file.handle()) == 0;
#else
    return file.flush() && ::fsync(file.handle()) == 0;
#endif
}

/// Makes the rename itself survive a power cut. Some file systems cannot, and that is no error: the
/// file is whole either way.
void flushFolder(const QString &folder)
{
#ifdef Q_OS_WIN
    Q_UNUSED(folder);
#else
    const int handle = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        return;
    ::fsync(handle);
    ::close(handle);
#endif
}

/// A file that goes away again unless it is renamed.
class TemporaryNeighbour
{
public:
    explicit TemporaryNeighbour(const QString &path)
        : m_file(nameBeside(path))
    { }
    ~TemporaryNeighbour()
    {
        if (m_file.isOpen() || m_written)
            m_file.remove();
    }
    TemporaryNeighbour(const TemporaryNeighbour &) = delete;
    TemporaryNeighbour &operator=(const TemporaryNeighbour &) = delete;

    [[nodiscard]] Result<> write(const QString &path, const QByteArray &text)
    {
        if (!m_file.open(QIODevice::NewOnly | QIODevice::WriteOnly))
            return cannotWrite(path, m_file.errorString());
        m_written = true;
        if (m_file.write(text) != text.size() || !flushToMedium(m_file))
            return cannotWrite(
                path, m_file.error() == QFile::NoError ? qt_error_string() : m_file.errorString());
        m_file.close();
        return {};
    }

    QFile &file() { return m_file; }

    [[nodiscard]] Result<> renameTo(const QString &path)
    {
        std::error_code error;
        std::filesystem::rename(nativePath(m_file.fileName()), nativePath(path), error);
        if (error)
            return cannotWrite(path, QString::fromLocal8Bit(error.message().c_str()));
        m_written = false;
        return {};
    }

private:
    static QString nameBeside(const QString &path)
    {
        const QFileInfo info(path);
        return u"%1/.%2.%3.tmp"_s.arg(info.path(), info.fileName().left(80),
            QString::number(QRandomGenerator::global()->generate64(), 36));
    }

    QFile m_file;
    bool m_written = false;
};

/// The file that is meant: a symbolic link is followed, not replaced.
QString resolved(const QString &path)
{
    const QFileInfo info(path);
    if (!info.isSymLink())
        return path;
    const QString target = info.canonicalFilePath();
    return target.isEmpty() ? info.symLinkTarget() : target;
}

[[nodiscard]] Result<> checkTarget(const QString &path)
{
    const QFileInfo info(path);
    if (!QFileInfo(info.path()).isDir())
        return cannotWrite(
            path, u"there is no folder \"%1\""_s.arg(info.path()), u"Create the folder first."_s);
    if (info.isDir())
        return cannotWrite(path, u"it is a folder"_s);
    if (info.exists() && !info.isWritable())
        return cannotWrite(path, u"the file is write-protected"_s, u"Make the file writable."_s);
    return {};
}

[[nodiscard]] Result<> checkReadBack(const QString &written, const QByteArray &text,
    const std::function<Result<>(const QByteArray &)> &check)
{
    const Result<QByteArray> readBack = readFile(written);
    if (!readBack)
        return fail(readBack.error());
    if (*readBack != text)
        return fail(ErrorCode::Io, u"\"%1\" holds something else than was written"_s.arg(written),
            u"Check the medium."_s);
    return check ? check(*readBack) : Result<> {};
}

} // namespace

Result<> writeFileSafely(const QString &path, const QByteArray &text,
    const std::function<Result<>(const QByteArray &readBack)> &check)
{
    const QString target = resolved(path);
    if (const Result<> fit = checkTarget(target); !fit)
        return fit;
    TemporaryNeighbour temporary(target);
    if (const Result<> written = temporary.write(target, text); !written)
        return written;
    if (QFile::exists(target) && !temporary.file().setPermissions(QFile::permissions(target)))
        return cannotWrite(target, temporary.file().errorString());
    if (const Result<> same = checkReadBack(temporary.file().fileName(), text, check); !same)
        return same;
    if (const Result<> renamed = temporary.renameTo(target); !renamed)
        return renamed;
    flushFolder(QFileInfo(target).path());
    return {};
}

Result<QByteArray> readFile(const QString &path)
{
    const QFileInfo info(path);
    const QString shown = QDir::toNativeSeparators(path);
    if (!info.exists())
        return fail(ErrorCode::NotFound, u"there is no file \"%1\""_s.arg(shown));
    if (info.isDir())
        return fail(ErrorCode::Io, u"cannot read \"%1\": it is a folder"_s.arg(shown));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, u"cannot read \"%1\": %2"_s.arg(shown, file.errorString()));
    QByteArray text = file.readAll();
    if (file.error() != QFile::NoError)
        return fail(ErrorCode::Io, u"cannot read \"%1\": %2"_s.arg(shown, file.errorString()));
    return text;
}

} // namespace joinery

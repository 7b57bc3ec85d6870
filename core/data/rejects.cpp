// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/rejects.h"

#include "joinery/data/importer.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace joinery {

Result<> Rejects::open(const QString &path, const CsvFormat &format)
{
    m_format = format;
    if (path.isEmpty())
        return {};
    m_file = std::make_unique<QSaveFile>(path);
    if (!m_file->open(QIODevice::WriteOnly))
        return fail(ErrorCode::Io,
            u"cannot write \"%1\": %2"_s.arg(
                QDir::toNativeSeparators(path), m_file->errorString()));
    return {};
}

void Rejects::writeCell(QByteArrayView utf8)
{
    const char quote = m_format.quote == 0 ? '"' : m_format.quote;
    m_file->write(&quote, 1);
    m_file->write(utf8.toByteArray().replace(quote, QByteArray(2, quote)));
    m_file->write(&quote, 1);
    m_file->write(&m_format.delimiter, 1);
}

void Rejects::writeHeader(const CsvReader &header)
{
    if (!m_file)
        return;
    writeCell(rejectedLine.toUtf8());
    writeCell(rejectedReason.toUtf8());
    m_file->write(header.text().toByteArray() + '\n');
}

void Rejects::write(const CsvReader &record, const QString &reason)
{
    m_isEmpty = false;
    if (!m_file)
        return;
    writeCell(QByteArray::number(record.line()));
    writeCell(reason.toUtf8());
    m_file->write(record.text().toByteArray() + '\n');
}

Result<> Rejects::flush()
{
    if (m_file && (!m_file->flush() || m_file->error() != QFileDevice::NoError))
        return fail(ErrorCode::Io,
            u"cannot write \"%1\": %2"_s.arg(m_file->fileName(), m_file->errorString()));
    return {};
}

Result<> Rejects::commit()
{
    if (!m_file || m_isEmpty)
        return {};
    if (!m_file->commit())
        return fail(ErrorCode::Io,
            u"cannot write \"%1\": %2"_s.arg(m_file->fileName(), m_file->errorString()));
    return {};
}

} // namespace joinery

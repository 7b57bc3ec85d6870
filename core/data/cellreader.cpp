// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/cellreader.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// More digits than a double keeps: a database with decimal numbers does better with the text.
bool losesDigits(QByteArrayView text)
{
    qsizetype digits = 0;
    for (const char c : text) {
        if (c == 'e' || c == 'E')
            break;
        digits += c >= '0' && c <= '9';
    }
    return digits > 17;
}

} // namespace

CellReader::CellReader(CellType type, const CellRules &rules, bool decimalComma)
    : m_type(type)
    , m_emptyFields(rules.emptyFields)
    , m_nullText(rules.nullText.toUtf8())
    , m_trim(rules.trim)
    , m_strict(rules.strict)
    , m_blobs(rules.blobs)
    , m_decimalPoint(decimalComma ? ',' : '.')
{ }

bool CellReader::isNullField(QByteArrayView text, bool quoted) const
{
    if (!quoted && !m_nullText.isEmpty() && text == m_nullText)
        return true;
    if (!text.isEmpty() || m_emptyFields == EmptyFields::NoneAreNull)
        return false;
    return !quoted || m_emptyFields == EmptyFields::AllAreNull;
}

/// Whole numbers first: they are exact.
bool CellReader::readNumber(QByteArrayView text, ValueView &value) const
{
    if (const std::optional<qint64> number = readInteger(text)) {
        value = *number;
        return true;
    }
    const std::optional<double> real = readReal(text, m_decimalPoint);
    if (real && m_type != CellType::Integer) {
        const bool keepsText
            = m_type == CellType::Numeric && m_decimalPoint == '.' && losesDigits(text);
        value = keepsText ? ValueView(TextView {text}) : ValueView(*real);
        return true;
    }
    if (real && !m_strict)
        value = *real;
    return false;
}

bool CellReader::readAny(
    QByteArrayView text, bool quoted, ValueView &value, QByteArray &bytes) const
{
    if (quoted || text.isEmpty())
        return true;
    if (std::optional<QByteArray> hex = text.startsWith("\\x") ? readHex(text) : std::nullopt) {
        bytes = *std::move(hex);
        value = BlobView {bytes};
        return true;
    }
    (void)readNumber(text, value);
    return true;
}

bool CellReader::readBlob(
    QByteArrayView text, bool quoted, ValueView &value, QByteArray &bytes) const
{
    const bool base64 = m_blobs == BlobText::Base64;
    std::optional<QByteArray> read = base64 ? readBase64(text)
        : quoted                            ? std::nullopt
                                            : readHex(text);
    if (read) {
        bytes = *std::move(read);
        value = BlobView {bytes};
        return true;
    }
    if (base64)
        return false;
    if (!quoted)
        (void)readNumber(text, value);
    return quoted || !std::holds_alternative<TextView>(value);
}

/// A number where a day is kept as a number: seconds, or a Julian day.
bool CellReader::readDay(QByteArrayView text, bool quoted, ValueView &value) const
{
    if (!quoted && looksLike(text, m_decimalPoint) != CellType::Text && readNumber(text, value))
        return true;
    switch (m_type) {
    case CellType::Date:
        return isDate(text) || isTimestamp(text);
    case CellType::Time:
        return isTime(text);
    default:
        return isTimestamp(text) || isDate(text);
    }
}

bool CellReader::readTyped(
    QByteArrayView text, bool quoted, ValueView &value, QByteArray &bytes) const
{
    switch (m_type) {
    case CellType::Text:
        return true;
    case CellType::Integer:
    case CellType::Numeric:
        return readNumber(text, value);
    case CellType::Real:
        if (const std::optional<double> real = readReal(text, m_decimalPoint)) {
            value = *real;
            return true;
        }
        return false;
    case CellType::Boolean:
        if (const std::optional<bool> truth = readBoolean(text)) {
            value = qint64(*truth);
            return true;
        }
        return readNumber(text, value) && !m_strict;
    case CellType::Date:
    case CellType::Time:
    case CellType::Timestamp:
        return readDay(text, quoted, value);
    case CellType::Blob:
        return readBlob(text, quoted, value, bytes);
    case CellType::Any:
        break;
    }
    return readAny(text, quoted, value, bytes);
}

bool CellReader::read(const CsvField &field, ValueView &value, QByteArray &bytes) const
{
    const QByteArrayView text = m_trim && !field.quoted ? field.text.trimmed() : field.text;
    if (isNullField(text, field.quoted)) {
        value = {};
        return true;
    }
    value = TextView {text};
    return readTyped(text, field.quoted, value, bytes) || !m_strict;
}

QString CellReader::misfit(const CsvField &field) const
{
    static const QMap<CellType, QString> wanted {{CellType::Integer, u"a whole number"_s},
        {CellType::Real, u"a number"_s}, {CellType::Numeric, u"a number"_s},
        {CellType::Boolean, u"true or false"_s}, {CellType::Date, u"a date like 2026-11-22"_s},
        {CellType::Time, u"a time like 10:12:33"_s},
        {CellType::Timestamp, u"a time like 2026-11-22 10:12:33"_s}};
    const QString bytes = m_blobs == BlobText::Base64 ? u"base64"_s : u"bytes like \\x0aff"_s;
    QString shown = QString::fromUtf8(field.text.first(std::min<qsizetype>(field.text.size(), 80)));
    if (field.text.size() > 80)
        shown += u'…';
    return u"\"%1\" is not %2"_s.arg(shown, wanted.value(m_type, bytes));
}

} // namespace joinery

// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/journalframes.h"

#include <QCryptographicHash>
#include <QDataStream>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

const QByteArray magic = "joinery row journal 1\n";
constexpr qsizetype checksumSize = 8;

enum class FrameKind : quint8
{
    Table = 1,
    Set,
    Remove
};

QByteArray checksum(const QByteArray &payload)
{
    return QCryptographicHash::hash(payload, QCryptographicHash::Sha1).left(checksumSize);
}

QByteArray frame(const QByteArray &payload)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << quint64(payload.size());
    return bytes + checksum(payload) + payload;
}

void write(QDataStream &stream, const Value &value)
{
    stream << quint8(value.index());
    std::visit(
        [&stream](const auto &held) {
            if constexpr (!std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
                stream << held;
        },
        value);
}

template <typename T> Value readAs(QDataStream &stream)
{
    T value {};
    stream >> value;
    return value;
}

Value readValue(QDataStream &stream)
{
    quint8 index = 0;
    stream >> index;
    switch (index) {
    case 1:
        return readAs<qint64>(stream);
    case 2:
        return readAs<double>(stream);
    case 3:
        return readAs<QString>(stream);
    case 4:
        return readAs<QByteArray>(stream);
    default:
        return {};
    }
}

void write(QDataStream &stream, const QList<Value> &values)
{
    stream << quint32(values.size());
    for (const Value &value : values)
        write(stream, value);
}

/// As the stream's own operator, without believing the count before so many texts have come.
QStringList readTexts(QDataStream &stream)
{
    quint32 count = 0;
    stream >> count;
    QStringList texts;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        QString text;
        stream >> text;
        texts.append(text);
    }
    return texts;
}

QList<Value> readValues(QDataStream &stream)
{
    quint32 count = 0;
    stream >> count;
    QList<Value> values;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i)
        values.append(readValue(stream));
    return values;
}

void write(QDataStream &stream, const RowChange &change)
{
    stream << quint8(change.kind);
    write(stream, change.key);
    stream << quint32(change.values.size());
    for (auto value = change.values.begin(); value != change.values.end(); ++value) {
        stream << qint32(value.key());
        write(stream, value.value());
    }
    write(stream, change.original);
}

RowChange readChange(QDataStream &stream, quint64 id)
{
    quint8 kind = 0;
    stream >> kind;
    const auto known = std::min(RowChange::Kind(kind), RowChange::Kind::Delete);
    RowChange change {.id = id, .kind = known, .key = readValues(stream)};
    quint32 count = 0;
    stream >> count;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        qint32 column = 0;
        stream >> column;
        change.values[column] = readValue(stream);
    }
    change.original = readValues(stream);
    return change;
}

void replay(const QByteArray &payload, JournalContent &content)
{
    QDataStream stream(payload);
    quint8 kind = 0;
    QString name;
    stream >> kind >> name;
    SavedChanges &table = content.tables[name];
    table.table = name;
    if (FrameKind(kind) == FrameKind::Table) {
        table.columns = readTexts(stream);
        table.address.columns = readTexts(stream);
        stream >> table.address.hidden >> table.address.integer;
        return;
    }
    quint64 id = 0;
    stream >> id;
    if (FrameKind(kind) == FrameKind::Set)
        table.changes[id] = readChange(stream, id);
    else
        table.changes.remove(id);
}

/// The payload of the frame at `at`, which moves behind it; unset when it is not whole.
std::optional<QByteArray> nextPayload(const QByteArray &bytes, qsizetype &at)
{
    constexpr qsizetype headSize = qsizetype(sizeof(quint64)) + checksumSize;
    if (bytes.size() - at < headSize)
        return std::nullopt;
    quint64 size = 0;
    QDataStream(bytes.mid(at, sizeof(quint64))) >> size;
    if (size > quint64(bytes.size() - at - headSize))
        return std::nullopt;
    const QByteArray payload = bytes.mid(at + headSize, qsizetype(size));
    if (checksum(payload) != bytes.mid(at + qsizetype(sizeof(quint64)), checksumSize))
        return std::nullopt;
    at += headSize + payload.size();
    return payload;
}

} // namespace

QByteArray journalStart(const QString &database)
{
    return magic + frame(database.toUtf8());
}

QByteArray tableFrame(const SavedChanges &table)
{
    QByteArray payload;
    QDataStream stream(&payload, QIODevice::WriteOnly);
    stream << quint8(FrameKind::Table) << table.table << table.columns << table.address.columns
           << table.address.hidden << table.address.integer;
    return frame(payload);
}

QByteArray changeFrame(const QString &table, quint64 id, const std::optional<RowChange> &after)
{
    QByteArray payload;
    QDataStream stream(&payload, QIODevice::WriteOnly);
    stream << quint8(after ? FrameKind::Set : FrameKind::Remove) << table << id;
    if (after)
        write(stream, *after);
    return frame(payload);
}

std::optional<JournalContent> readJournal(const QByteArray &bytes)
{
    if (!bytes.startsWith(magic))
        return std::nullopt;
    qsizetype at = magic.size();
    const std::optional<QByteArray> database = nextPayload(bytes, at);
    if (!database)
        return std::nullopt;
    JournalContent content {.database = QString::fromUtf8(*database)};
    while (at < bytes.size()) {
        const std::optional<QByteArray> payload = nextPayload(bytes, at);
        content.torn = !payload;
        if (!payload)
            break;
        replay(*payload, content);
    }
    return content;
}

} // namespace joinery

// SPDX-License-Identifier: MPL-2.0
// Any bytes as a journal of row changes: a value or nothing; a value written again reads the same.
// Also as frames whose checksums are right, for what a checksum keeps out.
#include "fuzz/require.h"
#include "joinery/data/journalframes.h"

#include <QCryptographicHash>
#include <QDataStream>

using namespace joinery;
using fuzz::require;

namespace {

bool sameTables(const JournalContent &a, const JournalContent &b)
{
    // By their bytes: NaN is no more equal to itself than it is elsewhere.
    const auto bytes = [](const JournalContent &content) {
        QByteArray all;
        for (const SavedChanges &table : content.tables) {
            all += tableFrame(table);
            for (const RowChange &change : table.changes)
                all += changeFrame(table.table, change.id, change);
        }
        return all;
    };
    return bytes(a) == bytes(b);
}

void survives(const QByteArray &bytes)
{
    const auto content = readJournal(bytes);
    if (!content)
        return;
    QByteArray text = journalStart(content->database);
    for (const SavedChanges &table : content->tables) {
        (void)describeChanges(table);
        text += tableFrame(table);
        for (const RowChange &change : table.changes)
            text += changeFrame(table.table, change.id, change);
    }
    const auto again = readJournal(text);
    require(again && !again->torn && again->database == content->database);
    require(sameTables(*again, *content));
}

QByteArray frame(const QByteArray &payload)
{
    QByteArray bytes;
    QDataStream(&bytes, QIODevice::WriteOnly) << quint64(payload.size());
    return bytes + QCryptographicHash::hash(payload, QCryptographicHash::Sha1).left(8) + payload;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    survives(bytes);
    QByteArray framed = journalStart(QStringLiteral("fuzz.db"));
    for (const QByteArray &payload : bytes.split('|'))
        framed += frame(payload);
    survives(framed);
    return 0;
}

// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/revisionfile.h"

#include "joinery/serialization/operationfields.h"
#include "joinery/serialization/revisionheader.h"
#include "joinery/serialization/safefile.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

void readIds(MapReader &reader, QStringView key, QStringList &ids)
{
    const YamlNode *node = reader.find(key);
    if (!node || node->kind == YamlNode::Kind::Null)
        return;
    if (node->kind == YamlNode::Kind::Text)
        ids = {node->text};
    else
        reader.optional(key, ids);
    for (const QString &id : std::as_const(ids)) {
        if (!isRevisionWord(id))
            reader.errors().report(node->place,
                u"\"%1\" holds \"%2\", which is no revision"_s.arg(key, id), revisionWordHint());
    }
}

void readId(MapReader &reader, QString &id)
{
    const YamlNode *node = reader.find(u"revision");
    reader.required(u"revision", id);
    if (node && node->kind == YamlNode::Kind::Text && !isRevisionWord(id))
        reader.errors().report(
            node->place, u"\"revision\" cannot be \"%1\""_s.arg(id), revisionWordHint());
}

void readCreated(MapReader &reader, QDateTime &created)
{
    const YamlNode *node = reader.find(u"created");
    QString text;
    reader.optional(u"created", text);
    if (!node || node->kind != YamlNode::Kind::Text)
        return;
    created = parseCreated(text);
    if (!created.isValid())
        reader.errors().report(
            node->place, u"\"created\" is no time: \"%1\""_s.arg(text), createdHint());
}

void readTransaction(MapReader &reader, TransactionMode &mode)
{
    QString word = transactionWord(mode);
    reader.word(u"transaction", word, transactionWords());
    mode = TransactionMode(std::max<qsizetype>(0, transactionWords().indexOf(word)));
}

void readDowngrade(MapReader &reader, std::optional<QList<Operation>> &downgrade)
{
    const YamlNode *node = reader.find(u"downgrade");
    if (node && node->kind == YamlNode::Kind::Text) {
        QString word;
        reader.word(u"downgrade", word, {u"auto"_s});
    } else {
        reader.optional(u"downgrade", downgrade);
    }
}

void readKeys(MapReader &reader, Revision &revision)
{
    reader.describe(u"a revision"_s);
    readId(reader, revision.id);
    if (!reader.has(u"down_revision"))
        reader.missing(u"down_revision");
    readIds(reader, u"down_revision", revision.downRevisions);
    readIds(reader, u"depends_on", revision.dependsOn);
    readIds(reader, u"branch_labels", revision.branchLabels);
    reader.optional(u"message", revision.message);
    readCreated(reader, revision.created);
    readTransaction(reader, revision.transaction);
    reader.required(u"upgrade", revision.upgrade);
    readDowngrade(reader, revision.downgrade);
}

YamlNode idsNode(const QStringList &ids)
{
    if (ids.isEmpty())
        return {};
    return ids.size() == 1 ? toNode(ids.first(), TextStyle::Word) : toNode(ids, TextStyle::Word);
}

} // namespace

QByteArray writeRevision(const Revision &revision)
{
    MapWriter writer;
    writer.add(u"joinery", verbatim(u"1"_s));
    writer.required(u"revision", revision.id);
    writer.add(u"down_revision", idsNode(revision.downRevisions));
    if (!revision.dependsOn.isEmpty())
        writer.add(u"depends_on", idsNode(revision.dependsOn));
    if (!revision.branchLabels.isEmpty())
        writer.add(u"branch_labels", idsNode(revision.branchLabels));
    writer.optional(u"message", revision.message);
    if (revision.created.isValid())
        writer.add(u"created", verbatim(createdText(revision.created)));
    if (revision.transaction != TransactionMode::Auto)
        writer.add(u"transaction", verbatim(transactionWord(revision.transaction)));
    writer.required(u"upgrade", revision.upgrade);
    if (revision.downgrade)
        writer.required(u"downgrade", *revision.downgrade);
    else
        writer.add(u"downgrade", verbatim(u"auto"_s));
    return toYaml(writer.take());
}

Result<Revision> readRevision(const QByteArray &text, const QString &fileName)
{
    Revision revision;
    const Result<> done
        = readDocument(text, fileName, [&](MapReader &reader) { readKeys(reader, revision); });
    if (!done)
        return fail(done.error());
    return revision;
}

Result<> writeRevisionFile(const QString &path, const Revision &revision)
{
    return writeFileSafely(
        path, writeRevision(revision), [&](const QByteArray &readBack) -> Result<> {
            const Result<Revision> read = readRevision(readBack, path);
            if (!read)
                return fail(read.error());
            if (*read != revision)
                return fail(ErrorCode::Failed,
                    u"revision %1 cannot be written as a file: it would not read back the same"_s
                        .arg(revision.id),
                    u"Look for text that is no valid Unicode."_s);
            return {};
        });
}

QByteArray writeOperations(const QList<Operation> &operations)
{
    return toYaml(toNode(operations, TextStyle::Word));
}

} // namespace joinery

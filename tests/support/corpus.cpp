// SPDX-License-Identifier: MPL-2.0
#include "support/corpus.h"

#include "support/testutils.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

QByteArray contents(const QString &file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

void takeFiles(QList<CorpusSchema> &schemas, const QString &root, const QString &folder,
    const QString &pattern)
{
    QDirIterator files(root + folder, {pattern}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (!file.endsWith(u".upstream.sql"_s))
            schemas.append({file.mid(root.size() + 1), QString::fromUtf8(contents(file))});
    }
}

QString joined(const QJsonArray &statements)
{
    QString script;
    for (const QJsonValue &statement : statements)
        script += statement.toString().trimmed() + u";\n"_s;
    return script;
}

void takeCases(QList<CorpusSchema> &schemas, const QString &file)
{
    for (const QByteArray &line : contents(file).split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        for (const QString &side : {u"before"_s, u"after"_s}) {
            if (object.contains(side))
                schemas.append(
                    {object[u"name"_s].toString() + u' ' + side, joined(object[side].toArray())});
        }
    }
}

} // namespace

QList<CorpusSchema> sqliteSchemas()
{
    QList<CorpusSchema> schemas;
    const QString root = corpusFolder();
    if (root.isEmpty())
        return schemas;
    takeFiles(schemas, root, u"/sqlite"_s, u"*.sql"_s);
    takeFiles(schemas, root, u"/steps/sqlite"_s, u"*.sql"_s);
    takeFiles(schemas, root, u"/data"_s, u"*sqlite*.sql"_s);
    takeCases(schemas, root + u"/alembic_cases.sqlite.jsonl"_s);
    takeCases(schemas, root + u"/cases.sqlite.jsonl"_s);
    std::sort(schemas.begin(), schemas.end(),
        [](const auto &a, const auto &b) { return a.name < b.name; });
    return schemas;
}

} // namespace joinery::testing

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

QList<CorpusChange> casesIn(const QString &file)
{
    QList<CorpusChange> cases;
    for (const QByteArray &line : contents(file).split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (!object.isEmpty())
            cases.append({object[u"name"_s].toString(), joined(object[u"before"_s].toArray()),
                joined(object[u"after"_s].toArray())});
    }
    return cases;
}

/// The rows of a table of file pairs, whose first line names its columns.
QList<CorpusChange> pairsIn(const QString &root, const QString &table)
{
    QList<CorpusChange> pairs;
    const QStringList lines = QString::fromUtf8(contents(root + table)).split(u'\n');
    const qsizetype dialect = lines.value(0).split(u'\t').indexOf(u"dialect"_s);
    for (const QString &line : lines) {
        const QStringList fields = line.split(u'\t');
        if (fields.value(dialect) != u"sqlite"_s)
            continue;
        pairs.append({fields[0] + u" -> "_s + fields[1],
            QString::fromUtf8(contents(root + u'/' + fields[0])),
            QString::fromUtf8(contents(root + u'/' + fields[1]))});
    }
    return pairs;
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
    for (const QString &file : {u"/alembic_cases.sqlite.jsonl"_s, u"/cases.sqlite.jsonl"_s}) {
        for (const CorpusChange &change : casesIn(root + file)) {
            schemas.append({change.name + u" before"_s, change.before});
            schemas.append({change.name + u" after"_s, change.after});
        }
    }
    std::sort(schemas.begin(), schemas.end(),
        [](const auto &a, const auto &b) { return a.name < b.name; });
    return schemas;
}

QList<CorpusChange> sqliteChanges()
{
    const QString root = corpusFolder();
    if (root.isEmpty())
        return {};
    return pairsIn(root, u"/PAIRS.tsv"_s) + pairsIn(root, u"/STEPS.tsv"_s)
        + casesIn(root + u"/alembic_cases.sqlite.jsonl"_s)
        + casesIn(root + u"/cases.sqlite.jsonl"_s);
}

} // namespace joinery::testing

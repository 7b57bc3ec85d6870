// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/inspector.h"
#include "joinery/dialects/sqlite/replaypolicy.h"
#include "support/compared.h"
#include "support/corpus.h"

#include <QFile>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

using Scripts = QMap<QString, QString>;

Result<MetaData> reflected(const QString &script)
{
    const auto database = ConnectionProvider().scratch(u"sqlite"_s);
    if (!database)
        return fail(database.error());
    const Result<> run = (*database)->executeScript(u"PRAGMA foreign_keys = OFF;\n"_s + script);
    if (!run)
        return fail(run.error());
    return sqlite::SqliteInspector().reflect(**database);
}

/// The first two columns of a table of file names, in the rows of SQLite.
QList<std::pair<QString, QString>> pairsIn(const QString &file)
{
    QList<std::pair<QString, QString>> pairs;
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return pairs;
    for (const QByteArray &line : source.readAll().split('\n')) {
        const QStringList cells = QString::fromUtf8(line).split(u'\t');
        if (cells[0].contains(u"sqlite/"_s))
            pairs.append({cells[0], cells[1]});
    }
    return pairs;
}

} // namespace

/// Successive schemas of real projects, compared there and back.
class TestCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothWaysAreReachedAndLeft_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        Scripts scripts;
        for (const CorpusSchema &schema : sqliteSchemas())
            scripts.insert(schema.name, schema.script);
        for (const QString &list : {u"/PAIRS.tsv"_s, u"/STEPS.tsv"_s}) {
            for (const auto &[before, after] : pairsIn(corpusFolder() + list))
                QTest::newRow(qPrintable(after)) << scripts.value(before) << scripts.value(after);
        }
        for (auto it = scripts.constBegin(); it != scripts.constEnd(); ++it) {
            if (it.key().endsWith(u" before"_s))
                QTest::newRow(qPrintable(it.key().chopped(7)))
                    << *it << scripts.value(it.key().chopped(7) + u" after"_s);
        }
        if (scripts.isEmpty())
            QTest::newRow("none") << QString() << QString();
    }

    void bothWaysAreReachedAndLeft()
    {
        if (corpusFolder().isEmpty())
            QSKIP("no corpus beside this checkout");
        QFETCH(QString, before);
        QFETCH(QString, after);
        const Result<MetaData> from = reflected(before);
        VERIFY_RESULT(from);
        const Result<MetaData> to = reflected(after);
        VERIFY_RESULT(to);
        check(*from, *to);
        check(*to, *from);
    }

private:
    void check(const MetaData &from, const MetaData &to)
    {
        const CompareOptions options {.columnOrder = true};
        const Result<Difference> found = compare(from, to, m_policy, m_replay, options);
        VERIFY_RESULT(found);
        QCOMPARE(roundTripTrouble(from, *found, m_policy, m_replay, options), QString());
        QVERIFY(found->target == to);
        QCOMPARE(
            found->isEmpty(), normalForm(from, m_policy, true) == normalForm(to, m_policy, true));
    }

    ConnectionProvider m_provider;
    sqlite::SqliteComparePolicy m_policy;
    sqlite::SqliteReplayPolicy m_replay {m_provider};
};

QTEST_GUILESS_MAIN(TestCorpus)
#include "tst_corpus.moc"

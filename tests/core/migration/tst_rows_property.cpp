// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/compare.h"
#include "joinery/dialects/sqlite/brokenobjects.h"
#include "joinery/dialects/sqlite/soundness.h"
#include "joinery/migration/autogenerate.h"
#include "joinery/migration/decisionflags.h"
#include "joinery/migration/migrator.h"
#include "joinery/migration/trial.h"
#include "joinery/operations/describe.h"
#include "joinery/operations/inverse.h"
#include "support/compared.h"
#include "support/migrationbench.h"
#include "support/mutation.h"
#include "support/randomcases.h"
#include "support/randomrows.h"
#include "support/randomschema.h"
#include "support/reached.h"
#include "support/respelled.h"
#include "support/sqlitefacts.h"
#include "support/survivors.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr int usualPairs = 120;
constexpr int rowsPerTable = 8;
constexpr int mostRounds = 3; ///< decisions that come of others are asked in a round of their own

/// The table as a downgrade gives it: under the names it had.
SurvivingTable backThere(SurvivingTable table)
{
    table.to = table.from;
    for (SurvivingColumn &column : table.columns)
        column.to = column.from;
    return table;
}

/// One pair of schemas, the first of them filled, on its way there and back.
class Pair
{
public:
    Pair(const MetaData &from, const MetaData &to, quint32 seed, bool columnOrder)
        : m_to(to)
        , m_seed(seed)
        , m_columnOrder(columnOrder)
    {
        fill(from);
    }

    /// What does not hold, in words; empty when everything does.
    QString trouble()
    {
        for (const auto step : {&Pair::prepare, &Pair::decide, &Pair::goThere, &Pair::comeBack}) {
            if (m_trouble.isEmpty() && m_refusal.isEmpty())
                (this->*step)();
        }
        return m_trouble.isEmpty()
            ? QString()
            : u"seed %1: %2\n%3\n%4"_s.arg(m_seed).arg(
                m_trouble, described(m_made.operations).join(u'\n'), m_decided.join(u'\n'));
    }

    /// Why Joinery did not do it, where it said so and changed nothing.
    QString refusal() const { return m_refusal; }
    bool isDecided() const { return !m_decided.isEmpty(); }
    QStringList reached() const
    {
        return featuresOf(m_made.plan, m_made.operations) + answersIn(m_decided);
    }

private:
    /// An error that leaves every row as it was, and says so, is a refusal.
    void refused(const QString &where, const Error &error, const QStringList &contents)
    {
        const bool clear = error.message.contains(u"nothing was changed")
            || error.code == ErrorCode::Usage || error.code == ErrorCode::Conflict;
        if (m_bench.contents() != contents)
            complain(where + u": failed and changed something"_s);
        else
            (clear ? m_refusal : m_trouble)
                = where + u": "_s + errorText(error) + u'\n' + m_decided.join(u'\n');
    }

    void complain(const QString &text)
    {
        if (m_trouble.isEmpty())
            m_trouble = text;
    }

    template <typename T> bool works(const QString &what, const Result<T> &result)
    {
        if (!result)
            complain(what + u": "_s + errorText(result.error()));
        return result.has_value();
    }

    void fill(const MetaData &from)
    {
        QStringList statements;
        QStringList triggers;
        for (const SchemaObject &object : objects(from)) {
            for (const QString &sql : m_bench.dialect().ddl().createStatements(object)) {
                const bool last = sql.startsWith(u"CREATE TRIGGER"_s);
                (last ? triggers : statements)
                    .append(respelled(sql, m_seed + quint32(statements.size())));
            }
        }
        if (qEnvironmentVariableIsSet("JOINERY_TEST_CASE")) // one pair alone: somebody looks at it
            qInfo("%s", qPrintable((statements + triggers).join(u";\n"_s)));
        works(u"synchronous"_s, m_bench.db().execute(u"PRAGMA synchronous = OFF"_s));
        if (!works(u"creating"_s, m_bench.load(statements + triggers)))
            return;
        works(u"filling"_s, m_bench.db().executeScript(u"PRAGMA foreign_keys = OFF"_s));
        fillRandomly(m_bench.db(), from, m_seed, rowsPerTable);
        works(u"filling"_s, m_bench.db().executeScript(u"PRAGMA foreign_keys = ON"_s));
    }

    void prepare()
    {
        const Result<MetaData> from = m_bench.reflect();
        if (!works(u"reflecting"_s, from))
            return;
        m_from = *from;
        m_factsBefore = sqliteFacts(m_bench.db());
        const auto goal = m_provider.scratch(u"sqlite"_s);
        if (!works(u"the goal"_s, goal)
            || !works(u"the goal"_s, createAll(**goal, m_to, m_bench.dialect())))
            return;
        m_factsWanted = sqliteFacts(**goal);
        m_unusable = sqlite::brokenTriggers(**goal, triggersOf(**goal)).value(0);
    }

    /// SQLite has triggers that it takes and cannot run, such as one on a table whose name begins
    /// with a bracket and has a foreign key of its own: such a schema is rightly refused.
    static QList<sqlite::StoredTrigger> triggersOf(Executor &db)
    {
        QList<sqlite::StoredTrigger> triggers;
        const auto rows
            = db.query(u"SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'"_s);
        for (const QList<Value> &row : rows ? rows->rows : QList<QList<Value>>())
            triggers.append({toText(row[0]), toText(row[1]), toText(row[2])});
        return triggers;
    }

    /// Takes the first flag of every decision: the same command must then go through. Decisions
    /// that come of others may be asked in a second round.
    void decide()
    {
        DecisionFlags flags;
        for (int round = 0; generate(flags) && !m_made.decisions.isEmpty(); ++round) {
            if (round == mostRounds)
                return complain(u"asked again and again: "_s + m_made.decisions.first().message);
            if (!take(m_made.decisions, flags, {}))
                return;
        }
    }

    bool take(const QList<Decision> &decisions, DecisionFlags &flags, const QString &where)
    {
        for (const Decision &decision : decisions) {
            m_decided.append(where + decision.message + u" -> "_s + decision.flags.value(0));
            if (decision.flags.isEmpty())
                m_refusal = u"no way out: "_s + m_decided.last();
            works(u"flags"_s, addFlags(flags, decision.flags.value(0)));
        }
        return m_trouble.isEmpty() && m_refusal.isEmpty();
    }

    bool generate(const DecisionFlags &flags)
    {
        const auto made = autogenerate(
            m_from, m_to, m_bench.dialect(), m_provider, &m_bench.db(), flags, m_columnOrder);
        if (!made && !m_unusable.isEmpty()) {
            m_refusal = u"%1; the schema itself: %2"_s.arg(errorText(made.error()), m_unusable);
            return false;
        }
        if (!works(u"autogenerate"_s, made))
            return false;
        m_made = *made;
        if (qEnvironmentVariableIsSet("JOINERY_TEST_CASE"))
            qInfo("%s", qPrintable(described(m_made.operations).join(u'\n')));
        return true;
    }

    void goThere()
    {
        const QList<SurvivingTable> tables = survivors(m_from, m_made.target, m_made.operations);
        QList<QStringList> rows;
        for (const SurvivingTable &table : tables) {
            rows.append(rowsBefore(m_bench.db(), table, m_made.target.tables[table.to]));
            m_original.append(
                rowsBefore(m_bench.db(), backThere(table), m_from.tables[table.from]));
        }
        const qsizetype orphans = this->orphans();
        const QStringList contents = m_bench.contents();
        if (const Result<> done = m_bench.run(m_made.plan); !done)
            return refused(u"there"_s, done.error(), contents);
        sound(u"there"_s, m_factsWanted, m_columnOrder);
        if (m_decided.isEmpty() && this->orphans() > orphans)
            complain(u"more orphans than before"_s);
        for (qsizetype i = 0; i < tables.size(); ++i)
            compareRows(u"there"_s, tables[i], rows[i]);
        nothingLeft();
    }

    /// How many rows name a parent that is not there: two keys may say the same of a row.
    qsizetype orphans()
    {
        return m_bench
            .rows(u"SELECT DISTINCT \"table\", rowid, parent FROM pragma_foreign_key_check"_s)
            .size();
    }

    void compareRows(const QString &where, const SurvivingTable &table, const QStringList &before)
    {
        const QString lost = lostRows(before, rowsAfter(m_bench.db(), table), table.rowsMayGo);
        if (!lost.isEmpty())
            complain(u"%1: rows of \"%2\": %3"_s.arg(where, table.to, lost));
    }

    void nothingLeft()
    {
        const Result<MetaData> reached = m_bench.reflect();
        if (!works(u"reflecting again"_s, reached))
            return;
        const auto rest = compare(*reached, m_made.target, m_bench.dialect().comparePolicy(),
            m_bench.dialect().replayPolicy(), {.columnOrder = m_columnOrder});
        if (works(u"second comparison"_s, rest) && !rest->isEmpty())
            complain(u"left over: "_s + described(rest->operations).join(u"; "_s));
    }

    void sound(const QString &where, const QMap<QString, QString> &wanted, bool columnOrder)
    {
        QStringList check = m_bench.rows(u"PRAGMA integrity_check"_s);
        const QStringList values = check.filter(u" value in "_s); // SQLite 3.40 may be wrong there
        check.removeIf([](const QString &line) { return line.contains(u" value in "); });
        if (!values.isEmpty())
            check += misfiled();
        const QStringList differences
            = factsDifference(sqliteFacts(m_bench.db()), wanted, columnOrder);
        if (!differences.isEmpty())
            complain(where + u": "_s + differences.join(u'\n'));
        if (check.size() > 1 || (!check.isEmpty() && check.first() != u"'ok'"))
            complain(where + u": integrity_check: "_s + check.join(u'\n'));
    }

    /// What the tables hold that their columns do not say.
    QStringList misfiled()
    {
        QStringList lines;
        const auto tables = m_bench.db().query(
            u"SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"_s);
        for (const QList<Value> &row : tables ? tables->rows : QList<QList<Value>>()) {
            const QString name = toText(row.first());
            const auto check = m_bench.db().query(
                u"PRAGMA quick_check("_s + m_bench.dialect().ddl().quote(name) + u')');
            if (!works(u"quick_check"_s, check))
                continue;
            const Result<QString> line = sqlite::firstProblem(m_bench.db(), name, *check);
            if (works(u"what quick_check says"_s, line) && !line->isEmpty())
                lines.append(*line);
        }
        return lines;
    }

    void comeBack()
    {
        const Result<QList<Operation>> undo = inverse(m_made.operations);
        if (!works(u"inverse"_s, undo))
            return;
        QList<Operation> operations = *undo;
        acceptLosses(operations);
        if (!decideBack(operations))
            return;
        const auto texts = m_bench.dialect().ddl().readTexts(m_bench.db());
        if (!works(u"reading the texts"_s, texts))
            return;
        const auto plan
            = m_bench.dialect().ddl().compile(m_made.plan.after, operations, texts->get());
        if (!works(u"compiling back"_s, plan))
            return;
        const QStringList contents = m_bench.contents();
        if (const Result<> done = m_bench.run(*plan); !done)
            return refused(u"back"_s, done.error(), contents);
        sound(u"back"_s, m_factsBefore, false);
        rowsAreBack();
    }

    /// What was dropped and is gone may stand in the way of a key: such a downgrade asks, and the
    /// revision that says the first flag of each question must run. False when it does not.
    bool decideBack(QList<Operation> &operations)
    {
        const Dialect &dialect = m_bench.dialect();
        DecisionFlags flags;
        for (int round = 0; round <= mostRounds; ++round) {
            const auto asked
                = dialect.decisions().find(m_bench.db(), m_made.plan.after, operations);
            if (!works(u"counting back"_s, asked))
                return false;
            if (asked->isEmpty())
                return true;
            if (!take(*asked, flags, u"back: "_s))
                return false;
            const Result<MetaData> after = afterwards(operations);
            if (!works(u"the way back"_s, after))
                return false;
            applyFlags(operations, flags, *after, dialect.replayPolicy());
            applyAcceptances(operations, *asked, flags, *after, dialect.replayPolicy());
            if (!afterwards(operations)) { // a downgrade written by hand would have to say it
                m_refusal = u"no flag fits: "_s + m_decided.last();
                return false;
            }
            m_decidedBack = true;
        }
        m_refusal = u"asked again and again on the way back: "_s + m_decided.last();
        return false;
    }

    Result<MetaData> afterwards(const QList<Operation> &operations) const
    {
        MetaData after = m_made.plan.after;
        const Result<> done = apply(after, operations, m_bench.dialect().replayPolicy());
        return done ? Result<MetaData>(after) : fail(done.error());
    }

    void rowsAreBack()
    {
        const QList<SurvivingTable> tables = survivors(m_from, m_made.target, m_made.operations);
        for (qsizetype i = 0; i < tables.size(); ++i) {
            const SurvivingTable table = backThere(tables[i]);
            const bool retyped = std::any_of(table.columns.begin(), table.columns.end(),
                [](const SurvivingColumn &column) { return column.retyped; });
            if (!retyped && !m_decidedBack)
                compareRows(u"back"_s, table, m_original[i]);
        }
    }

    MigrationBench m_bench;
    ConnectionProvider m_provider;
    const MetaData m_to;
    const quint32 m_seed;
    const bool m_columnOrder;
    MetaData m_from {};
    QMap<QString, QString> m_factsBefore {};
    QMap<QString, QString> m_factsWanted {};
    Autogenerated m_made {};
    QStringList m_decided {};
    QList<QStringList> m_original {};
    QString m_trouble {};
    QString m_refusal {};
    QString m_unusable {}; ///< what does not work in the schema to reach, whoever makes it
    bool m_decidedBack = false;
};

} // namespace

/// Whatever pair of schemas: the migration between them takes a filled database there and back and
/// loses nothing that nobody decided to lose.
class TestRowsProperty : public QObject
{
    Q_OBJECT

public:
    /// QtTest ends a function that takes longer than five minutes; thousands of pairs may.
    static void initMain() { qputenv("QTEST_FUNCTION_TIMEOUT", "10800000"); }

private Q_SLOTS:
    void filledDatabasesGetThereAndBack_data()
    {
        QTest::addColumn<int>("edits");
        QTest::addColumn<bool>("columnOrder");
        QTest::addColumn<int>("part"); // of four, each with a quarter of the pairs
        QTest::newRow("one edit") << 1 << false << 0;
        QTest::newRow("some edits, order counts") << 5 << true << 1;
        QTest::newRow("many edits") << 20 << false << 2;
        QTest::newRow("another schema") << -1 << false << 3;
    }

    void filledDatabasesGetThereAndBack()
    {
        QFETCH(int, edits);
        QFETCH(bool, columnOrder);
        QFETCH(int, part);
        const int wanted = pairCount(usualPairs);
        const int first = wanted * part / 4;
        int failed = 0;
        for (const quint32 seed : caseSeeds(first, wanted * (part + 1) / 4 - first)) {
            const MetaData from = randomMetaData(seed, 4);
            const MetaData to = edits < 0 ? randomMetaData(seed + 7919, 4)
                                          : mutated(from, seed, edits, m_dialect.replayPolicy());
            Pair pair(from, to, seed, columnOrder);
            const QString trouble = pair.trouble(); // what was refused is known only after it
            failed += tell(seed, trouble, pair.refusal()) ? 1 : 0;
            ++m_pairs;
            m_decided += pair.isDecided() ? 1 : 0;
            for (const QString &feature : pair.reached())
                ++m_reached[feature];
        }
        QVERIFY2(failed == 0, qPrintable(u"%1 failed"_s.arg(failed)));
    }

    void cleanupTestCase()
    {
        qInfo("JOINERY_TEST_SEED=%d: %d pairs, %d failed, %d refused, %d decided",
            qEnvironmentVariableIntValue("JOINERY_TEST_SEED"), m_pairs, m_failed, m_refused,
            m_decided);
        for (auto it = m_reached.cbegin(); it != m_reached.cend(); ++it)
            qInfo("%6d %s", it.value(), qPrintable(it.key()));
        QVERIFY2(m_refused <= m_pairs / 250 + 1, "too many refusals");
        // A few pairs of another seed may lack what is not in every tenth.
        const bool isUsual = !qEnvironmentVariableIsSet("JOINERY_TEST_SEED");
        if (m_pairs < (isUsual ? usualPairs : 1000))
            return;
        for (const QString &feature : featuresToReach(m_pairs))
            QVERIFY2(m_reached.contains(feature), qPrintable(u"no pair has: "_s + feature));
    }

private:
    /// Prints what became of a pair that did not get through, and how to see that pair alone.
    bool tell(quint32 seed, const QString &trouble, const QString &refusal)
    {
        const QString again
            = u"JOINERY_TEST_CASE=%1 core.migration.tst_rows_property 'filledDatabasesGetThereAndBack:%2'"_s
                  .arg(seed)
                  .arg(QString::fromLatin1(QTest::currentDataTag()));
        m_failed += trouble.isEmpty() ? 0 : 1;
        m_refused += refusal.isEmpty() ? 0 : 1;
        if (!trouble.isEmpty())
            qWarning("FAILED %s\n%s", qPrintable(again), qPrintable(trouble));
        if (!refusal.isEmpty())
            qInfo("refused %s\n%s", qPrintable(again), qPrintable(refusal));
        return !trouble.isEmpty();
    }

private:
    ConnectionProvider m_provider;
    sqlite::SqliteDialect m_dialect {m_provider};
    int m_pairs = 0;
    int m_failed = 0;
    int m_refused = 0;
    int m_decided = 0;
    QMap<QString, int> m_reached {}; ///< how many pairs have a feature
};

QTEST_GUILESS_MAIN(TestRowsProperty)
#include "tst_rows_property.moc"

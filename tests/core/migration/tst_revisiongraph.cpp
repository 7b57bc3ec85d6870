// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/revisiongraph.h"
#include "support/testutils.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

QStringList strings(const QJsonValue &value)
{
    if (value.isString())
        return value == u"base"_s ? QStringList() : QStringList {value.toString()};
    return value.toVariant().toStringList();
}

/// QJsonObject sorts its keys, but the order in which revisions are given decides ties.
QStringList keysAsWritten(const QJsonObject &object, const QByteArray &text, qsizetype from)
{
    QMap<qsizetype, QString> keys;
    for (auto it = object.begin(); it != object.end(); ++it)
        keys.insert(text.indexOf('"' + it.key().toUtf8() + "\": {", from), it.key());
    return keys.values();
}

QList<RevisionNode> nodes(const QJsonObject &graph, const QStringList &order)
{
    QList<RevisionNode> result;
    for (const QString &id : order) {
        const QJsonObject node = graph[id].toObject();
        result.append({.id = id,
            .downRevisions = strings(node[u"down"_s]),
            .dependsOn = strings(node[u"depends_on"_s]),
            .branchLabels = strings(node[u"labels"_s])});
    }
    return result;
}

QStringList recordedSteps(const QJsonObject &recorded)
{
    QStringList steps;
    for (const QJsonValue &step : recorded[u"steps"_s].toArray())
        steps.append(step[u"rev"_s].toString());
    return steps;
}

Result<QStringList> walk(const RevisionGraph &graph, const QJsonObject &recorded)
{
    const QStringList current = strings(recorded[u"current"_s]);
    const QJsonValue target = recorded[u"target"_s];
    if (target.isArray())
        return graph.pathTo(current, strings(target));
    const QString text = target.isNull() ? u"base"_s : target.toString();
    return recorded[u"op"_s] == u"upgrade"_s ? graph.upgradePath(current, text)
                                             : graph.downgradePath(current, text);
}

RevisionGraph graphOf(const QList<RevisionNode> &nodes)
{
    const auto graph = RevisionGraph::build(nodes);
    if (!graph)
        qFatal("%s", qPrintable(testing::errorText(graph.error())));
    return *graph;
}

RevisionGraph line()
{
    return graphOf({{u"aaaa00000001"_s, {}}, {u"bbbb00000002"_s, {u"aaaa00000001"_s}},
        {u"cccc00000003"_s, {u"bbbb00000002"_s}}});
}

/// a - b1 (label left) - c1
///   \ b2 (label right) - c2, and m merges c1 and c2 when asked for
RevisionGraph branches(bool merged = false)
{
    QList<RevisionNode> nodes {{u"a"_s}, {u"b1"_s, {u"a"_s}, {}, {u"left"_s}}, {u"c1"_s, {u"b1"_s}},
        {u"b2"_s, {u"a"_s}, {}, {u"right"_s}}, {u"c2"_s, {u"b2"_s}}};
    if (merged)
        nodes.append({u"m"_s, {u"c1"_s, u"c2"_s}});
    return graphOf(nodes);
}

} // namespace

class TestRevisionGraph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void walksAsAlembicDoes_data()
    {
        QTest::addColumn<QJsonObject>("recorded");
        QTest::addColumn<QStringList>("order");

        QFile file(testing::corpusFolder() + u"/revision_graph_cases.json"_s);
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("no folder of shared cases beside this checkout");
        const QByteArray text = file.readAll();
        qsizetype at = 0;
        for (const QJsonValue &value : QJsonDocument::fromJson(text).array()) {
            const QJsonObject recorded = value.toObject();
            at = text.indexOf("\"graph\": {", at) + 1;
            const QString test = recorded[u"test"_s].toString().section(u"::"_s, 1);
            QTest::addRow("%s, %s %s", qPrintable(test), qPrintable(recorded[u"op"_s].toString()),
                qPrintable(strings(recorded[u"target"_s]).join(u' ')))
                << recorded << keysAsWritten(recorded[u"graph"_s].toObject(), text, at);
        }
    }
    void walksAsAlembicDoes()
    {
        QFETCH(QJsonObject, recorded);
        QFETCH(QStringList, order);

        const auto graph = RevisionGraph::build(nodes(recorded[u"graph"_s].toObject(), order));
        VERIFY_RESULT(graph);
        const auto path = walk(*graph, recorded);
        if (recorded.contains(u"error"_s)) {
            QVERIFY(!path);
            QCOMPARE(u"CommandError: "_s + path.error().message, recorded[u"error"_s].toString());
        } else {
            VERIFY_RESULT(path);
            QCOMPARE(*path, recordedSteps(recorded));
        }
    }

    void badGraphsAreRefused_data()
    {
        QTest::addColumn<QList<RevisionNode>>("nodes");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("message");
        using Nodes = QList<RevisionNode>;

        QTest::newRow("doubled revision")
            << Nodes {{u"a"_s}, {u"b"_s, {u"a"_s}}, {u"a"_s}} << ErrorCode::Conflict
            << u"revision 'a' is there twice"_s;
        QTest::newRow("self loop") << Nodes {{u"a"_s, {u"a"_s}}} << ErrorCode::Conflict
                                   << u"revision 'a' follows from itself"_s;
        QTest::newRow("self loop by its own label")
            << Nodes {{u"a"_s, {}, {u"me"_s}, {u"me"_s}}} << ErrorCode::Conflict
            << u"revision 'a' follows from itself"_s;
        QTest::newRow("cycle of three with a tail and a head") << Nodes {{u"x"_s},
            {u"a"_s, {u"c"_s, u"x"_s}}, {u"b"_s, {u"a"_s}}, {u"c"_s, {u"b"_s}},
            {u"y"_s, {u"c"_s}}} << ErrorCode::Conflict << u"follow from each other in a circle"_s;
        QTest::newRow("cycle through a dependency")
            << Nodes {{u"a"_s, {}, {u"b"_s}}, {u"b"_s, {u"a"_s}}} << ErrorCode::Conflict
            << u"follow from each other in a circle"_s;
        QTest::newRow("missing down revision")
            << Nodes {{u"a"_s}, {u"b"_s, {u"nope"_s}}} << ErrorCode::NotFound
            << u"revision 'b' follows from 'nope', which is not there"_s;
        QTest::newRow("missing dependency")
            << Nodes {{u"a"_s}, {u"b"_s, {u"a"_s}, {u"nope"_s}}} << ErrorCode::NotFound
            << u"revision 'b' follows from 'nope', which is not there"_s;
        QTest::newRow("label used twice")
            << Nodes {{u"a"_s, {}, {}, {u"x"_s}}, {u"b"_s, {}, {}, {u"x"_s}}} << ErrorCode::Conflict
            << u"Branch name 'x' in revision b already used by revision a"_s;
        QTest::newRow("label that is a revision")
            << Nodes {{u"a"_s, {}, {}, {u"b"_s}}, {u"b"_s}} << ErrorCode::Conflict
            << u"Branch name 'b' in revision a already used by revision b"_s;
        QTest::newRow("label that is a word of targets")
            << Nodes {{u"a"_s, {}, {}, {u"head"_s}}} << ErrorCode::Parse
            << u"'head' cannot be a branch label"_s;
        QTest::newRow("revision that reads as relative")
            << Nodes {{u"a+1"_s}} << ErrorCode::Parse << u"'a+1' cannot be a revision identifier"_s;
    }
    void badGraphsAreRefused()
    {
        QFETCH(QList<RevisionNode>, nodes);
        QFETCH(ErrorCode, code);
        QFETCH(QString, message);

        const auto graph = RevisionGraph::build(nodes);
        QVERIFY(!graph);
        QCOMPARE(graph.error().code, code);
        QVERIFY2(graph.error().message.contains(message), qPrintable(graph.error().message));
        QVERIFY(!graph.error().hint.isEmpty());
    }

    void aCircleIsNamedWithoutWhatHangsOnIt()
    {
        const auto graph = RevisionGraph::build({{u"x"_s}, {u"a"_s, {u"c"_s, u"x"_s}},
            {u"b"_s, {u"a"_s}}, {u"c"_s, {u"b"_s}}, {u"y"_s, {u"c"_s}}});
        QVERIFY(!graph);
        QStringList named;
        for (const QString &id : {u"x"_s, u"a"_s, u"b"_s, u"c"_s, u"y"_s}) {
            if (graph.error().message.contains(u"'%1'"_s.arg(id)))
                named.append(id);
        }
        QCOMPARE(named, (QStringList {u"a"_s, u"b"_s, u"c"_s}));
    }

    void anEmptyGraphHasNothingToDo()
    {
        const RevisionGraph graph = graphOf({});
        QVERIFY(graph.isEmpty());
        QCOMPARE(graph.heads(), QStringList());
        for (const QString &target : {u"head"_s, u"heads"_s, u"base"_s, u"current"_s}) {
            VERIFY_RESULT(graph.upgradePath({}, target));
            QCOMPARE(*graph.upgradePath({}, target), QStringList());
        }
    }

    void theShapeIsTold()
    {
        const RevisionGraph graph = branches();
        QCOMPARE(graph.heads(), (QStringList {u"c1"_s, u"c2"_s}));
        QCOMPARE(graph.bases(), QStringList {u"a"_s});
        QCOMPARE(graph.children(u"a"_s), (QStringList {u"b1"_s, u"b2"_s}));
        QCOMPARE(graph.labels(u"c1"_s), QStringList {u"left"_s});
        QCOMPARE(graph.labels(u"a"_s), QStringList());
        QCOMPARE(graph.ancestors({u"c1"_s}), (QSet<QString> {u"a"_s, u"b1"_s, u"c1"_s}));
        QCOMPARE(
            graph.headsOf({u"a"_s, u"b1"_s, u"b2"_s, u"c2"_s}), (QStringList {u"b1"_s, u"c2"_s}));
    }

    void orderFollowsTheGraphThenTheFiles()
    {
        const RevisionGraph graph = graphOf(
            {{u"c"_s, {u"b"_s}}, {u"z"_s}, {u"b"_s, {u"a"_s}}, {u"a"_s}, {u"d"_s, {}, {u"c"_s}}});
        QCOMPARE(graph.ordered(), (QStringList {u"z"_s, u"a"_s, u"b"_s, u"c"_s, u"d"_s}));
    }

    void aDependencyMayBeNamedByItsLabel()
    {
        const RevisionGraph graph
            = graphOf({{u"lib"_s, {}, {}, {u"library"_s}}, {u"app"_s, {}, {u"library"_s}}});
        QCOMPARE(graph.ancestors({u"app"_s}), (QSet<QString> {u"app"_s, u"lib"_s}));
        QCOMPARE(graph.headsOf({u"app"_s, u"lib"_s}), QStringList {u"app"_s});
        QCOMPARE(graph.heads(), (QStringList {u"app"_s, u"lib"_s}));
        QCOMPARE(graph.resolvedHeads(), QStringList {u"app"_s});
    }

    void targetsResolve_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QStringList>("revisions");

        QTest::newRow("id") << u"bbbb00000002"_s << QStringList {u"bbbb00000002"_s};
        QTest::newRow("prefix of four") << u"bbbb"_s << QStringList {u"bbbb00000002"_s};
        QTest::newRow("head") << u"head"_s << QStringList {u"cccc00000003"_s};
        QTest::newRow("heads") << u"heads"_s << QStringList {u"cccc00000003"_s};
        QTest::newRow("base") << u"base"_s << QStringList {};
        QTest::newRow("current") << u"current"_s << QStringList {u"bbbb00000002"_s};
        QTest::newRow("+1") << u"+1"_s << QStringList {u"cccc00000003"_s};
        QTest::newRow("-1") << u"-1"_s << QStringList {u"aaaa00000001"_s};
        QTest::newRow("-2 is base") << u"-2"_s << QStringList {};
        QTest::newRow("prefix and steps") << u"aaaa+2"_s << QStringList {u"cccc00000003"_s};
        QTest::newRow("head-1") << u"head-1"_s << QStringList {u"bbbb00000002"_s};
        QTest::newRow("base+1") << u"base+1"_s << QStringList {u"aaaa00000001"_s};
        QTest::newRow("current+1") << u"current+1"_s << QStringList {u"cccc00000003"_s};
        QTest::newRow("rev@head") << u"aaaa@head"_s << QStringList {u"cccc00000003"_s};
    }
    void targetsResolve()
    {
        QFETCH(QString, target);
        QFETCH(QStringList, revisions);

        const auto resolved = line().resolve(target, {u"bbbb00000002"_s});
        VERIFY_RESULT(resolved);
        QCOMPARE(*resolved, revisions);
    }

    void targetsThatMeanNothingAreRefused_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("message");

        const QString many = u"Multiple head revisions are present for given argument '%1'; please "
                             "specify a specific target revision, '<branchname>@%1' to narrow to a "
                             "specific head, or 'heads' for all heads"_s;
        QTest::newRow("unknown") << u"zzz"_s << ErrorCode::NotFound
                                 << u"Can't locate revision identified by 'zzz'"_s;
        QTest::newRow("empty") << QString() << ErrorCode::NotFound
                               << u"Can't locate revision identified by ''"_s;
        QTest::newRow("SQL") << u"'; DROP TABLE t; --"_s << ErrorCode::NotFound
                             << u"Can't locate revision identified by ''; DROP TABLE t; --'"_s;
        QTest::newRow("prefix of three")
            << u"ab1"_s << ErrorCode::NotFound << u"Can't locate revision identified by 'ab1'"_s;
        QTest::newRow("prefix of two revisions")
            << u"ab12"_s << ErrorCode::Conflict
            << u"Multiple revisions start with 'ab12': 'ab1200000001', 'ab1200000002'"_s;
        QTest::newRow("a prefix is no pattern")
            << u"ab1."_s << ErrorCode::NotFound << u"Can't locate revision identified by 'ab1.'"_s;
        QTest::newRow("several heads") << u"head"_s << ErrorCode::Conflict << many.arg(u"head"_s);
        QTest::newRow("several heads on a branch")
            << u"root@head"_s << ErrorCode::Conflict << many.arg(u"root@head"_s);
        QTest::newRow("no such branch")
            << u"nope@head"_s << ErrorCode::NotFound << u"No such branch: 'nope'"_s;
        QTest::newRow("not on that branch")
            << u"left@ab1200000002"_s << ErrorCode::NotFound
            << u"Revision ab1200000002 is not a member of branch 'left'"_s;
        QTest::newRow("beyond the head") << u"+1"_s << ErrorCode::NotFound
                                         << u"Relative revision +1 didn't produce 1 migrations"_s;
        QTest::newRow("below base") << u"-3"_s << ErrorCode::NotFound
                                    << u"Relative revision -3 didn't produce 3 migrations"_s;
        QTest::newRow("no step") << u"+0"_s << ErrorCode::NotFound
                                 << u"Relative revision +0 didn't produce 0 migrations"_s;
        QTest::newRow("more steps than numbers go")
            << u"-99999999999999999999"_s << ErrorCode::NotFound
            << u"Relative revision -99999999999999999999 didn't produce 99999999999999999999 "
               "migrations"_s;
        QTest::newRow("+1 at a fork") << u"base+2"_s << ErrorCode::Conflict << u"Ambiguous walk"_s;
    }
    void targetsThatMeanNothingAreRefused()
    {
        QFETCH(QString, target);
        QFETCH(ErrorCode, code);
        QFETCH(QString, message);

        const RevisionGraph graph = graphOf({{u"a"_s, {}, {}, {u"root"_s}},
            {u"ab1200000001"_s, {u"a"_s}, {}, {u"left"_s}}, {u"ab1200000002"_s, {u"a"_s}}});
        const auto resolved = graph.resolve(target, {u"ab1200000001"_s});
        QVERIFY(!resolved);
        QCOMPARE(resolved.error().code, code);
        QVERIFY2(
            resolved.error().message.startsWith(message), qPrintable(resolved.error().message));
        QVERIFY(!resolved.error().hint.isEmpty());
    }

    void aLabelChoosesAmongHeads()
    {
        const RevisionGraph graph = branches();
        QCOMPARE(graph.resolve(u"left@head"_s, {}), QStringList {u"c1"_s});
        QCOMPARE(graph.resolve(u"right"_s, {}), QStringList {u"b2"_s});
        QCOMPARE(graph.upgradePath({u"c1"_s}, u"right@head"_s), (QStringList {u"b2"_s, u"c2"_s}));
        QCOMPARE(
            graph.downgradePath({u"c1"_s, u"c2"_s}, u"left@a"_s), (QStringList {u"c1"_s, u"b1"_s}));
        QCOMPARE(graph.downgradePath({u"c1"_s, u"c2"_s}, u"right@-1"_s), QStringList {u"c2"_s});
    }

    void aStepBackOnABranchThatIsNotAppliedTakesNothing()
    {
        const auto path = branches().downgradePath({u"c1"_s}, u"right@-1"_s);
        QVERIFY(!path);
        QCOMPARE(path.error().message, u"Relative revision -1 didn't produce 1 migrations"_s);
        QCOMPARE(branches().upgradePath({u"c1"_s}, u"right@+1"_s), QStringList {u"b2"_s});
    }

    void oneStepBackFromAMergeIsAmbiguous()
    {
        const auto path = branches(true).downgradePath({u"m"_s}, u"-1"_s);
        QVERIFY(!path);
        QCOMPARE(path.error().code, ErrorCode::Conflict);
        QCOMPARE(
            path.error().message, u"Ambiguous walk: from m there are several ways, to c1, c2"_s);
    }

    void aDownRevisionOfAMergeLeavesTheOtherSide()
    {
        QCOMPARE(branches(true).downgradePath({u"m"_s}, u"c1"_s), QStringList {u"m"_s});
        QCOMPARE(branches(true).downgradePath({u"m"_s}, u"b1"_s), (QStringList {u"m"_s, u"c1"_s}));
    }

    void everythingIsTakenBackToBase()
    {
        QCOMPARE(branches(true).downgradePath({u"m"_s}, u"base"_s),
            (QStringList {u"m"_s, u"c1"_s, u"b1"_s, u"c2"_s, u"b2"_s, u"a"_s}));
        QCOMPARE(branches(true).upgradePath({}, u"head"_s),
            (QStringList {u"a"_s, u"b2"_s, u"c2"_s, u"b1"_s, u"c1"_s, u"m"_s}));
    }

    void anAppliedTargetNeedsNothing()
    {
        QCOMPARE(line().upgradePath({u"cccc00000003"_s}, u"head"_s), QStringList());
        QCOMPARE(line().upgradePath({u"cccc00000003"_s}, u"aaaa"_s), QStringList());
        QCOMPARE(line().downgradePath({u"aaaa00000001"_s}, u"aaaa"_s), QStringList());
    }

    void anAppliedRevisionThatIsNotThereIsNamed()
    {
        for (const auto &path : {line().upgradePath({u"gone"_s}, u"head"_s),
                 line().downgradePath({u"gone"_s}, u"base"_s)}) {
            QVERIFY(!path);
            QCOMPARE(path.error().code, ErrorCode::NotFound);
            QCOMPARE(path.error().message, u"Can't locate revision identified by 'gone'"_s);
        }
    }

    void aLongLineIsWalkedInLinearTime()
    {
        constexpr int count = 100'000;
        QList<RevisionNode> nodes {{u"r0"_s}};
        for (int i = 1; i < count; ++i)
            nodes.append({u"r%1"_s.arg(i), {u"r%1"_s.arg(i - 1)}});
        QElapsedTimer timer;
        timer.start();
        const RevisionGraph graph = graphOf(nodes);
        const auto up = graph.upgradePath({}, u"head"_s);
        const auto down = graph.downgradePath({nodes.last().id}, u"base"_s);
        const auto far = graph.resolve(u"head-99999"_s, {});
        VERIFY_RESULT(up);
        VERIFY_RESULT(down);
        QCOMPARE(up->size(), count);
        QCOMPARE(up->first(), u"r0"_s);
        QCOMPARE(up->last(), nodes.last().id);
        QCOMPARE(*down, QStringList(up->rbegin(), up->rend()));
        QCOMPARE(far, QStringList {u"r0"_s});
        QVERIFY2(timer.elapsed() < 20'000, "quadratic would take minutes");
    }

    void manyMergedBranchesAreWalked()
    {
        QList<RevisionNode> nodes {{u"base0"_s}};
        for (int i = 0; i < 300; ++i) {
            nodes.append({u"l%1"_s.arg(i), {nodes.last().id}});
            nodes.append({u"r%1"_s.arg(i), {nodes[nodes.size() - 2].id}});
            nodes.append({u"m%1"_s.arg(i), {u"l%1"_s.arg(i), u"r%1"_s.arg(i)}});
        }
        const auto path = graphOf(nodes).upgradePath({}, u"head"_s);
        VERIFY_RESULT(path);
        QCOMPARE(path->size(), nodes.size());
        for (const RevisionNode &node : nodes) {
            for (const QString &down : node.downRevisions)
                QVERIFY(path->indexOf(down) < path->indexOf(node.id));
        }
    }
};

QTEST_GUILESS_MAIN(TestRevisionGraph)
#include "tst_revisiongraph.moc"

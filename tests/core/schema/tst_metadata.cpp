// SPDX-License-Identifier: MPL-2.0
#include "joinery/schema/metadata.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

class TestMetaData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void insertReplacesAnObjectOfTheSameName()
    {
        MetaData metaData;
        insert(metaData, Table {.name = u"post"_s});
        insert(metaData, Table {.name = u"post"_s, .comment = u"new"_s});
        QCOMPARE(metaData.tables.size(), 1);
        QCOMPARE(metaData.tables[u"post"_s].comment, u"new"_s);
    }

    void objectsAreOrderedByKindThenName()
    {
        MetaData metaData;
        insert(metaData, View {.name = u"a"_s});
        insert(metaData, Table {.name = u"c"_s});
        insert(metaData, Table {.name = u"b"_s});
        QStringList names;
        for (const SchemaObject &object : objects(metaData))
            names.append(nameOf(object));
        QCOMPARE(names, (QStringList {u"b"_s, u"c"_s, u"a"_s}));
    }
};

QTEST_GUILESS_MAIN(TestMetaData)
#include "tst_metadata.moc"

// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/revisionfile.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

class TestFileNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesBecomeFileNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        QTest::newRow("plain") << u"post"_s << u"post.yaml"_s;
        QTest::newRow("case is kept") << u"Post"_s << u"Post.yaml"_s;
        QTest::newRow("Unicode is kept") << u"Größe 日本 😀"_s << u"Größe 日本 😀.yaml"_s;
        QTest::newRow("path separators") << u"a/b\\c"_s << u"a%2Fb%5Cc.yaml"_s;
        QTest::newRow("parent folder") << u"../x"_s << u"%2E.%2Fx.yaml"_s;
        QTest::newRow("what Windows refuses") << u":*?\"<>|"_s << u"%3A%2A%3F%22%3C%3E%7C.yaml"_s;
        QTest::newRow("the escape itself") << u"50%2F"_s << u"50%252F.yaml"_s;
        QTest::newRow("control characters") << u"a\n\tb\u007f"_s << u"a%0A%09b%7F.yaml"_s;
        QTest::newRow("hidden") << u".hidden"_s << u"%2Ehidden.yaml"_s;
        QTest::newRow("only a dot") << u"."_s << u"%2E.yaml"_s;
        QTest::newRow("a dot at the end") << u"a."_s << u"a%2E.yaml"_s;
        QTest::newRow("a dot inside") << u"a.b"_s << u"a.b.yaml"_s;
        QTest::newRow("spaces around") << u" a "_s << u"%20a%20.yaml"_s;
        QTest::newRow("a device") << u"CON"_s << u"%43ON.yaml"_s;
        QTest::newRow("a device with a suffix") << u"nul.x"_s << u"%6Eul.x.yaml"_s;
        QTest::newRow("a numbered device") << u"com1"_s << u"%63om1.yaml"_s;
        QTest::newRow("a device of another number") << u"Lpt²"_s << u"%4Cpt².yaml"_s;
        QTest::newRow("no device") << u"console"_s << u"console.yaml"_s;
        QTest::newRow("no device either") << u"comb"_s << u"comb.yaml"_s;
        QTest::newRow("empty") << QString() << u"%.yaml"_s;
    }

    void namesBecomeFileNames()
    {
        QFETCH(QString, name);
        QFETCH(QString, file);
        QCOMPARE(modelFileName(Table {.name = name}), file);
    }

    void namesThatDifferByCaseGetDistinctFiles()
    {
        QSet<QString> taken;
        QStringList files;
        for (const char *name : {"POST", "Post", "post", "post~1", "other"}) {
            files.append(modelFileName(Table {.name = QString::fromLatin1(name)}, taken));
            taken.insert(files.last().toLower());
        }
        QCOMPARE(files,
            (QStringList {u"POST.yaml"_s, u"Post~1.yaml"_s, u"post~2.yaml"_s, u"post~1~1.yaml"_s,
                u"other.yaml"_s}));
    }

    void longNamesAreCutAndStayDistinct()
    {
        for (const QString &filling : {u"a"_s, u"ä"_s, u"日"_s, u"😀"_s, u"/"_s}) {
            const QString start = filling.repeated(300);
            const QString first = modelFileName(Table {.name = start + u'1'});
            const QString second = modelFileName(Table {.name = start + u'2'});
            QVERIFY(first != second);
            QVERIFY(first.toUtf8().size() <= 200);
            QVERIFY(first.isValidUtf16());
            QVERIFY(!first.contains(QChar::ReplacementCharacter));
            QCOMPARE(first, modelFileName(Table {.name = start + u'1'}));
        }
    }

    void aCutDoesNotSplitAnEscape()
    {
        for (qsizetype length = 170; length < 185; ++length) {
            const QString name = QString(length, u'a') + u"///////"_s;
            const QString cut = modelFileName(Table {.name = name}).section(u'~', 0, 0);
            QCOMPARE(cut.count(u'%') * 2, cut.size() - cut.count(u'a') - cut.count(u'%'));
        }
    }

    void revisionsAreNamedByTimeIdAndMessage_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("slug");
        QTest::newRow("words") << u"headline instead of title"_s << u"_headline_instead_of_title"_s;
        QTest::newRow("none") << QString() << QString();
        QTest::newRow("nothing usable") << u"日本 !!"_s << QString();
        QTest::newRow("case and punctuation")
            << u"Add `slug`, drop (teaser)!"_s << u"_add_slug_drop_teaser"_s;
        QTest::newRow("accents") << u"Café Ångström"_s << u"_cafe_angstrom"_s;
        QTest::newRow("path") << u"../../etc/passwd"_s << u"_etc_passwd"_s;
        QTest::newRow("long") << u"a message that is a good deal longer than forty characters"_s
                              << u"_a_message_that_is_a_good_deal_longer_tha"_s;
        QTest::newRow("cut after a word") << u"0123456789012345678901234567890123456 8 and more"_s
                                          << u"_0123456789012345678901234567890123456_8"_s;
    }

    void revisionsAreNamedByTimeIdAndMessage()
    {
        QFETCH(QString, message);
        QFETCH(QString, slug);
        const Revision revision {.id = u"3f2a9c1b7d10"_s,
            .message = message,
            .created = QDateTime(QDate(2026, 11, 22), QTime(12, 12, 33), Qt::OffsetFromUTC, 7200)};
        QCOMPARE(revisionFileStem(revision), u"20261122T101233_3f2a9c1b7d10"_s + slug);
    }

    void aRevisionWithoutTimeIsNamedToo()
    {
        QCOMPARE(revisionFileStem({.id = u"a1"_s}), u"00000000T000000_a1"_s);
    }

    void theHashIsThatOfTheLines()
    {
        // The first is the published value of SHA-256 for "abc".
        QCOMPARE(revisionHash("abc"),
            u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
        QCOMPARE(revisionHash("a\r\nb\rc\n"), revisionHash("a\nb\nc\n"));
        QVERIFY(revisionHash("a\n") != revisionHash("a"));
    }
};

QTEST_GUILESS_MAIN(TestFileNames)
#include "tst_filenames.moc"

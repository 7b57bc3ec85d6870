// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/scriptdirectory.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace joinery;
using namespace Qt::StringLiterals;

static void put(const QTemporaryDir &folder, const QString &name, const QByteArray &text)
{
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

static QByteArray revisionText(const QByteArray &id, const QByteArray &down)
{
    return "joinery: 1\nrevision: " + id + "\ndown_revision: " + down
        + "\nmessage: m\ncreated: 2026-01-02T03:04:05Z\nupgrade: []\ndowngrade: auto\n";
}

class TestScriptDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMissingFolderIsEmpty()
    {
        const auto scripts = ScriptDirectory::load(u"/nowhere/at/all"_s);
        VERIFY_RESULT(scripts);
        QVERIFY(scripts->isEmpty());
    }

    void companionsAndOtherFilesAreNoRevisions()
    {
        const QTemporaryDir folder;
        put(folder, u"20260102T030405_aaaaaaaaaaaa_first.yaml"_s,
            revisionText("aaaaaaaaaaaa", "null"));
        put(folder, u"20260102T030405_aaaaaaaaaaaa_first.sqlite.sql"_s, "-- companion\n");
        put(folder, u"README.md"_s, "words\n");
        const auto scripts = ScriptDirectory::load(folder.path());
        VERIFY_RESULT(scripts);
        QCOMPARE(scripts->files().size(), 1);
        QCOMPARE(scripts->files().first().revision, u"aaaaaaaaaaaa"_s);
        QVERIFY(scripts->file(u"aaaaaaaaaaaa"_s));
        QVERIFY(!scripts->file(u"bbbbbbbbbbbb"_s));
    }

    void aDoubledRevisionNamesBothFiles()
    {
        const QTemporaryDir folder;
        put(folder, u"20260102T030405_aaaaaaaaaaaa_one.yaml"_s,
            revisionText("aaaaaaaaaaaa", "null"));
        put(folder, u"20260102T030406_aaaaaaaaaaaa_two.yaml"_s,
            revisionText("aaaaaaaaaaaa", "null"));
        const auto scripts = ScriptDirectory::load(folder.path());
        QVERIFY(!scripts);
        QCOMPARE(scripts.error().code, ErrorCode::Conflict);
        QVERIFY(scripts.error().message.contains(u"_one.yaml"_s));
        QVERIFY(scripts.error().message.contains(u"_two.yaml"_s));
    }

    void aNameThatIsNoRevisionsIsRefused()
    {
        const QTemporaryDir folder;
        put(folder, u"notes.yaml"_s, "a: b\n");
        const auto scripts = ScriptDirectory::load(folder.path());
        QVERIFY(!scripts);
        QCOMPARE(scripts.error().code, ErrorCode::Parse);
        QVERIFY(scripts.error().message.contains(u"notes.yaml"_s));
    }

    void fileAndNameMustAgree()
    {
        const QTemporaryDir folder;
        put(folder, u"20260102T030405_aaaaaaaaaaaa_one.yaml"_s,
            revisionText("bbbbbbbbbbbb", "null"));
        const auto scripts = ScriptDirectory::load(folder.path());
        VERIFY_RESULT(scripts);
        const auto revisions = scripts->revisions();
        QVERIFY(!revisions);
        QCOMPARE(revisions.error().code, ErrorCode::Conflict);
    }

    void lineEndsDoNotChangeTheHash()
    {
        const QTemporaryDir folder;
        const QByteArray text = revisionText("aaaaaaaaaaaa", "null");
        put(folder, u"20260102T030405_aaaaaaaaaaaa_one.yaml"_s, text);
        const QTemporaryDir other;
        put(other, u"20260102T030405_aaaaaaaaaaaa_one.yaml"_s,
            QByteArray(text).replace("\n", "\r\n"));
        const auto a = ScriptDirectory::load(folder.path());
        const auto b = ScriptDirectory::load(other.path());
        VERIFY_RESULT(a);
        VERIFY_RESULT(b);
        QCOMPARE(a->files().first().hash, b->files().first().hash);
    }

    void companionStandsBesideItsRevision()
    {
        QCOMPARE(companionPath(u"/x/20260102T030405_aaaaaaaaaaaa_one.yaml"_s, u"sqlite"_s),
            u"/x/20260102T030405_aaaaaaaaaaaa_one.sqlite.sql"_s);
    }
};

QTEST_GUILESS_MAIN(TestScriptDirectory)
#include "tst_scriptdirectory.moc"

// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/projectfile.h"
#include "joinery/serialization/revisionfile.h"
#include "joinery/serialization/safefile.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#endif

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

#ifdef Q_OS_LINUX
/// The superuser may write everything: while this lives, the test is somebody else.
class OrdinaryUser
{
public:
    explicit OrdinaryUser(const QString &folder)
    {
        constexpr uid_t nobody = 65534;
        const bool done = !m_wasSuperuser
            || (::chown(QFile::encodeName(folder).constData(), nobody, gid_t(-1)) == 0
                && ::setresuid(nobody, nobody, 0) == 0);
        if (!done)
            qFatal("cannot become an ordinary user");
    }
    ~OrdinaryUser()
    {
        if (m_wasSuperuser && ::setresuid(0, 0, 0) != 0)
            qFatal("cannot become the superuser again");
    }
    OrdinaryUser(const OrdinaryUser &) = delete;
    OrdinaryUser &operator=(const OrdinaryUser &) = delete;

private:
    bool m_wasSuperuser = ::geteuid() == 0;
};
#endif

} // namespace

class TestSafeFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void aNewFileHoldsTheText()
    {
        VERIFY_RESULT(writeFileSafely(path(u"a.yaml"_s), "one\r\ntwo\n"));
        QCOMPARE(contents(u"a.yaml"_s), QByteArray("one\r\ntwo\n"));
        QCOMPARE(files(), QStringList {u"a.yaml"_s});
    }

    void aNewFileHasTheUsualPermissions()
    {
        QFile usual(path(u"usual"_s));
        QVERIFY(usual.open(QIODevice::WriteOnly));
        VERIFY_RESULT(writeFileSafely(path(u"a.yaml"_s), "text"));
        QCOMPARE(QFile::permissions(path(u"a.yaml"_s)), usual.permissions());
    }

    void anOldFileIsReplacedAndKeepsItsPermissions()
    {
        put(u"a.yaml"_s, "old and longer");
        const auto permissions = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser
            | QFile::WriteUser | QFile::ExeOwner | QFile::ExeUser | QFile::ReadOther;
        QVERIFY(QFile::setPermissions(path(u"a.yaml"_s), permissions));
        VERIFY_RESULT(writeFileSafely(path(u"a.yaml"_s), "new"));
        QCOMPARE(contents(u"a.yaml"_s), QByteArray("new"));
        QCOMPARE(QFile::permissions(path(u"a.yaml"_s)), permissions);
        QCOMPARE(files(), QStringList {u"a.yaml"_s});
    }

    void aRelativePathIsRelativeToTheCurrentFolder()
    {
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_folder->path()));
        const Result<> written = writeFileSafely(u"a.yaml"_s, "text");
        QVERIFY(QDir::setCurrent(before));
        VERIFY_RESULT(written);
        QCOMPARE(contents(u"a.yaml"_s), QByteArray("text"));
    }

    void aCheckThatFailsLeavesTheOldFile()
    {
        put(u"a.yaml"_s, "old");
        const Result<> written
            = writeFileSafely(path(u"a.yaml"_s), "new", [](const QByteArray &readBack) -> Result<> {
                  return fail(ErrorCode::Failed, u"read "_s + QString::fromUtf8(readBack));
              });
        QVERIFY(!written);
        QCOMPARE(written.error().message, u"read new"_s);
        QCOMPARE(contents(u"a.yaml"_s), QByteArray("old"));
        QCOMPARE(files(), QStringList {u"a.yaml"_s});
    }

    void aMissingFolderIsNamed()
    {
        const Result<> written = writeFileSafely(path(u"no/a.yaml"_s), "text");
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Io);
        QCOMPARE(written.error().message,
            u"cannot write \"%1\": there is no folder \"%2\""_s.arg(
                path(u"no/a.yaml"_s), path(u"no"_s)));
        QCOMPARE(written.error().hint, u"Create the folder first."_s);
    }

    void aFolderIsNotReplaced()
    {
        QVERIFY(QDir(m_folder->path()).mkdir(u"a.yaml"_s));
        const Result<> written = writeFileSafely(path(u"a.yaml"_s), "text");
        QVERIFY(!written);
        QCOMPARE(written.error().message,
            u"cannot write \"%1\": it is a folder"_s.arg(path(u"a.yaml"_s)));
    }

    void readingNamesWhatIsWrong()
    {
        const Result<QByteArray> absent = readFile(path(u"a.yaml"_s));
        QVERIFY(!absent);
        QCOMPARE(absent.error().code, ErrorCode::NotFound);
        QCOMPARE(absent.error().message, u"there is no file \"%1\""_s.arg(path(u"a.yaml"_s)));
        const Result<QByteArray> folder = readFile(m_folder->path());
        QVERIFY(!folder);
        QCOMPARE(
            folder.error().message, u"cannot read \"%1\": it is a folder"_s.arg(m_folder->path()));
    }

#ifdef Q_OS_LINUX
    void aLinkIsFollowed()
    {
        put(u"real.yaml"_s, "old");
        QVERIFY(QFile::link(path(u"real.yaml"_s), path(u"link.yaml"_s)));
        VERIFY_RESULT(writeFileSafely(path(u"link.yaml"_s), "new"));
        QCOMPARE(contents(u"real.yaml"_s), QByteArray("new"));
        QVERIFY(QFileInfo(path(u"link.yaml"_s)).isSymLink());
    }

    void aFullDiskLeavesTheOldFile()
    {
        put(u"a.yaml"_s, "old");
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small {1000, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const Result<> written = writeFileSafely(path(u"a.yaml"_s), QByteArray(100000, 'x'));
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Io);
        QCOMPARE(written.error().message,
            u"cannot write \"%1\": File too large"_s.arg(path(u"a.yaml"_s)));
        QCOMPARE(contents(u"a.yaml"_s), QByteArray("old"));
        QCOMPARE(files(), QStringList {u"a.yaml"_s});
    }

    void aProtectedFileIsNotReplaced()
    {
        const OrdinaryUser user(m_folder->path());
        put(u"a.yaml"_s, "old");
        QVERIFY(QFile::setPermissions(path(u"a.yaml"_s), QFile::ReadOwner));
        const Result<> written = writeFileSafely(path(u"a.yaml"_s), "new");
        QVERIFY(!written);
        QCOMPARE(written.error().message,
            u"cannot write \"%1\": the file is write-protected"_s.arg(path(u"a.yaml"_s)));
        QCOMPARE(contents(u"a.yaml"_s), QByteArray("old"));
    }

    void aProtectedFolderIsNamed()
    {
        const OrdinaryUser user(m_folder->path());
        QVERIFY(QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::ExeOwner));
        const Result<> written = writeFileSafely(path(u"a.yaml"_s), "new");
        QVERIFY(QFile::setPermissions(
            m_folder->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(!written);
        QCOMPARE(written.error().message,
            u"cannot write \"%1\": Permission denied"_s.arg(path(u"a.yaml"_s)));
    }
#endif

    void modelsRevisionsAndProjectsAreReadBack()
    {
        const SchemaObject post = Table {.name = u"post"_s};
        const Revision revision {.id = u"a1"_s};
        const ProjectFile project {.project = u"shop"_s};
        VERIFY_RESULT(writeModelFile(path(u"post.yaml"_s), post));
        VERIFY_RESULT(writeRevisionFile(path(u"a1.yaml"_s), revision));
        VERIFY_RESULT(writeProjectFile(path(u"joinery.yaml"_s), project));
        QVERIFY(*readModel(contents(u"post.yaml"_s), u"x"_s) == post);
        QVERIFY(*readRevision(contents(u"a1.yaml"_s), u"x"_s) == revision);
        QVERIFY(*readProjectFile(contents(u"joinery.yaml"_s), u"x"_s) == project);
    }

    void whatYamlCannotHoldIsNotWritten()
    {
        const QString half(QChar(0xD83D));
        const Result<> model
            = writeModelFile(path(u"a.yaml"_s), Table {.name = u"t"_s, .comment = half});
        QVERIFY(!model);
        QCOMPARE(model.error().message,
            u"table \"t\" cannot be written as a model file: it would not read back the same"_s);
        QVERIFY(!writeRevisionFile(path(u"a.yaml"_s), Revision {.id = u"a1"_s, .message = half}));
        QVERIFY(!writeProjectFile(path(u"a.yaml"_s), ProjectFile {.project = half}));
        const Result<> noId = writeRevisionFile(path(u"a.yaml"_s), Revision {});
        QVERIFY(!noId);
        QVERIFY2(noId.error().message.contains(u"\"revision\" cannot be \"\""_s),
            qPrintable(noId.error().message));
        QCOMPARE(files(), QStringList());
    }

private:
    QString path(const QString &name) const
    {
        return m_folder->filePath(name);
    }

    QByteArray contents(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(cannot be read)");
    }

    void put(const QString &name, const QByteArray &text)
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }

    /// All that is in the folder, hidden files too.
    QStringList files() const
    {
        return QDir(m_folder->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestSafeFile)
#include "tst_safefile.moc"

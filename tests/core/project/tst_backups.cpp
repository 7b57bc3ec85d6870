// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/project/backups.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

/// Another migrator is quicker: its backup gets the name while the first copies are being made.
class HurriedProvider : public DatabaseProvider
{
public:
    explicit HurriedProvider(int times)
        : m_times(times)
    { }

    Result<std::unique_ptr<Executor>> open(
        const Url &url, const OpenOptions &options) const override
    {
        return m_real.open(url, options);
    }
    Result<std::unique_ptr<Executor>> scratch(const QString &dialect) const override
    {
        return m_real.scratch(dialect);
    }
    Result<> copyToFile(Executor &source, const QString &file,
        const std::function<bool(qint64, qint64)> &progress) const override
    {
        if (m_times-- <= 0)
            return m_real.copyToFile(source, file, progress);
        return m_real.copyToFile(source, file, [&](qint64, qint64) {
            QFile other(file);
            return other.open(QIODevice::WriteOnly) && other.write("theirs") == 6;
        });
    }
    Result<> copyInto(Executor &source, Executor &target) const override
    {
        return m_real.copyInto(source, target);
    }

private:
    const ConnectionProvider m_real {};
    mutable int m_times;
};

} // namespace

class TestBackups : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aNameThatIsTakenIsLeftAlone();
    void aNameThatIsTakenMeanwhileIsLeftAlone();
    void anotherConflictIsTold();

private:
    ProjectContext context(const DatabaseProvider &provider) const;
    QStringList files() const;

    std::optional<QTemporaryDir> m_folder;
    const ConnectionProvider m_provider {};
    const DialectRegistry m_registry {m_provider};
    std::unique_ptr<Executor> m_live {};
};

void TestBackups::init()
{
    m_folder.emplace();
    const auto project = createProject(m_folder->filePath(u"shop"_s), {});
    VERIFY_RESULT(project);
    auto live = joinery::connect(context(m_provider), Access::Create);
    VERIFY_RESULT(live);
    m_live = *std::move(live);
    VERIFY_RESULT(m_live->executeScript(u"CREATE TABLE t (a); INSERT INTO t VALUES (1)"_s));
}

ProjectContext TestBackups::context(const DatabaseProvider &provider) const
{
    const auto project = findProject(m_folder->filePath(u"shop"_s));
    return project ? makeContext(*project, {}, provider, m_registry).value_or(ProjectContext {})
                   : ProjectContext {};
}

QStringList TestBackups::files() const
{
    return QDir(m_folder->filePath(u"shop/backups"_s)).entryList(QDir::Files, QDir::Name);
}

void TestBackups::aNameThatIsTakenIsLeftAlone()
{
    QVERIFY(QDir().mkpath(m_folder->filePath(u"shop/backups"_s)));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (int ms = 0; ms < 3000; ++ms) {
        QFile taken(m_folder->filePath(u"shop/backups/shop-%1-aaaaaaaaaaaa.db"_s.arg(
            now.addMSecs(ms).toString(u"yyyyMMdd'T'HHmmsszzz"_s))));
        QVERIFY(taken.open(QIODevice::WriteOnly));
    }
    const QStringList before = files();
    const auto path = takeBackup(context(m_provider), *m_live, u"aaaaaaaaaaaa"_s);
    VERIFY_RESULT(path);
    QVERIFY(!before.contains(QFileInfo(*path).fileName()));
    QVERIFY(QFileInfo(*path).size() > 0);
}

void TestBackups::aNameThatIsTakenMeanwhileIsLeftAlone()
{
    const HurriedProvider hurried(2);
    const auto path = takeBackup(context(hurried), *m_live, u"aaaaaaaaaaaa"_s);
    VERIFY_RESULT(path);
    const auto copy = m_provider.open({.dialect = u"sqlite"_s, .database = *path});
    VERIFY_RESULT(copy);
    QCOMPARE(toText((*copy)->query(u"SELECT a FROM t"_s)->scalar()), u"1"_s);
    QCOMPARE(files().size(), 3);
    for (const QString &file : files()) {
        const QFileInfo info(m_folder->filePath(u"shop/backups/"_s + file));
        QVERIFY(info.size() == 6 || info.absoluteFilePath() == QFileInfo(*path).absoluteFilePath());
    }
}

void TestBackups::anotherConflictIsTold()
{
    VERIFY_RESULT(m_live->executeScript(u"BEGIN; INSERT INTO t VALUES (2)"_s));
    const auto path = takeBackup(context(m_provider), *m_live, u"aaaaaaaaaaaa"_s);
    QVERIFY(!path);
    QCOMPARE(path.error().code, ErrorCode::Conflict);
    QVERIFY(files().isEmpty());
}

QTEST_GUILESS_MAIN(TestBackups)
#include "tst_backups.moc"

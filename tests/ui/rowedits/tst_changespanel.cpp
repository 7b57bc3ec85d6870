// SPDX-License-Identifier: MPL-2.0
#include "support/otherprocess.h"
#include "ui/rowedits/changespanel.h"
#include "ui/rowedits/rowchangesmodel.h"
#include "ui/shell/pagetabs.h"
#include "ui/widgets/banner.h"
#include "ui/workspace/roweditsstore.h"
#include "uisupport/windowfixture.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

const QString sql = u"CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born INT);"
                    "INSERT INTO artist VALUES (1, 'Ada', NULL), (2, 'Bob', 1950)"_s;

QAbstractButton *button(const QWidget *in, const QString &text)
{
    for (QAbstractButton *each : in->findChildren<QAbstractButton *>()) {
        if (QString(each->text()).remove(u'&') == text && each->isVisibleTo(in))
            return each;
    }
    return nullptr;
}

void click(const QWidget *in, const QString &text)
{
    QTRY_VERIFY2(button(in, text), qPrintable(text));
    QVERIFY2(button(in, text)->isEnabled(), qPrintable(text));
    button(in, text)->click();
}

} // namespace

class TestChangesPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        m_file = m_fixture->makeFile(u"shop.db"_s, sql);
        open();
    }
    void cleanup() { m_fixture.reset(); }

    void buttonsAreEnabledWhenNeeded()
    {
        QVERIFY(!button(panel(), u"Commit"_s)->isEnabled());
        QVERIFY(!button(panel(), u"Discard"_s)->isEnabled());
        rename(1, u"Ada L."_s, u"Ada"_s);
        QVERIFY(button(panel(), u"Commit"_s)->isEnabled());
        QVERIFY(button(panel(), u"Discard"_s)->isEnabled());
        QVERIFY(!button(panel(), u"Revert selection"_s)->isEnabled());
        panel()->view().setCurrentIndex(firstLine());
        click(panel(), u"Revert selection"_s);
        QVERIFY(store().isEmpty());
        QVERIFY(!button(panel(), u"Commit"_s)->isEnabled());
    }

    void theSqlIsShownCopiedAndOpened()
    {
        rename(1, u"Ada L."_s, u"Ada"_s);
        const QString expected
            = u"BEGIN IMMEDIATE;\nPRAGMA defer_foreign_keys = ON;\n"
              "UPDATE \"artist\" SET \"name\" = 'Ada L.' WHERE \"id\" = 1 AND \"name\" IS 'Ada';\n"
              "COMMIT;\n"_s;
        QTRY_COMPARE(panel()->sql(), expected);
        click(panel(), u"Copy SQL"_s);
        QCOMPARE(QApplication::clipboard()->text(), expected);
        QSignalSpy opened(&m_fixture->workbench().navigator(), &Navigator::showSql);
        click(panel(), u"Open in editor"_s);
        QCOMPARE(opened.first().at(1).toString(), expected);
    }

    void committingWritesAndEmptiesThePanel()
    {
        rename(1, u"Ada L."_s, u"Ada"_s);
        QVERIFY(edits().insertRow({{1, u"Cy"_s}}));
        click(panel(), u"Commit"_s);
        QTRY_VERIFY(store().isEmpty());
        QCOMPARE(WindowFixture::query(m_file, u"SELECT name FROM artist"_s), u"Ada L.\nBob\nCy"_s);
        QVERIFY(!button(panel(), u"Commit"_s)->isEnabled());
    }

    void aConflictShowsAllThreeAndIsResolved()
    {
        rename(1, u"mine"_s, u"Ada"_s);
        OtherProcess other(m_file);
        QCOMPARE(other.run(u"UPDATE artist SET name = 'theirs' WHERE id = 1"_s), QString());
        click(panel(), u"Commit"_s);
        QTRY_VERIFY(button(panel(), u"Keep mine"_s));
        QCOMPARE(panel()->view().currentIndex(), firstLine());
        QCOMPARE(failureText(),
            u"\"name\" of the row of \"artist\" was changed since it was read\n"
            "As I read it: Ada\nTheirs now: theirs\nMine: mine"_s);
        click(panel(), u"Keep mine"_s);
        QVERIFY(!button(panel(), u"Keep mine"_s));
        click(panel(), u"Commit"_s);
        QTRY_COMPARE(
            WindowFixture::query(m_file, u"SELECT name FROM artist WHERE id = 1"_s), u"mine"_s);
    }

    void aViolationIsShownAtItsRow()
    {
        rename(2, u"good"_s, u"Bob"_s);
        QVERIFY(edits().setValue({qint64(1)}, 1, Value {}, {qint64(1), u"Ada"_s, Value {}}));
        click(panel(), u"Commit"_s);
        QTRY_COMPARE(failureText(), u"NOT NULL constraint failed: artist.name"_s);
        QCOMPARE(panel()->model().lineAt(panel()->view().currentIndex())->column, 1);
        QCOMPARE(store().count(), 2);
        QVERIFY(!dock()->isHidden());
        QVERIFY(edits().setValue({qint64(1)}, 1, u"x"_s, {}));
        QVERIFY(failureText().isEmpty());
    }

    void whatWasLeftIsOfferedInABanner()
    {
        rename(1, u"x"_s, u"Ada"_s);
        restartWithoutClosing();
        QTRY_VERIFY(banner());
        QVERIFY(banner()->text().startsWith(u"Unsaved changes of shop.db were found: 1, "_s));
        click(banner(), u"Restore"_s);
        QCOMPARE(store().count(), 1);
        QTRY_VERIFY(!banner());
        QVERIFY(!dock()->isHidden());
        restartWithoutClosing();
        QTRY_VERIFY(banner());
        click(banner(), u"Discard"_s);
        QVERIFY(banner() && store().orphanCount() == 1); // asks first
        click(banner(), u"Discard for good"_s);
        QTRY_VERIFY(!banner());
        QVERIFY(store().isEmpty());
        QCOMPARE(store().orphanCount(), 0);
    }

    void closingAsksWhatBecomesOfChanges_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("kept");
        QTest::newRow("commit") << u"Commit"_s << true << u"x"_s << 0;
        QTest::newRow("keep") << u"Keep for next time"_s << true << u"Ada"_s << 1;
        QTest::newRow("discard") << u"Discard"_s << true << u"Ada"_s << 0;
        QTest::newRow("cancel") << u"Cancel"_s << false << u"Ada"_s << 0;
    }
    void closingAsksWhatBecomesOfChanges()
    {
        QFETCH(QString, answer);
        QFETCH(bool, closes);
        QFETCH(int, kept);
        rename(1, u"x"_s, u"Ada"_s);
        m_fixture->window().close();
        QVERIFY(m_fixture->window().isVisible());
        const auto *box = m_fixture->window().findChild<QMessageBox *>(u"closequestion"_s);
        QVERIFY(box);
        QCOMPARE(box->informativeText(), u"shop.db: artist (changes: 1)"_s);
        click(box, answer);
        if (closes)
            QTRY_VERIFY(!m_fixture->window().isVisible());
        QCOMPARE(m_fixture->window().isVisible(), !closes);
        QCOMPARE(store().count(), answer == u"Cancel" ? 1 : kept);
        QTEST(WindowFixture::query(m_file, u"SELECT name FROM artist WHERE id = 1"_s), "name");
    }

    void closingADatabaseAsksToo()
    {
        rename(1, u"x"_s, u"Ada"_s);
        Q_EMIT m_fixture->workbench().navigator().close(m_database);
        click(m_fixture->window().findChild<QMessageBox *>(u"closequestion"_s), u"Commit"_s);
        QTRY_VERIFY(m_fixture->workbench().databases().isEmpty());
        QCOMPARE(WindowFixture::query(m_file, u"SELECT name FROM artist WHERE id = 1"_s), u"x"_s);
    }

private:
    void open() { m_database = m_fixture->open(m_file); }
    /// As after a crash: nobody was asked.
    void restartWithoutClosing()
    {
        m_fixture->workbench().close(m_database);
        open();
    }
    QDockWidget *dock() const
    {
        return m_fixture->window().findChild<QDockWidget *>(u"rowedits"_s);
    }
    ChangesPanel *panel() const { return m_fixture->window().findChild<ChangesPanel *>(); }
    Banner *banner() const { return m_fixture->window().findChild<Banner *>(u"restore"_s); }
    RowEditsStore &store() const { return m_database->rowEdits(); }
    RowEdits &edits() const { return *store().edits(u"artist"_s); }
    QModelIndex firstLine() const
    {
        return panel()->model().index(0, 0, panel()->model().index(0, 0));
    }
    QString failureText() const
    {
        const auto *failure = panel()->findChild<Banner *>(u"failure"_s);
        return failure->isVisibleTo(panel()) ? failure->text() : QString();
    }
    void rename(qint64 id, const QString &name, const QString &was)
    {
        Q_EMIT m_fixture->workbench().navigator().showRowEdits(m_database);
        QVERIFY(edits().setValue({id}, 1, name, {id, was, Value {}}));
    }

    std::unique_ptr<WindowFixture> m_fixture {};
    QString m_file {};
    OpenDatabase *m_database = nullptr;
};

int main(int argc, char **argv)
{
    if (const std::optional<int> status = otherProcessMain(argc, argv))
        return *status;
    QApplication app(argc, argv);
    TestChangesPanel test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_changespanel.moc"

// SPDX-License-Identifier: MPL-2.0
#include "ui/statementlog/statementlogmodel.h"
#include "ui/statementlog/statementlogpanel.h"
#include "ui/widgets/codeview.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace joinery;

namespace {

LoggedStatement statement(const QString &sql, const QString &error = {})
{
    return {.source = StatementSource::Person,
        .database = u"shop.db"_s,
        .sql = sql,
        .milliseconds = 12,
        .rows = 3,
        .error = error};
}

} // namespace

class TestStatementLogPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theModelFollowsTheLog()
    {
        StatementLog log;
        for (int i = 1; i <= StatementLog::maxEntries - 2; ++i)
            log.append(statement(u"SELECT %1"_s.arg(i)));
        StatementLogModel model(log);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), StatementLog::maxEntries - 2);
        for (int i = StatementLog::maxEntries - 1; i <= StatementLog::maxEntries + 3; ++i)
            log.append(statement(u"SELECT %1"_s.arg(i)));
        QVERIFY(model.rowCount() <= StatementLog::maxEntries);
        QCOMPARE(model.rowCount(), log.entries().size());
        const int last = model.rowCount() - 1;
        QCOMPARE(model.index(last, StatementLogModel::Sql).data().toString(), u"SELECT 10003"_s);
        QCOMPARE(model.index(last, StatementLogModel::Source).data().toString(), u"You"_s);
        QCOMPARE(model.index(last, StatementLogModel::Rows).data().toString(), u"3"_s);
        log.clear();
        QCOMPARE(model.rowCount(), 0);
        log.append(statement(u"SELECT 1"_s));
        QCOMPARE(model.rowCount(), 1);
    }

    void theChosenStatementIsShownWholeAndCopied()
    {
        const QTemporaryDir folder;
        Workbench workbench(folder.filePath(u"workbench.ini"_s));
        StatementLogPanel panel(workbench);
        panel.show();
        const QString longSql = u"SELECT '"_s + QString(1000, u'x') + u"'"_s;
        workbench.log().append(statement(longSql));
        workbench.log().append(statement(u"DELETE FROM t"_s, u"no such table: t"_s));
        auto *view = panel.findChild<QTableView *>();
        auto *code = panel.findChild<CodeView *>();
        view->setCurrentIndex(view->model()->index(0, 0));
        QCOMPARE(code->text(), longSql);
        for (QToolButton *button : panel.findChildren<QToolButton *>()) {
            if (button->text() == u"Copy")
                button->click();
        }
        QCOMPARE(QGuiApplication::clipboard()->text(), longSql);
        view->setCurrentIndex(view->model()->index(1, 0));
        QVERIFY(code->text().contains(u"-- no such table: t"));
    }

    void theFilterLooksIntoEveryColumn()
    {
        const QTemporaryDir folder;
        Workbench workbench(folder.filePath(u"workbench.ini"_s));
        StatementLogPanel panel(workbench);
        workbench.log().append(statement(u"SELECT 1"_s));
        workbench.log().append(statement(u"DELETE FROM t"_s, u"no such table: t"_s));
        auto *view = panel.findChild<QTableView *>();
        QLineEdit *filter = panel.findChildren<QLineEdit *>().first();
        filter->setText(u"NO SUCH"_s);
        QCOMPARE(view->model()->rowCount(), 1);
        filter->setText(u"select"_s);
        QCOMPARE(view->model()->rowCount(), 1);
        filter->clear();
        QCOMPARE(view->model()->rowCount(), 2);
    }
};

QTEST_MAIN(TestStatementLogPanel)
#include "tst_statementlogpanel.moc"

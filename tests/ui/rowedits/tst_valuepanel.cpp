// SPDX-License-Identifier: MPL-2.0
#include "ui/rowedits/valuepanel.h"
#include "ui/rowedits/valuetext.h"
#include "ui/workspace/workbench.h"

#include <QBuffer>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace joinery;

namespace {

QAbstractButton *button(const QWidget &in, const QString &text)
{
    for (QAbstractButton *each : in.findChildren<QAbstractButton *>()) {
        if (each->text() == text)
            return each;
    }
    qFatal("no button %s", qPrintable(text));
}

} // namespace

class TestValuePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_workbench = std::make_unique<Workbench>(m_folder->filePath(u"settings.ini"_s));
        m_panel = std::make_unique<ValuePanel>(*m_workbench);
        m_panel->resize(400, 300);
        m_panel->QWidget::show();
        m_written.clear();
    }
    void cleanup()
    {
        m_panel.reset();
        m_workbench.reset();
    }

    void aTextIsEditedAndStaged()
    {
        showCell(u"one\ntwo"_s);
        QCOMPARE(m_panel->text().toPlainText(), u"one\ntwo"_s);
        QVERIFY(!button(*m_panel, u"Apply"_s)->isEnabled());
        m_panel->text().setFocus();
        QTest::keyClicks(&m_panel->text(), u"x"_s);
        QVERIFY(button(*m_panel, u"Apply"_s)->isEnabled());
        QTest::keyClick(&m_panel->text(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_written, (QList<Value> {u"xone\ntwo"_s}));
        QVERIFY(!button(*m_panel, u"Apply"_s)->isEnabled());
    }

    void nullIsNoEmptyText()
    {
        showCell(Value {});
        QCOMPARE(m_panel->text().placeholderText(), u"NULL"_s);
        QVERIFY(!button(*m_panel, u"Set NULL"_s)->isEnabled());
        m_panel->text().setPlainText(u"x"_s);
        m_panel->text().setPlainText(QString());
        m_panel->text().document()->setModified(true);
        m_panel->apply();
        QCOMPARE(m_written, (QList<Value> {u""_s}));
        QVERIFY(m_panel->text().placeholderText().isEmpty());
        button(*m_panel, u"Set NULL"_s)->click();
        QCOMPARE(m_written.last(), Value {});
    }

    void textsBecomeWhatTheColumnHolds()
    {
        ShownCell cell = makeCell(qint64(5));
        cell.parse = [](const QString &text) { return Value(text.toLongLong()); };
        m_workbench->currentCell().show(this, cell);
        m_panel->text().setPlainText(u"42"_s);
        m_panel->text().document()->setModified(true);
        m_panel->apply();
        QCOMPARE(m_written, (QList<Value> {qint64(42)}));
    }

    void whatWasTypedSurvivesTheSameCellAgain()
    {
        showCell(u"old"_s);
        m_panel->text().setFocus();
        QTest::keyClicks(&m_panel->text(), u"new "_s);
        showCell(u"old"_s);
        QCOMPARE(m_panel->text().toPlainText(), u"new old"_s);
        showCell(u"changed elsewhere"_s);
        QCOMPARE(m_panel->text().toPlainText(), u"changed elsewhere"_s);
    }

    void whatCannotBeEditedSaysWhy()
    {
        ShownCell cell = makeCell(u"x"_s);
        cell.whyNot = u"The column is computed."_s;
        m_workbench->currentCell().show(this, cell);
        QVERIFY(m_panel->text().isReadOnly());
        for (const QString &text : {u"Apply"_s, u"Set NULL"_s, u"Load…"_s})
            QVERIFY(!button(*m_panel, text)->isEnabled());
        QVERIFY(button(*m_panel, u"Save…"_s)->isEnabled());
        m_panel->setNull();
        QVERIFY(m_written.isEmpty());
    }

    void blobsShowTheirBytes()
    {
        showCell(QByteArray("\0Hello\xff, world of bytes", 24));
        QCOMPARE(m_panel->view(), ValuePanel::View::Bytes);
        QCOMPARE(m_panel->bytes().toPlainText(),
            u"00000000  00 48 65 6c 6c 6f ff 2c 20 77 6f 72 6c 64 20 6f  ·Hello·, world o\n"
            "00000010  66 20 62 79 74 65 73 00                          f bytes·"_s);
        QVERIFY(!button(*m_panel, u"Apply"_s)->isEnabled());
        showCell(u"text"_s);
        QCOMPARE(m_panel->view(), ValuePanel::View::Text);
        QVERIFY(hexDump(QByteArray(100, 'x'), 32).endsWith(u"… and 68 more"_s));
    }

    void jsonIsLaidOutAndKept_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("pretty");
        QTest::newRow("an object")
            << u"{\"a\":1.0,\"b\":[1,2,{}],\"a\":\"x, {y}\\\"\"}"_s
            << u"{\n  \"a\": 1.0,\n  \"b\": [\n    1,\n    2,\n    {}\n  ],\n"
               "  \"a\": \"x, {y}\\\"\"\n}"_s;
        QTest::newRow("an empty list") << u" [ ] "_s << u"[]"_s;
        QTest::newRow("something else") << u"{a: 1}"_s << u"This is no JSON."_s;
    }
    void jsonIsLaidOutAndKept()
    {
        QFETCH(QString, text);
        showCell(text);
        m_panel->setView(ValuePanel::View::Json);
        QTEST(m_panel->json().toPlainText(), "pretty");
        QCOMPARE(m_panel->text().toPlainText(), text);
    }

    void picturesAreShown()
    {
        QByteArray png;
        QBuffer buffer(&png);
        QVERIFY(QImage(30, 20, QImage::Format_RGB32).save(&buffer, "PNG"));
        QSignalSpy shown(m_panel.get(), &ValuePanel::pictureShown);
        showCell(png);
        m_panel->setView(ValuePanel::View::Picture);
        QTRY_COMPARE(shown.size(), 1);
        QVERIFY(shown.takeFirst().first().toBool());
        showCell(QByteArray("no picture"));
        QTRY_COMPARE(shown.size(), 1);
        QVERIFY(!shown.first().first().toBool());
    }

    void blobsGoToFilesAndBack()
    {
        const QByteArray bytes("\0\xff\n\r\x80", 5);
        const QString file = m_folder->filePath(u"blob.bin"_s);
        showCell(bytes);
        m_panel->save(file);
        showCell(Value {});
        m_panel->load(file);
        QCOMPARE(m_written, QList<Value> {bytes});
        QSignalSpy complaints(&m_workbench->navigator(), &Navigator::complain);
        m_panel->load(m_folder->filePath(u"none"_s));
        m_panel->save(m_folder->filePath(u"none/none"_s));
        QCOMPARE(complaints.size(), 2);
        QCOMPARE(m_written.size(), 1);
    }

    void withoutACellItSaysWhatToDo()
    {
        showCell(u"x"_s);
        QVERIFY(m_panel->text().isVisible());
        m_workbench->currentCell().clear(m_panel.get()); // another one's
        QVERIFY(m_panel->text().isVisible());
        m_workbench->currentCell().clear(this);
        QVERIFY(!m_panel->text().isVisible());
    }

private:
    ShownCell makeCell(const Value &value)
    {
        return {.title = u"album.title, row 7"_s,
            .value = value,
            .write = [this](const Value &written) { m_written.append(written); }};
    }
    void showCell(const Value &value) { m_workbench->currentCell().show(this, makeCell(value)); }

    std::unique_ptr<QTemporaryDir> m_folder {};
    std::unique_ptr<Workbench> m_workbench {};
    std::unique_ptr<ValuePanel> m_panel {};
    QList<Value> m_written {};
};

QTEST_MAIN(TestValuePanel)
#include "tst_valuepanel.moc"

// SPDX-License-Identifier: MPL-2.0
// What every page has to fulfil, in both themes, at the scale the process was started with (ctest
// runs it at 100 % and 200 %), and in a language 40 % longer.
#include "ui/history/revisionsmodel.h"
#include "ui/widgets/theme.h"
#include "uisupport/pagestates.h"
#include "uisupport/pseudolocale.h"
#include "uisupport/rendercheck.h"

#include <QBoxLayout>
#include <QLabel>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestPages : public QObject
{
    Q_OBJECT

    static void addStates()
    {
        QTest::addColumn<int>("state");
        const QList<PageState> states = pageStates();
        for (int i = 0; i < int(states.size()); ++i)
            QTest::newRow(qPrintable(states[i].name)) << i;
    }

private Q_SLOTS:
    void theChecksFindWhatIsWrong()
    {
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        auto *cut = new QLabel(u"a text that is much longer than the place it has"_s);
        cut->setFixedWidth(40);
        auto *faint = new QLabel(u"hardly there"_s);
        faint->setStyleSheet(u"color: #bbbbbb; background: #ffffff"_s);
        auto *nameless = new QToolButton;
        for (QWidget *widget : std::initializer_list<QWidget *> {cut, faint, nameless})
            layout->addWidget(widget);
        window.show();
        settle();
        QCOMPARE(clippedTexts(window).size(), 1);
        QCOMPARE(faintTexts(window).size(), 1);
        QCOMPARE(namelessControls(window).size(), 1);
        QCOMPARE(PseudoLocale::lengthened(u"&Open %1 file"_s).size(), 19);
    }

    void theHistoryHasARevisionThatIsNotApplied()
    {
        WindowFixture fixture;
        const QList<PageState> states = pageStates();
        const auto history = std::find_if(states.begin(), states.end(),
            [](const PageState &state) { return state.name == u"history"; });
        QVERIFY(history != states.end());
        history->make(fixture);
        const auto *revisions = fixture.window().findChild<RevisionsModel *>();
        QVERIFY(revisions);
        QTRY_COMPARE(revisions->rowCount(), 4);
        QStringList standing;
        for (int row = 0; row < 4; ++row)
            standing.append(revisions->index(row, RevisionsModel::State).data().toString());
        QCOMPARE(standing.first(3), QStringList({u"Not applied"_s, u"Current"_s, u"Recorded"_s}));
    }

    void everyTextIsReadable_data() { addStates(); }
    void everyTextIsReadable()
    {
        QFETCH(int, state);
        WindowFixture fixture;
        pageStates()[state].make(fixture);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            Theme::instance().apply(mode);
            settle();
            const QStringList faint = faintTexts(fixture.window());
            QVERIFY2(faint.isEmpty(),
                qPrintable(
                    (mode == ThemeMode::Dark ? u"dark:\n"_s : u"light:\n"_s) + faint.join(u'\n')));
        }
    }

    void nothingIsClipped_data() { addStates(); }
    void nothingIsClipped()
    {
        QFETCH(int, state);
        WindowFixture fixture;
        pageStates()[state].make(fixture);
        settle();
        const QStringList clipped = clippedTexts(fixture.window());
        QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(u'\n')));
    }

    void nothingIsClippedInALongerLanguage_data() { addStates(); }
    void nothingIsClippedInALongerLanguage()
    {
        QFETCH(int, state);
        PseudoLocale longer;
        QCoreApplication::installTranslator(&longer);
        const auto back = qScopeGuard([&longer] { QCoreApplication::removeTranslator(&longer); });
        WindowFixture fixture;
        pageStates()[state].make(fixture);
        settle();
        const QStringList clipped = clippedTexts(fixture.window());
        QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(u'\n')));
    }

    void everyControlHasAName_data() { addStates(); }
    void everyControlHasAName()
    {
        QFETCH(int, state);
        WindowFixture fixture;
        pageStates()[state].make(fixture);
        settle();
        const QStringList nameless = namelessControls(fixture.window());
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
    }
};

QTEST_MAIN(TestPages)
#include "tst_pages.moc"

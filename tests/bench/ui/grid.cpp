// SPDX-License-Identifier: MPL-2.0
// The grid on a table of ten million rows: first rows, the last row, jumps before and after the
// rows are counted, dragging the scroll bar, memory. The limit of each is what the program
// promises.
// --rows=N another size; --sparse=N ids so far apart.
#include "support/contest.h"
#include "ui/grid/gridpage.h"
#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTemporaryDir>

#include <cstdio>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr double promised = 0.050;
constexpr double promisedFrame = 0.0167;
constexpr double promisedMib = 64;

double memoryMib(const char *field)
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(field))
            return line.mid(qstrlen(field) + 1).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

Result<> fill(const Workbench &workbench, const QString &file, qint64 rows, qint64 gap)
{
    const auto db = workbench.provider().open(
        {.dialect = u"sqlite"_s, .database = file}, {.access = Access::Create});
    if (!db)
        return fail(db.error());
    return (*db)->executeScript(uR"(PRAGMA journal_mode = off; PRAGMA synchronous = off;
        CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, score REAL,
                        made TEXT, note TEXT);
        WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < %1)
        INSERT INTO t SELECT x * %2, 'name ' || x, 'person' || x || '@example.org', x / 7.0,
            '2026-11-' || (x % 28 + 1), CASE x % 5 WHEN 0 THEN NULL ELSE 'a note on ' || x END
        FROM n;)"_s.arg(rows)
                                    .arg(gap));
}

/// Lets events run until it holds, and what is to be seen has been painted.
bool until(GridPage &page, const std::function<bool()> &holds)
{
    QElapsedTimer timer;
    timer.start();
    while (!holds() && timer.elapsed() < 60'000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    page.view().viewport()->repaint();
    return holds();
}

bool isShown(const GridPage &page)
{
    const GridView &view = page.view();
    return page.model() && page.model()->rowCount() > 0 && page.model()->rowAt(view.topRow())
        && page.model()->rowAt(view.bottomRow());
}

class GridBench
{
public:
    GridBench(const BenchmarkReport &report, OpenDatabase &database)
        : m_report(report)
        , m_database(database)
    { }

    void run(double startMib)
    {
        add("grid_first_rows", timed([this] {
            m_owned = std::make_unique<GridPage>(m_database, u"t"_s);
            m_owned->resize(1400, 900);
            m_owned->show();
            until(*m_owned, [this] { return isShown(*m_owned); });
        }));
        jumps("grid_jump_uncounted", 20);
        QElapsedTimer counting;
        counting.start();
        until(*m_owned, [this] { return m_owned->rows().isExact() && isShown(*m_owned); });
        std::printf("counted %lld rows in %.2f s more\n", m_owned->rows().rowCount(),
            double(counting.elapsed()) / 1000);
        lastRow();
        jumps("grid_jump", 200);
        drag();
        add("grid_memory_mib", memoryMib("VmHWM:") - startMib, promisedMib);
    }

private:
    static double timed(const std::function<void()> &call)
    {
        QElapsedTimer timer;
        timer.start();
        call();
        return double(timer.nsecsElapsed()) / 1e9;
    }

    void add(const char *name, double ours, double limit = promised) const
    {
        m_report.add({.name = QString::fromLatin1(name),
            .ours = ours,
            .limit = limit,
            .peakMib = memoryMib("VmHWM:")});
    }

    void lastRow()
    {
        GridView &view = m_owned->view();
        view.selectionModel()->setCurrentIndex(
            m_owned->model()->index(0, 0), QItemSelectionModel::ClearAndSelect);
        add("grid_last_row", timed([&] {
            QKeyEvent key(QEvent::KeyPress, Qt::Key_End, Qt::ControlModifier);
            QCoreApplication::sendEvent(&view, &key);
            until(*m_owned, [this] { return isShown(*m_owned); });
        }));
    }

    void jumps(const char *name, int times)
    {
        QList<double> seconds;
        for (int i = 0; i < times; ++i) {
            const qint64 to = QRandomGenerator::global()->bounded(m_owned->rows().rowCount());
            seconds.append(timed([&] {
                m_owned->goToRow(to + 1);
                until(*m_owned, [this] { return isShown(*m_owned); });
            }));
        }
        std::sort(seconds.begin(), seconds.end());
        std::printf("%s: median %.2f ms\n", name, seconds[seconds.size() / 2] * 1000);
        add(name, seconds.last());
    }

    /// From top to bottom and back, a frame at each step, loaded or not.
    void drag()
    {
        constexpr int steps = 1000;
        QScrollBar *bar = m_owned->view().verticalScrollBar();
        QList<double> frames;
        for (int step = 0; step <= steps; ++step) {
            const double share = std::abs(1.0 - 2.0 * step / steps);
            frames.append(timed([&] {
                bar->setValue(int(share * bar->maximum()));
                m_owned->view().viewport()->repaint();
                QCoreApplication::processEvents();
            }));
        }
        std::sort(frames.begin(), frames.end());
        std::printf("grid_drag: median %.2f ms, longest %.2f ms\n",
            frames[frames.size() / 2] * 1000, frames.last() * 1000);
        add("grid_drag_p99", frames[frames.size() * 99 / 100], promisedFrame);
    }

    const BenchmarkReport &m_report;
    OpenDatabase &m_database;
    std::unique_ptr<GridPage> m_owned {};
};

Result<> measure(const Contest &contest, const BenchmarkReport &report)
{
    const QTemporaryDir folder;
    Workbench workbench(folder.filePath(u"settings.ini"_s));
    const QString file = folder.filePath(u"large.db"_s);
    const Result<> filled
        = fill(workbench, file, contest.knob(u"rows"_s, 10'000'000), contest.knob(u"sparse"_s, 1));
    if (!filled)
        return filled;
    const Result<OpenDatabase *> database = workbench.open(file);
    if (!database)
        return fail(database.error());
    while ((*database)->state() == OpenDatabase::State::Opening)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    GridBench(report, **database).run(memoryMib("VmRSS:"));
    return {};
}

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Theme::instance().apply(ThemeMode::Light);
    return Contest::exitStatus(measure(Contest(argc, argv), BenchmarkReport(argc, argv)));
}

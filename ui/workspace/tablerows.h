// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/connection/connection.h"
#include "ui/itemmodels/rowsource.h"

#include <QCache>
#include <QTimer>

namespace joinery {

class OpenDatabase;

/// The rows of a table or view of an open database, read in the background: pages around what is
/// to be seen on one connection, counting on another. The latest wish wins; what was asked for
/// before is interrupted. Keeps at most some 24 MiB of rows.
class TableRows : public RowSource
{
    Q_OBJECT

public:
    explicit TableRows(OpenDatabase &database, QObject *parent = nullptr);
    /// Interrupts what runs.
    ~TableRows() override;

    /// Shows the rows of another query. Nothing is at hand until they arrive.
    void show(const RowQuery &query);
    /// Reads all anew, as another program may have changed it. What is seen stays until then.
    void refresh();
    /// Stops counting and reading; what is wanted next is read again.
    void stop();
    const RowQuery &query() const { return m_query; }
    /// For jobs of one's own on another connection; any thread may read with it. Null before
    /// show().
    std::shared_ptr<const RowReader> reader() const { return m_reader; }
    bool isBusy() const { return m_reading || m_counting; }
    bool isCounting() const { return m_counting; }

    /// Finds the position of a row; -1 when there is no such row.
    void find(const RowKey &key, QObject *context, std::function<void(qint64)> done);

    qint64 rowCount() const override { return m_count; }
    bool isExact() const override { return m_exact; }
    const DataRow *row(qint64 position) const override;
    void want(qint64 first, qint64 last) override;
    void fetchWhole(
        const RowKey &key, QObject *context, std::function<void(const DataRow *)> done) override;

Q_SIGNALS:
    /// The first rows of a query are there, or there are none.
    void shown();
    void failed(const joinery::Error &error);
    void busyChanged();
    /// Another connection has changed the database since rows were read.
    void changedElsewhere();
    /// Positions have become exact, and the row at `from` is at `to` in truth.
    void moved(qint64 from, qint64 to);

private:
    struct Page
    {
        RowPage rows {};
        bool stale = false;
    };
    struct Arrival
    {
        RowPage page {};
        Value stamp {};
        bool sampled = false;
    };
    static constexpr int pageSize = 128;
    static constexpr int cacheKib = 24 * 1024;

    void start();
    void readNext();
    std::optional<qint64> nextPage() const;
    void readPage(qint64 number, bool sample);
    void take(qint64 number, const Result<Arrival> &arrival);
    void keep(qint64 number, RowPage page);
    void notice(const Value &stamp);
    void count();
    void counted(const Result<> &result);
    void settle();
    void updateCount();
    void setReading(bool reading, bool counting);
    Connection &detailConnection();
    void addWhole(const DataRow &row);

    OpenDatabase &m_database;
    RowQuery m_query {};
    std::shared_ptr<RowReader> m_reader {};
    std::shared_ptr<RowReader> m_next {}; ///< counts anew while the old positions still serve
    mutable QCache<qint64, Page> m_pages {cacheKib};
    quint64 m_generation = 0; ///< answers of older ones are thrown away
    qint64 m_first = 0; ///< wanted
    qint64 m_last = -1;
    qint64 m_current = -1; ///< the page being read
    qint64 m_count = 0;
    bool m_exact = false;
    bool m_sampled = false;
    bool m_reading = false;
    bool m_counting = false;
    bool m_waiting = false; ///< a wanted page cannot be read before more rows are counted
    Value m_stamp {};
    QTimer m_again {};
    QTimer m_watch {}; ///< looks how far counting has got
    std::unique_ptr<Connection> m_pageConnection;
    std::unique_ptr<Connection> m_countConnection;
    std::unique_ptr<Connection> m_detailConnection {};
};

} // namespace joinery

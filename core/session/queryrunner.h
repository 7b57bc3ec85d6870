// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/rawsql.h"
#include "joinery/session/sessioncore.h"

#include <QSet>

namespace joinery {

/// A statement with rows, not compiled yet.
struct QuerySource
{
    /// `objects`: for objects of a session, not for plain values.
    std::function<Result<CompiledSelect>(const DmlCompiler &dml, bool objects)> compile {};
    bool ownSql = false; ///< the program's: its columns are looked at; see RowOrder
    bool writes = false;
};

/// What became of a row.
struct RowOutcome
{
    int misfit = -1; ///< the column that did not fit
    bool goOn = true;
};

namespace session_detail {

Error noRow();
Error severalRows();

/// To what a full list of so many rows should grow. Memory that no row has touched yet costs
/// nothing, rows that move to a larger list do: up to 256 MiB it grows by four, then by two.
qsizetype grownCapacity(qsizetype rows, size_t bytesPerRow);

} // namespace session_detail

/// Runs a query in a session: flushes what it could miss, compiles it, reads its rows and loads the
/// relations that its options ask for. For Query.
class QueryRunner
{
public:
    /// `objects` has one for each part of the row; nullptr for values and absent objects.
    using TrackedHandler = std::function<RowOutcome(const ValueView *values, void *const *objects)>;

    QueryRunner(SessionCore &session, const QuerySource &source);
    ~QueryRunner();
    QueryRunner(const QueryRunner &) = delete;
    QueryRunner &operator=(const QueryRunner &) = delete;

    /// Without objects. The handler tells of a value that does not fit by misfitAt().
    [[nodiscard]] Result<> run(const Executor::ViewHandler &handler);
    /// Notes the error for that column of the row; returns false, which ends the reading.
    bool misfitAt(int column, RowView row);
    [[nodiscard]] Result<> runTracked(const TrackedHandler &handler);

private:
    struct JoinedList
    {
        Entry *owner;
        const RelationshipInfo *relation;
        QList<void *> objects {};
        QSet<void *> known {}; ///< the same
    };

    [[nodiscard]] Result<> prepare(bool objects);
    [[nodiscard]] Result<bool> writes();
    [[nodiscard]] Result<> stream(const Executor::ViewHandler &handler);
    [[nodiscard]] Result<> streamOwn(Executor &executor, const Executor::ViewHandler &handler);
    [[nodiscard]] Result<bool> materializeRow(const ValueView *values);
    void noteJoined(int part);
    void settleJoined();
    [[nodiscard]] Result<> loadOptions();
    [[nodiscard]] Result<> loadOwn(const LoaderOption &option);
    [[nodiscard]] Result<> loadBeyond(int joinedPart);
    bool isRepeated() const;

    SessionCore &m_session;
    const QuerySource &m_source;
    CompiledSelect m_compiled {};
    Result<> m_read {}; ///< whether the values fitted
    std::vector<Entry *> m_entries {}; ///< of the row, by part
    std::vector<void *> m_objects {};
    QList<QList<Entry *>> m_seen {}; ///< by part, each once
    QList<QSet<Entry *>> m_seenSets {};
    QHash<std::pair<Entry *, int>, JoinedList> m_joined {};
    QSet<QList<Entry *>> m_rows {}; ///< where joined lists repeat rows
    int m_ownParts = 0; ///< those of Select's row; joined ones follow
    bool m_repeats = false; ///< a joined list repeats rows
};

} // namespace joinery

// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/relations.h"
#include "joinery/session/undolog.h"

#include <QtGlobal>

#include <map>
#include <set>

namespace joinery {

/// What an error says of a value that does not fit a member: model, column, value and, where the
/// row is known, its key.
[[nodiscard]] Error misfit(const ModelInfo &model, int column, const ValueView &value);

/// The same of an object's value that no column can hold.
[[nodiscard]] Error unwritable(const ModelInfo &model, int column, const ValueView &value);

/// What the database says of a statement that the model's mapping makes, with the way out.
[[nodiscard]] Error contradicting(const ModelInfo &model, Error error);

/// A value in a message: a text in quotes, a long one cut.
QString quotedValue(const ValueView &value);

/// Where a session's connection comes from: a pool, or a connection that somebody keeps open.
class ConnectionSource
{
public:
    virtual ~ConnectionSource() = default;
    /// Errors: as Engine::connect().
    [[nodiscard]] virtual Result<Executor *> acquire() = 0;
    /// The connection of acquire() is not needed any more.
    virtual void release() = 0;
    virtual const DmlCompiler &dml() const = 0;
};

struct LoaderOption;
struct QuerySource;

/// How a Session works.
struct SessionOptions
{
    bool autoflush = true; ///< queries see what was added, changed and removed before
};

/// What Session does, whatever the types of its models. See Session for the contract.
class SessionCore final : public RelationLoader
{
public:
    SessionCore(std::unique_ptr<ConnectionSource> source, SessionOptions options);
    ~SessionCore();
    SessionCore(const SessionCore &) = delete;
    SessionCore &operator=(const SessionCore &) = delete;

    const DmlCompiler &dml() const { return m_dml; }
    /// The connection, made if there is none yet. Errors: Usage in another thread than that of the
    /// constructor; those of Engine::connect().
    [[nodiscard]] Result<Executor *> connected();
    /// Begins the transaction that writes, unless it is under way.
    [[nodiscard]] Result<Executor *> writing();
    /// A statement without rows, in the transaction that writes.
    [[nodiscard]] Result<qint64> execute(const QString &sql, const QList<Value> &parameters);
    [[nodiscard]] Result<qint64> execute(const QuerySource &source);
    /// All objects are read anew by the next query that meets their rows.
    void expireAll() { ++m_epoch; }
    /// Rows of the model are written past the objects, in this transaction.
    void noteInBulk(const ModelInfo &model) { m_inBulk.insert(&model); }
    bool isWriting() const { return m_writing; }
    /// While it lives, commit() and rollback() keep the connection: a statement is under way in
    /// whose midst the program may call them.
    class ConnectionHold
    {
    public:
        explicit ConnectionHold(SessionCore &session)
            : m_session(session)
        {
            ++m_session.m_holds;
        }
        ~ConnectionHold() { m_session.endHold(); }
        Q_DISABLE_COPY_MOVE(ConnectionHold)

    private:
        SessionCore &m_session;
    };
    /// Errors: Usage in another thread than that of the constructor.
    [[nodiscard]] Result<> checkThread() const;

    TrackedModel &tracked(const ModelInfo &model);
    const std::map<const ModelInfo *, std::unique_ptr<TrackedModel>> &trackedModels() const
    {
        return m_models;
    }
    UndoLog &undoLog() { return m_undo; }
    quint32 epoch() const { return m_epoch; }

    // --- Objects. Those that are given have to be the session's own, or the error is Usage.

    /// nullptr in another thread than that of the constructor.
    Entry *add(const ModelInfo &model, void *object);
    [[nodiscard]] Result<> remove(const ModelInfo &model, const void *object);
    [[nodiscard]] Result<> expunge(const ModelInfo &model, const void *object);
    [[nodiscard]] Result<> refresh(const ModelInfo &model, const void *object);
    [[nodiscard]] Result<Entry *> entryOf(const ModelInfo &model, const void *object);
    /// The object for the row with this key; nullptr when there is none.
    [[nodiscard]] Result<void *> get(const ModelInfo &model, RowView key);
    [[nodiscard]] Result<void *> merge(const ModelInfo &model, const void *detached);
    void clear();

    // --- Rows to objects.

    /// The entry for a row of the model, made where the row is new to the session. `row` begins
    /// with its first column. Errors: as misfit().
    [[nodiscard]] Result<Entry *> materialize(TrackedModel &tracked, const ValueView *row);
    /// RelationLoader: of one object.
    [[nodiscard]] Result<> load(void *entry, void *member) override;
    /// Loads the relation of all of these entries in as few statements as their number allows.
    [[nodiscard]] Result<> loadRelation(
        const QList<Entry *> &entries, const RelationshipInfo &relation);
    [[nodiscard]] Result<> loadRelation(const ModelInfo &model, const QList<const void *> &objects,
        const RelationshipInfo &relation);
    /// What a loader option says, and those for what it leads to.
    [[nodiscard]] Result<> loadBy(const LoaderOption &option, const QList<Entry *> &entries);
    /// What the mapping of their model says.
    [[nodiscard]] Result<> loadDefaults(const QList<Entry *> &entries);

    // --- Transactions.

    /// Flushes if the options say so and something may be unwritten.
    [[nodiscard]] Result<> autoflush();
    [[nodiscard]] Result<> flush();
    [[nodiscard]] Result<> commit();
    [[nodiscard]] Result<> rollback();
    /// Returns the savepoint's number.
    [[nodiscard]] Result<int> beginNested();
    [[nodiscard]] Result<> endNested(int number, bool keep);
    bool hasSavepoint(int number) const { return savepointIndex(number) >= 0; }

private:
    friend class Flush;
    struct OpenSavepoint
    {
        int number; ///< never given twice
        UndoLog::Mark mark;
    };
    void endHold();
    QList<Entry *> relativesOf(const QList<Entry *> &entries, const RelationshipInfo &relation);
    [[nodiscard]] Result<> markFlush();
    void undoFlush(bool begins);
    [[nodiscard]] Result<> transactionLost(Error error);
    qsizetype savepointIndex(int number) const;
    /// Reads the entry's row; false when it is gone.
    [[nodiscard]] Result<bool> reread(Entry &entry);
    [[nodiscard]] Result<Entry *> lookUp(TrackedModel &tracked, RowView key);
    [[nodiscard]] Result<> readInto(TrackedModel &tracked, Entry &entry, const ValueView *row);
    /// Reads a row anew, and its relations when they are asked for; what of them the program has
    /// changed stays.
    [[nodiscard]] Result<Entry *> renew(TrackedModel &tracked, Entry &entry, const ValueView *row);
    [[nodiscard]] Result<> run(const QString &sql);
    void attachRelations(Entry &entry);
    void takeBack(UndoLog::Mark mark, ObjectState insertedBecome);
    void restoreObjects();
    void releaseConnection();
    bool mayBeUnwritten() const;
    bool isOwnThread(const char *caller) const;

    std::unique_ptr<ConnectionSource> m_source;
    const DmlCompiler &m_dml;
    SessionOptions m_options;
    Qt::HANDLE m_thread;
    Executor *m_executor = nullptr;
    bool m_writing = false;
    bool m_releasesLater = false; ///< the connection, once nobody holds it
    int m_holds = 0;
    quint32 m_epoch = 1;
    UndoLog m_undo {};
    QList<OpenSavepoint> m_savepoints {};
    int m_savepointNumber = 0;
    std::set<const ModelInfo *> m_inBulk {}; ///< by the transaction
    std::map<const ModelInfo *, std::unique_ptr<TrackedModel>> m_models {};
};

} // namespace joinery

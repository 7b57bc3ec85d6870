// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/comparepolicy.h"
#include "joinery/db/databaseprovider.h"
#include "joinery/dialects/decision.h"
#include "joinery/dialects/dmlcompiler.h"
#include "joinery/dialects/plan.h"
#include "joinery/operations/apply.h"

namespace joinery {

/// A choice that only this dialect knows, for a table: Options[dialect][name] = "true" or unset.
struct TableOption
{
    QString name;
    QString title; ///< as SQL says it: "WITHOUT ROWID"
};

/// What a dialect can do, as data. Generic code asks these, never a dialect's name.
struct Capabilities
{
    bool transactionalDdl = true; ///< a failed migration leaves nothing behind
    bool fileDatabase = false; ///< a database is a file that can be copied
    bool comments = false; ///< tables and columns have comments
    bool sequences = false;
    bool enums = false; ///< enums are types of their own
    int maxIdentifierLength = 0; ///< in bytes; 0 = no limit
    QList<TableOption> tableOptions {}; ///< those that are on or off
    QStringList collations {}; ///< those every database of the kind has
};

/// Reads the schema of a live database.
class Inspector
{
public:
    virtual ~Inspector() = default;

    /// Everything the database holds, Joinery's and the database's own tables left out. Types are
    /// portable words exactly where the word compiles back to the declared type. Set queries only:
    /// the number of queries does not grow with the number of tables. Never writes.
    [[nodiscard]] virtual Result<MetaData> reflect(Executor &executor) const = 0;

    /// True when the database has a table of exactly this name. Cheap: reads one entry of the
    /// catalog.
    [[nodiscard]] virtual Result<bool> hasTable(Executor &executor, const QString &table) const = 0;

    /// The statements that make the same schema anew, without semicolons and in an order in which
    /// they run: as the database keeps them, layout and comments included, where it keeps text.
    /// What reflect() leaves out is left out.
    [[nodiscard]] virtual Result<QStringList> storedStatements(Executor &executor) const = 0;

    /// The objects of the last reflection that are there but broken (a view over a missing table),
    /// in words.
    [[nodiscard]] virtual Result<QStringList> brokenObjects(Executor &executor) const = 0;
};

/// The texts in which a live database keeps its schema, comments and layout included, as far as
/// they say more than MetaData does. They follow the plans that are compiled with them, so that
/// each revision of a run begins with the texts that the ones before it leave.
class StoredTexts
{
public:
    virtual ~StoredTexts() = default;

    /// To be told of a plan that was compiled without them and will run all the same.
    virtual void follow(const Plan &plan) = 0;
};

/// Compiles operations to SQL.
class DdlCompiler
{
public:
    virtual ~DdlCompiler() = default;

    /// The plan that turns a database with the schema `before` into what the operations say.
    /// `texts` are those of the database it will run on: what does not change keeps its text, and
    /// what need not be copied is not. Without them the plan suits every database with that schema.
    /// Errors: as apply(), and Unsupported, naming object and operation.
    [[nodiscard]] virtual Result<Plan> compile(const MetaData &before,
        const QList<Operation> &operations, StoredTexts *texts = nullptr) const = 0;

    /// Reads the texts of a database; nullptr for a kind that keeps none. Never writes.
    [[nodiscard]] virtual Result<std::unique_ptr<StoredTexts>> readTexts(Executor &executor) const;

    /// The statements that create the object, without semicolons: table, then indexes, then
    /// triggers.
    virtual QStringList createStatements(const SchemaObject &object) const = 0;

    /// Why the operation, among the others, is not reversible with data; empty where it is. What is
    /// dropped and made anew with its rows loses nothing.
    virtual QString irreversibleBecause(const QList<Operation> &operations, qsizetype index) const;

    /// An identifier, always quoted.
    virtual QString quote(const QString &identifier) const = 0;
};

/// Carries the run of one or more plans on a live database safely: what the dialect must do before,
/// around and after them. Used in this order: begin, run (any number of times, each between
/// savepoint calls where wanted), verify, commit. Destroying it before commit rolls everything back
/// and restores the connection's settings.
class MigrationTransaction
{
public:
    /// Gets each statement before it runs; returns false to cancel.
    using StatementObserver = std::function<bool(const PlanStep &step, const Statement &statement)>;

    virtual ~MigrationTransaction() = default;

    /// Takes the one migrator's lock. Errors: Locked, ReadOnly; Unsupported when the executor is in
    /// a transaction.
    [[nodiscard]] virtual Result<> begin(bool foreignKeysOff) = 0;
    /// Runs the plan's statements. Errors name step and statement.
    [[nodiscard]] virtual Result<> run(const Plan &plan, const StatementObserver &observer) = 0;
    /// Proves that nothing was broken or lost: keys, views, checks of the engine itself.
    [[nodiscard]] virtual Result<> verify() = 0;
    /// Makes it last and restores the connection's settings.
    [[nodiscard]] virtual Result<> commit() = 0;
};

/// One kind of database.
class Dialect
{
public:
    virtual ~Dialect() = default;

    virtual QString name() const = 0;
    virtual Capabilities capabilities() const = 0;
    virtual const Inspector &inspector() const = 0;
    virtual const DdlCompiler &ddl() const = 0;
    virtual const DmlCompiler &dml() const = 0;
    virtual const ComparePolicy &comparePolicy() const = 0;
    virtual const ReplayPolicy &replayPolicy() const = 0;
    virtual const DecisionFinder &decisions() const = 0;
    virtual std::unique_ptr<MigrationTransaction> migrationTransaction(
        Executor &executor) const = 0;

    /// Creates on a scratch database what a live one has already, also where it needs a function or
    /// a collation that only another program registers. Errors: as Executor::execute().
    [[nodiscard]] virtual Result<> createAsStored(
        Executor &scratch, const QString &statement) const;

    /// The declared type a column gets, as it stands in CREATE TABLE: "varchar(80)" ->
    /// "VARCHAR(80)".
    virtual QString compileType(const Table &table, const Column &column) const = 0;
};

} // namespace joinery

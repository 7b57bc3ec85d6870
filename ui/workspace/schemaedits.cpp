// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/schemaedits.h"

#include "joinery/base/overloaded.h"
#include "joinery/sql/names.h"
#include "ui/workspace/workbench.h"

#include <QPromise>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The time in which keystrokes become one analysis.
constexpr int debounceMs = 15;

QString freeName(const MetaData &schema, const QString &wanted)
{
    QString name = wanted;
    for (int number = 2; objectNamed(schema, name); ++number)
        name = wanted + u'_' + QString::number(number);
    return name;
}

void rename(SchemaObject &object, const QString &to, const QString &renamedFrom)
{
    std::visit(overloaded {
                   [&](Table &table) {
                       table.name = to;
                       table.renamedFrom = renamedFrom;
                   },
                   [&](View &view) {
                       view.name = to;
                       view.renamedFrom = renamedFrom;
                   },
                   [&](auto &other) { other.name = to; },
               },
        object);
}

QString renamedFrom(const SchemaObject &object)
{
    return std::visit(overloaded {
                          [](const Table &table) { return table.renamedFrom; },
                          [](const View &view) { return view.renamedFrom; },
                          [](const auto &) { return QString(); },
                      },
        object);
}

bool names(const QList<KeyPart> &parts, const QStringList &columns)
{
    return std::any_of(parts.begin(), parts.end(),
        [&](const KeyPart &part) { return columns.contains(part.column); });
}

void dropFrom(Table &table, const QStringList &columns)
{
    table.columns.removeIf([&](const Column &column) { return columns.contains(column.name); });
    if (table.primaryKey) {
        table.primaryKey->columns.removeIf(
            [&](const KeyPart &part) { return columns.contains(part.column); });
        if (table.primaryKey->columns.isEmpty())
            table.primaryKey.reset();
    }
    table.uniques.removeIf(
        [&](const UniqueConstraint &key) { return names(key.columns, columns); });
    table.indexes.removeIf([&](const Index &index) { return names(index.columns, columns); });
    table.foreignKeys.removeIf(
        [&](const ForeignKeyConstraint &key) { return names(keyParts(key.columns), columns); });
}

} // namespace

/// The objects that a change touched, as they were and as they became.
class SchemaEdits::Step : public QUndoCommand
{
public:
    using Objects = QMap<QString, std::optional<SchemaObject>>;

    Step(SchemaEdits &edits, const QString &text, const MetaData &next, QString mergeKey,
        std::pair<QString, QString> renamed)
        : QUndoCommand(text)
        , m_edits(edits)
        , m_mergeKey(std::move(mergeKey))
        , m_renamed(std::move(renamed))
    {
        for (const QString &name : differingObjects(edits.m_edited, next)) {
            m_before.insert(name, objectNamed(edits.m_edited, name));
            m_after.insert(name, objectNamed(next, name));
        }
    }

    bool isEmpty() const { return m_after.isEmpty(); }
    int id() const override { return m_mergeKey.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *step = static_cast<const Step *>(other);
        if (step->m_mergeKey != m_mergeKey || step->m_before.keys() != m_after.keys())
            return false;
        m_after = step->m_after;
        setObsolete(m_after == m_before);
        return true;
    }
    void redo() override
    {
        m_edits.put(m_after);
        if (!m_renamed.first.isEmpty())
            Q_EMIT m_edits.objectRenamed(m_renamed.first, m_renamed.second);
    }
    void undo() override
    {
        m_edits.put(m_before);
        if (!m_renamed.first.isEmpty())
            Q_EMIT m_edits.objectRenamed(m_renamed.second, m_renamed.first);
    }

private:
    SchemaEdits &m_edits;
    const QString m_mergeKey;
    const std::pair<QString, QString> m_renamed;
    Objects m_before {};
    Objects m_after {};
};

SchemaEdits::SchemaEdits(OpenDatabase &database)
    : QObject(&database)
    , m_database(database)
{
    m_pool.setMaxThreadCount(1);
    m_soon.setSingleShot(true);
    m_soon.setInterval(debounceMs);
    connect(&m_soon, &QTimer::timeout, this, &SchemaEdits::startAnalysis);
    connect(&m_database, &OpenDatabase::schemaChanged, this, &SchemaEdits::reload);
    connect(&m_database, &OpenDatabase::standingChanged, this, &SchemaEdits::reload);
    reload();
}

SchemaEdits::~SchemaEdits()
{
    // Steps refer to what goes.
    m_undo.disconnect();
    m_undo.clear();
}

bool SchemaEdits::isDirty() const
{
    return !m_analysis.operations.isEmpty() || m_edited != m_base.models;
}

void SchemaEdits::reload()
{
    const int reading = ++m_readings;
    m_database.connection()
        .run([context = m_database.context()](
                 Executor &executor) { return readSchemaBase(context, executor); })
        .then(this, [this, reading](const Result<SchemaBase> &base) {
            if (reading == m_readings)
                take(base);
        });
}

void SchemaEdits::finish()
{
    m_forget = true;
    reload();
}

void SchemaEdits::take(const Result<SchemaBase> &base)
{
    if (!base) {
        m_error = base.error();
        m_state = State::Failed;
        Q_EMIT loaded();
        return;
    }
    const bool fresh = m_state != State::Ready || m_forget;
    if (!fresh && *base == m_base)
        return;
    m_state = State::Ready;
    m_knownTypes.clear();
    for (const Table &table : base->schema.tables) {
        for (const Column &column : table.columns)
            m_knownTypes.insert(column.type.text);
    }
    if (fresh || m_undo.isClean()) {
        m_undo.clear();
        m_moved.clear();
        m_base = *base;
        m_edited = base->models;
    } else {
        rebase(*base);
    }
    m_forget = false;
    Q_EMIT loaded();
    noteChange();
}

/// What was edited stays as it was edited; all else becomes what is there now.
void SchemaEdits::rebase(const SchemaBase &base)
{
    const QStringList mine = differingObjects(m_base.models, m_edited);
    const QStringList theirs = differingObjects(m_base.models, base.models);
    for (const QString &name : theirs) {
        if (!mine.contains(name))
            replaceObject(m_edited, name, objectNamed(base.models, name));
        else if (!m_moved.contains(name))
            m_moved.append(name);
    }
    m_base = base;
}

void SchemaEdits::push(const QString &text, const MetaData &next, const QString &mergeKey,
    const std::pair<QString, QString> &rename)
{
    auto step = std::make_unique<Step>(*this, text, next, mergeKey, rename);
    if (!step->isEmpty())
        m_undo.push(step.release());
}

void SchemaEdits::put(const QMap<QString, std::optional<SchemaObject>> &objects)
{
    for (auto it = objects.begin(); it != objects.end(); ++it)
        replaceObject(m_edited, it.key(), *it);
    noteChange();
}

void SchemaEdits::noteChange()
{
    ++m_number;
    if (m_counter)
        m_counter->cancel();
    m_soon.start();
    Q_EMIT changed();
}

void SchemaEdits::edit(
    const QString &text, const std::function<void(MetaData &)> &change, const QString &mergeKey)
{
    MetaData next = m_edited;
    change(next);
    push(text, next, mergeKey);
}

void SchemaEdits::editTable(const QString &table, const QString &text,
    const std::function<void(Table &)> &change, const QString &mergeKey)
{
    edit(
        text,
        [&](MetaData &schema) {
            if (const auto found = schema.tables.find(table); found != schema.tables.end())
                change(*found);
        },
        mergeKey);
}

QString SchemaEdits::addTable()
{
    const QString name = freeName(m_edited, u"new_table"_s);
    Table table {.name = name};
    table.columns.append({.name = u"id"_s,
        .type = {.text = u"integer"_s},
        .nullable = false,
        .identity = Identity {}});
    table.primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})};
    edit(tr("new table"), [&](MetaData &schema) { insert(schema, table); });
    return name;
}

QString SchemaEdits::addView()
{
    const QString name = freeName(m_edited, u"new_view"_s);
    edit(tr("new view"), [&](MetaData &schema) {
        insert(schema, View {.name = name, .sql = u"SELECT 1 AS one"_s});
    });
    return name;
}

void SchemaEdits::renameObject(const QString &from, const QString &to)
{
    if (from == to || to.isEmpty() || !objectNamed(m_edited, from))
        return;
    // A name that another object has, in whatever case, would draw that one's references to this.
    for (const SchemaObject &other : objects(m_edited)) {
        if (nameOf(other) != from && sameAscii(nameOf(other), to))
            return;
    }
    MetaData next = m_edited;
    const Dialect &dialect = m_database.dialect();
    // Where something does not follow by itself, compare() lets it follow, or names it.
    if (!m_edited.tables.contains(from)
        || !apply(next, RenameTable {.from = from, .to = to}, dialect.replayPolicy()))
        next = m_edited;
    SchemaObject object = *objectNamed(next, next.tables.contains(to) ? to : from);
    const QString old = renamedFrom(*objectNamed(m_edited, from));
    const QString origin = old.isEmpty() && objectNamed(m_base.schema, from) ? from : old;
    rename(object, to, origin == to ? QString() : origin);
    replaceObject(next, from, std::nullopt);
    replaceObject(next, to, object);
    push(tr("rename %1 to %2").arg(from, to), next, {}, {from, to});
}

void SchemaEdits::renameColumn(const QString &table, const QString &from, const QString &to)
{
    const auto found = m_edited.tables.constFind(table);
    if (from == to || found == m_edited.tables.constEnd() || !found->column(from))
        return;
    MetaData next = m_edited;
    const RenameColumn operation {.table = table, .from = from, .to = to};
    if (!apply(next, operation, m_database.dialect().replayPolicy())) {
        next = m_edited;
        next.tables[table].column(from)->name = to;
    }
    Column *column = next.tables[table].column(to);
    const QString original = originalName(table);
    const auto base = m_base.schema.tables.constFind(original);
    const bool claimed = std::any_of(found->columns.begin(), found->columns.end(),
        [&](const Column &other) { return other.renamedFrom == from; });
    QString origin = found->column(from)->renamedFrom;
    if (origin.isEmpty() && !claimed && base != m_base.schema.tables.constEnd()
        && base->column(from))
        origin = from;
    if (column)
        column->renamedFrom = origin == to ? QString() : origin;
    push(tr("rename %1 to %2").arg(from, to), next);
}

void SchemaEdits::dropColumns(const QString &table, const QStringList &columns)
{
    editTable(table, tr("drop %1").arg(columns.join(u", "_s)),
        [&](Table &edited) { dropFrom(edited, columns); });
}

void SchemaEdits::dropObject(const QString &name)
{
    edit(tr("drop %1").arg(name),
        [&](MetaData &schema) { replaceObject(schema, name, std::nullopt); });
}

void SchemaEdits::resetObject(const QString &name)
{
    const auto mine = objectNamed(m_edited, name);
    QString old = mine ? originalName(name) : name;
    if (objectNamed(m_base.models, name))
        old = name; // a model file may hold the rename already
    MetaData next = m_edited;
    takeRenamesBack(next, name, old);
    replaceObject(next, name, std::nullopt);
    if (!old.isEmpty())
        replaceObject(next, old, objectNamed(m_base.models, old));
    const bool renamed = mine && !old.isEmpty() && old != name;
    push(tr("reset %1").arg(name), next, {},
        renamed ? std::pair {name, old} : std::pair<QString, QString>());
    m_moved.removeAll(name);
}

/// What followed the renames of the table goes back with them.
void SchemaEdits::takeRenamesBack(MetaData &schema, const QString &name, const QString &old) const
{
    const ReplayPolicy &replay = m_database.dialect().replayPolicy();
    const auto table = m_edited.tables.constFind(name);
    if (table == m_edited.tables.constEnd())
        return;
    for (const Column &column : table->columns) {
        if (!column.renamedFrom.isEmpty())
            std::ignore = apply(schema,
                RenameColumn {.table = name, .from = column.name, .to = column.renamedFrom},
                replay);
    }
    if (!old.isEmpty() && old != name)
        std::ignore = apply(schema, RenameTable {.from = name, .to = old}, replay);
    const ComparePolicy &policy = m_database.dialect().comparePolicy();
    // Where only the spelling is another, it is as it was.
    for (const QString &other : differingObjects(m_edited, schema)) {
        const auto before = objectNamed(m_base.models, other);
        const auto now = objectNamed(schema, other);
        const View *viewBefore = before ? std::get_if<View>(&*before) : nullptr;
        const View *viewNow = now ? std::get_if<View>(&*now) : nullptr;
        const Table *tableBefore = before ? std::get_if<Table>(&*before) : nullptr;
        const Table *tableNow = now ? std::get_if<Table>(&*now) : nullptr;
        if ((viewBefore && viewNow && policy.normalized(*viewBefore) == policy.normalized(*viewNow))
            || (tableBefore && tableNow
                && policy.normalized(*tableBefore) == policy.normalized(*tableNow)))
            replaceObject(schema, other, before);
    }
}

void SchemaEdits::discard()
{
    push(tr("discard all changes"), m_base.models);
}

QString SchemaEdits::originalName(const QString &name) const
{
    if (const auto mine = objectNamed(m_edited, name)) {
        if (const QString from = renamedFrom(*mine); !from.isEmpty())
            return from;
    }
    return objectNamed(m_base.schema, name) ? name : QString();
}

void SchemaEdits::startAnalysis()
{
    if (m_isAnalysing || m_state != State::Ready)
        return; // what is newer starts when this is done
    m_isAnalysing = true;
    const int number = m_number;
    const EditState state {.base = m_base,
        .edited = m_edited,
        .columnOrder = m_database.hasProject() && m_database.location().project->file.columnOrder,
        .knownTypes = m_knownTypes,
        .dialect = &m_database.dialect(),
        .provider = &m_database.workbench().provider()};
    auto promise = std::make_shared<QPromise<EditAnalysis>>();
    promise->start();
    promise->future().then(
        this, [this, number](const EditAnalysis &analysis) { takeAnalysis(number, analysis); });
    m_pool.start([promise, state] {
        promise->addResult(analyse(state));
        promise->finish();
    });
}

void SchemaEdits::takeAnalysis(int number, const EditAnalysis &analysis)
{
    m_isAnalysing = false;
    m_analysis = analysis;
    m_analysedNumber = number;
    if (number == m_number)
        startCounting(number);
    else
        m_soon.start();
    Q_EMIT analysed();
}

void SchemaEdits::startCounting(int number)
{
    m_findings.clear();
    m_notCounted.clear();
    if (m_analysis.operations.isEmpty() || m_analysis.error || !m_base.atHead) {
        m_countedNumber = number;
        if (!m_base.atHead)
            m_notCounted = tr("The database is not at the newest revision.");
        return;
    }
    if (!m_counter)
        m_counter = m_database.connectTo(Access::Look);
    m_counter
        ->run([dialect = &m_database.dialect(), before = m_base.schema,
                  operations = m_analysis.operations](Executor &executor) {
            return dialect->decisions().find(executor, before, operations);
        })
        .then(this, [this, number](const Result<QList<Decision>> &findings) {
            if (number != m_number)
                return;
            m_countedNumber = number;
            m_findings = findings.value_or(QList<Decision>());
            m_notCounted = findings ? QString() : findings.error().message;
            Q_EMIT counted();
        });
}

} // namespace joinery

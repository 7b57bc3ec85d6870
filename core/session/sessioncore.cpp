// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/sessioncore.h"

#include "joinery/dialects/dmlcompiler.h"
#include "joinery/session/flush.h"
#include "joinery/session/queryrunner.h"

#include <QThread>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Error notOurs(const ModelInfo &model)
{
    return Error {.code = ErrorCode::Usage,
        .message = u"The object is none of this session's objects of \"%1\""_s.arg(model.name()),
        .hint
        = u"Give the pointer that add(), get() or exec() returned; merge() takes over the values of a copy."_s};
}

/// True when the row to be merged has another version than the object.
bool isOutdated(const ModelInfo &model, const void *object, const std::vector<ValueView> &row)
{
    if (model.versionColumn < 0)
        return false;
    ValueBuffer buffer;
    ValueView current;
    if (!model.writeColumn(object, model.versionColumn, buffer, current))
        return false;
    const qint64 *now = std::get_if<qint64>(&current);
    const qint64 *merged = std::get_if<qint64>(&row[static_cast<size_t>(model.versionColumn)]);
    return now && merged && *merged != 0 && *merged != *now;
}

/// Sets the values of a row that is merged. What the database fills in stays in an object that is
/// in the session.
Result<> takeOver(
    const ModelInfo &model, void *object, const std::vector<ValueView> &row, bool isNew)
{
    for (int column = 0; column < model.columns.size(); ++column) {
        const bool databases
            = column == model.versionColumn || !model.columns[column].options.computed.empty();
        if (databases && !isNew)
            continue;
        const ValueView &value = row[static_cast<size_t>(column)];
        if (!model.readColumn(object, column, value))
            return fail(misfit(model, column, value));
    }
    return {};
}

/// The mapping says something of how relationships are loaded.
bool loadsAlong(const ModelInfo &model)
{
    return std::any_of(model.relationships.cbegin(), model.relationships.cend(),
        [](const RelationshipInfo &relation) { return relation.loading != LoaderStrategy::Lazy; });
}

} // namespace

QString quotedValue(const ValueView &value)
{
    const Value owned = toValue(value);
    if (isNull(owned))
        return u"NULL"_s;
    constexpr qsizetype longest = 60;
    QString text = toText(owned);
    if (text.size() > longest)
        text = text.left(longest) + u'…';
    return std::holds_alternative<QString>(owned) ? u'"' + text + u'"' : text;
}

Error misfit(const ModelInfo &model, int column, const ValueView &value)
{
    return Error {.code = ErrorCode::Failed,
        .message = u"%1.%2: the value %3 does not fit the member (%4%5)"_s.arg(model.name(),
            model.columnName(column), quotedValue(value), model.columns[column].type,
            model.columns[column].optional ? u" or NULL"_s : u", not NULL"_s),
        .hint = u"Change the member's type, or the values in the database."_s};
}

Error unwritable(const ModelInfo &model, int column, const ValueView &value)
{
    Error error = misfit(model, column, value);
    error.message = u"%1.%2: the value %3 cannot be written (%4)"_s.arg(
        model.name(), model.columnName(column), quotedValue(value), model.columns[column].type);
    error.hint
        = u"Give the member a value that the column can hold: valid Unicode, a number of 64 bits that is no NaN, a valid date, a name of the enum."_s;
    return error;
}

Error contradicting(const ModelInfo &model, Error error)
{
    if (error.code == ErrorCode::Failed && error.hint.isEmpty())
        error.hint
            = u"The mapping of \"%1\" contradicts the database: migrate the database, or change the mapping."_s
                  .arg(model.name());
    return error;
}

SessionCore::SessionCore(std::unique_ptr<ConnectionSource> source, SessionOptions options)
    : m_source(std::move(source))
    , m_dml(m_source->dml())
    , m_options(options)
    , m_thread(QThread::currentThreadId())
{ }

SessionCore::~SessionCore()
{
    if (m_writing && m_executor && m_executor->inTransaction())
        static_cast<void>(m_executor->execute(u"ROLLBACK"_s));
    releaseConnection();
}

Result<> SessionCore::checkThread() const
{
    if (m_thread == QThread::currentThreadId())
        return {};
    return fail(ErrorCode::Usage, u"The session belongs to another thread"_s,
        u"Make a session in each thread; an Engine may be shared."_s);
}

/// For what has no Result to say it by.
bool SessionCore::isOwnThread(const char *caller) const
{
    const Result<> checked = checkThread();
    if (!checked)
        qCritical("%s(): %s: %s", caller, qPrintable(checked.error().message),
            qPrintable(checked.error().hint));
    return checked.has_value();
}

Result<Executor *> SessionCore::connected()
{
    if (const Result<> checked = checkThread(); !checked)
        return fail(checked.error());
    if (!m_executor) {
        Result<Executor *> executor = m_source->acquire();
        if (!executor)
            return executor;
        m_executor = *executor;
    }
    return m_executor;
}

void SessionCore::releaseConnection()
{
    m_releasesLater = m_holds > 0;
    if (m_releasesLater)
        return;
    for (const auto &[model, tracked] : m_models)
        tracked->get.reset();
    if (std::exchange(m_executor, nullptr))
        m_source->release();
}

void SessionCore::endHold()
{
    if (--m_holds == 0 && m_releasesLater && !m_writing)
        releaseConnection();
}

Result<> SessionCore::run(const QString &sql)
{
    const Result<Executor *> executor = connected();
    if (!executor)
        return fail(executor.error());
    const Result<qint64> done = (*executor)->execute(sql);
    return done ? Result<>() : fail(done.error());
}

Result<Executor *> SessionCore::writing()
{
    Result<Executor *> executor = connected();
    if (!executor || m_writing)
        return executor;
    if (const Result<> begun = run(m_dml.begin()); !begun)
        return fail(begun.error());
    m_writing = true;
    if (const QString defer = m_dml.deferForeignKeys(); !defer.isEmpty()) {
        if (const Result<> deferred = run(defer); !deferred) {
            undoFlush(true);
            return fail(deferred.error());
        }
    }
    return executor;
}

Result<qint64> SessionCore::execute(const QString &sql, const QList<Value> &parameters)
{
    if (const Result<> flushed = autoflush(); !flushed)
        return fail(flushed.error());
    const Result<Executor *> executor = writing();
    if (!executor)
        return fail(executor.error());
    expireAll();
    return (*executor)->execute(sql, parameters);
}

Result<qint64> SessionCore::execute(const QuerySource &source)
{
    const Result<CompiledSelect> compiled = source.compile(m_dml, false);
    return compiled ? execute(compiled->sql, compiled->parameters) : fail(compiled.error());
}

TrackedModel &SessionCore::tracked(const ModelInfo &model)
{
    std::unique_ptr<TrackedModel> &found = m_models[&model];
    if (!found)
        found = std::make_unique<TrackedModel>(model, m_dml);
    return *found;
}

void SessionCore::attachRelations(Entry &entry)
{
    const ModelInfo &model = entry.store->model();
    for (const RelationshipInfo &relation : model.relationships)
        relation.attach(relation.member(entry.store->object(entry)), this, &entry);
}

Entry *SessionCore::add(const ModelInfo &model, void *object)
{
    if (!isOwnThread("add"))
        return nullptr;
    TrackedModel &target = tracked(model);
    Entry *entry = target.store().create(object);
    entry->epoch = m_epoch;
    if (!model.relationships.isEmpty())
        attachRelations(*entry);
    target.pending.push_back(entry);
    return entry;
}

Result<Entry *> SessionCore::entryOf(const ModelInfo &model, const void *object)
{
    if (const Result<> checked = checkThread(); !checked)
        return fail(checked.error());
    Entry *entry = tracked(model).store().find(object);
    if (!entry || entry->state == ObjectState::Detached)
        return fail(notOurs(model));
    return entry;
}

Result<> SessionCore::remove(const ModelInfo &model, const void *object)
{
    const Result<Entry *> entry = entryOf(model, object);
    if (!entry)
        return fail(entry.error());
    if ((*entry)->state == ObjectState::Pending) {
        (*entry)->state = ObjectState::Detached;
    } else if ((*entry)->state == ObjectState::Persistent) {
        (*entry)->state = ObjectState::Removed;
        tracked(model).removed.push_back(*entry);
    }
    return {};
}

Result<> SessionCore::expunge(const ModelInfo &model, const void *object)
{
    const Result<Entry *> entry = entryOf(model, object);
    if (!entry)
        return fail(entry.error());
    if ((*entry)->state == ObjectState::Persistent || (*entry)->state == ObjectState::Removed)
        tracked(model).identity().remove(*entry);
    (*entry)->state = ObjectState::Detached;
    for (const RelationshipInfo &relation : model.relationships)
        relation.attach(relation.member((*entry)->store->object(**entry)), nullptr, nullptr);
    return {};
}

void SessionCore::clear()
{
    if (!isOwnThread("clear"))
        return;
    m_undo.clear();
    for (OpenSavepoint &open : m_savepoints)
        open.mark = 0;
    m_models.clear();
}

Result<Entry *> SessionCore::lookUp(TrackedModel &target, RowView key)
{
    const Result<Executor *> executor = connected();
    if (!executor)
        return fail(executor.error());
    if (!target.get) {
        Result<std::unique_ptr<BulkStatement>> prepared
            = (*executor)->prepare(target.selectByKey());
        if (!prepared)
            return fail(contradicting(target.model(), prepared.error()));
        target.get = *std::move(prepared);
    }
    Result<Entry *> entry = nullptr;
    const Result<bool> found = target.get->runReturning(key, [&](RowView row) {
        entry = materialize(target, row.data());
        return false;
    });
    return found ? entry : fail(contradicting(target.model(), found.error()));
}

Result<void *> SessionCore::get(const ModelInfo &model, RowView key)
{
    if (const Result<> checked = checkThread(); !checked)
        return fail(checked.error());
    TrackedModel &target = tracked(model);
    if (qsizetype(key.size()) != target.keyColumns().size())
        return fail(ErrorCode::Usage,
            u"The key of \"%1\" has %2 columns (%3), but %4 values were given"_s.arg(model.name())
                .arg(target.keyColumns().size())
                .arg(target.keyColumns().join(u", "_s))
                .arg(key.size()));
    if (!target.pending.empty() || !target.removed.empty()) {
        if (const Result<> flushed = autoflush(); !flushed)
            return fail(flushed.error());
    }
    Entry *known = target.identity().find(key);
    if (known && known->state == ObjectState::Persistent && known->epoch == m_epoch)
        return target.store().object(*known);
    const Result<Entry *> entry = lookUp(target, key);
    if (!entry)
        return fail(entry.error());
    const bool there = *entry && (*entry)->state == ObjectState::Persistent;
    if (there && loadsAlong(model)) {
        if (const Result<> done = loadDefaults({*entry}); !done)
            return fail(done.error());
    }
    return there ? target.store().object(**entry) : nullptr;
}

Result<> SessionCore::readInto(TrackedModel &target, Entry &entry, const ValueView *row)
{
    const ModelInfo &model = target.model();
    const int column = model.read(target.store().object(entry), row + (model.hiddenKey ? 1 : 0));
    if (column >= 0) {
        Error error = misfit(model, column, row[model.tableColumn(column)]);
        QStringList key;
        for (const int part : model.key)
            key.append(toText(toValue(row[part])));
        if (!key.isEmpty())
            error.message += u", in the row %1"_s.arg(key.join(u", "_s));
        return fail(error);
    }
    target.store().takeSnapshot(entry);
    entry.epoch = m_epoch;
    return {};
}

Result<Entry *> SessionCore::renew(TrackedModel &target, Entry &entry, const ValueView *row)
{
    const Result<> read = readInto(target, entry, row);
    if (!read)
        target.store().restore(entry);
    for (const RelationshipInfo &relation : target.model().relationships) {
        void *member = relation.member(target.store().object(entry));
        if (!relation.isChanged(member))
            relation.reset(member);
    }
    return read ? Result<Entry *>(&entry) : fail(read.error());
}

Result<Entry *> SessionCore::materialize(TrackedModel &target, const ValueView *row)
{
    const ModelInfo &model = target.model();
    std::array<ValueView, 1> single {row[model.hiddenKey ? 0 : model.key.first()]};
    std::vector<ValueView> several;
    RowView key = single;
    if (model.key.size() > 1) {
        for (const int column : model.key)
            several.push_back(row[column]);
        key = several;
    }
    if (Entry *known = target.identity().find(key)) {
        if (known->epoch == m_epoch || target.store().isChanged(*known))
            return known; // what the program has changed stays
        return renew(target, *known, row);
    }
    Entry *entry = target.store().create();
    entry->state = ObjectState::Detached; // until it is read
    if (const Result<> read = readInto(target, *entry, row); !read)
        return fail(read.error());
    if (model.hiddenKey) {
        const qint64 *number = std::get_if<qint64>(&row[0]);
        entry->hiddenKey = number ? *number : 0;
    }
    entry->state = ObjectState::Persistent;
    if (!model.relationships.isEmpty())
        attachRelations(*entry);
    target.identity().insertNow(entry, key);
    return entry;
}

Result<> SessionCore::refresh(const ModelInfo &model, const void *object)
{
    const Result<Entry *> found = entryOf(model, object);
    if (!found)
        return fail(found.error());
    Entry &entry = **found;
    if (entry.state != ObjectState::Persistent)
        return fail(ErrorCode::Usage,
            u"The object of \"%1\" has no row that it could be refreshed from"_s.arg(model.name()),
            u"Flush or commit first."_s);
    TrackedModel &target = tracked(model);
    target.store().restore(entry);
    for (const RelationshipInfo &relation : model.relationships)
        relation.reset(relation.member(target.store().object(entry)));
    const Result<bool> there = reread(entry);
    if (!there)
        return fail(there.error());
    if (*there)
        return {};
    return fail(ErrorCode::NotFound,
        u"The row of \"%1\" that the object stood for is gone"_s.arg(model.name()),
        u"Expunge the object, or add a copy of it anew."_s);
}

Result<bool> SessionCore::reread(Entry &entry)
{
    TrackedModel &target = tracked(entry.store->model());
    entry.epoch = 0;
    ValueBuffer buffer;
    std::vector<ValueView> key;
    target.identity().keyOf(entry, buffer, key);
    const Result<Entry *> read = lookUp(target, key);
    return read ? Result<bool>(*read != nullptr) : fail(read.error());
}

Result<void *> SessionCore::merge(const ModelInfo &model, const void *detached)
{
    if (const Result<> checked = checkThread(); !checked)
        return fail(checked.error());
    TrackedModel &target = tracked(model);
    std::vector<ValueView> row(static_cast<size_t>(model.columns.size()));
    ValueBuffer buffer;
    if (const int column = model.write(detached, buffer, row.data()); column >= 0)
        return fail(unwritable(model, column, row[static_cast<size_t>(column)]));
    std::vector<ValueView> key;
    bool known = !model.hiddenKey;
    for (const int column : model.key) {
        key.push_back(row[static_cast<size_t>(column)]);
        known = known && !std::holds_alternative<std::monostate>(key.back());
    }
    Result<void *> object = known ? get(model, key) : Result<void *>(nullptr);
    if (!object)
        return object;
    const bool there = *object != nullptr;
    if (there && isOutdated(model, *object, row))
        return fail(ErrorCode::Conflict,
            u"The value of \"%1\" to be merged is older than its row: somebody has changed the row since"_s
                .arg(model.name()),
            u"Read the row anew and change that, or set the version to 0 to write all values."_s);
    if (!there)
        object = target.store().object(*add(model, nullptr));
    if (const Result<> taken = takeOver(model, *object, row, !there); !taken)
        return fail(taken.error());
    return object;
}

} // namespace joinery

// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/decisionflags.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/decisiontext.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Where an operation takes a fill, a cast and acceptances; null where it takes none.
struct Slots
{
    QStringList names {}; ///< the table's, and the column's where it is about one
    QString *fill = nullptr;
    QString *cast = nullptr;
    QStringList *accept = nullptr;
    QStringList codes {}; ///< of the acceptances that mean something here
    bool takesParents = false; ///< rows of other tables can lose their parent by it
};

Slots slotsOf(Operation &operation)
{
    return std::visit(overloaded {
                          [](AddColumn &add) {
                              return Slots {.names = {add.table, add.column.name},
                                  .fill = &add.fill,
                                  .accept = &add.accept,
                                  .codes = {accepts::deleteRows},
                                  .takesParents = true};
                          },
                          [](AlterColumn &alter) {
                              return Slots {.names = {alter.table, alter.column},
                                  .fill = &alter.fill,
                                  .cast = &alter.cast,
                                  .accept = &alter.accept,
                                  .codes = {accepts::lossyCast, accepts::deleteRows},
                                  .takesParents = true};
                          },
                          [](AlterTable &alter) {
                              return Slots {.names = {alter.table},
                                  .accept = &alter.accept,
                                  .codes = {accepts::deleteRows, accepts::dataLoss},
                                  .takesParents = true};
                          },
                          [](DropColumn &drop) {
                              return Slots {.names = {drop.table, drop.column.name},
                                  .accept = &drop.accept,
                                  .codes = {accepts::dataLoss}};
                          },
                          [](DropTable &drop) {
                              return Slots {.names = {drop.table.name},
                                  .accept = &drop.accept,
                                  .codes = {accepts::dataLoss},
                                  .takesParents = true};
                          },
                          [](DropVirtualTable &drop) {
                              return Slots {.names = {drop.table.name},
                                  .accept = &drop.accept,
                                  .codes = {accepts::dataLoss}};
                          },
                          [](AddConstraint &add) {
                              return Slots {.names = {add.table},
                                  .accept = &add.accept,
                                  .codes = {accepts::deleteRows, accepts::orphans}};
                          },
                          [](CreateIndex &create) {
                              return Slots {.names = {create.table},
                                  .accept = &create.accept,
                                  .codes = {accepts::deleteRows},
                                  .takesParents = true};
                          },
                          [](auto &) { return Slots {}; },
                      },
        operation);
}

/// The names as decisions have them.
QString objectOf(const QStringList &names)
{
    return names.size() == 2 ? columnObject(names.first(), names.last()) : flagName(names.value(0));
}

/// Whether a flag that says `object` means it: in quotes where names need them, or as they are.
bool means(const QString &object, const QStringList &names, const ReplayPolicy &policy)
{
    const QString key = policy.nameKey(object);
    return !names.isEmpty()
        && (key == policy.nameKey(objectOf(names)) || key == policy.nameKey(names.join(u'.')));
}

/// Whether it was not accepted before.
bool accept(QStringList &list, const QString &code)
{
    if (list.contains(code))
        return false;
    list.append(code);
    return true;
}

bool isRename(const Operation &operation)
{
    return std::holds_alternative<RenameTable>(operation)
        || std::holds_alternative<RenameColumn>(operation);
}

/// Finds places for decisions about columns that no operation touches.
class Places
{
public:
    Places(QList<Operation> &operations, const MetaData &after, const ReplayPolicy &policy)
        : m_operations(operations)
        , m_after(after)
        , m_policy(policy)
    { }

    /// An operation that changes nothing of the column but can take a decision about its values;
    /// nullptr for a column that is not there, or of a table that stays as it is.
    AlterColumn *make(const QString &object)
    {
        for (const Table &table : m_after.tables) {
            for (const Column &column : table.columns) {
                const bool meant = means(object, {table.name, column.name}, m_policy);
                const qsizetype position = meant && !column.computed ? positionIn(table.name) : -1;
                if (position < 0)
                    continue;
                m_operations.insert(
                    position, AlterColumn {.table = table.name, .column = column.name});
                return std::get_if<AlterColumn>(&m_operations[position]);
            }
        }
        return nullptr;
    }

private:
    /// Before the first change of the table, but behind its renames.
    qsizetype positionIn(const QString &table) const
    {
        qsizetype position = -1;
        for (qsizetype i = 0; i < m_operations.size(); ++i) {
            const Operation &operation = m_operations[i];
            if (std::holds_alternative<CreateTable>(operation)
                || m_policy.nameKey(targetOf(operation)) != m_policy.nameKey(table))
                continue;
            if (isRename(operation) && position >= 0)
                position = i + 1;
            else if (!isRename(operation) && position < 0)
                position = i;
        }
        return position;
    }

    QList<Operation> &m_operations;
    const MetaData &m_after;
    const ReplayPolicy &m_policy;
};

bool assign(QList<Operation> &operations, const std::pair<QString, QString> &flag, bool isFill,
    const MetaData &after, const ReplayPolicy &policy)
{
    bool used = false;
    for (Operation &operation : operations) {
        const Slots where = slotsOf(operation);
        QString *slot = isFill ? where.fill : where.cast;
        if (!slot || !means(flag.first, where.names, policy))
            continue;
        *slot = flag.second;
        used = true;
    }
    if (used)
        return true;
    AlterColumn *made = Places(operations, after, policy).make(flag.first);
    if (made)
        (isFill ? made->fill : made->cast) = flag.second;
    return made;
}

/// "code" allows it everywhere; "code:t", "code:t.c" and "code:t(…)" for that object.
bool allowMatches(const QString &flag, const QString &code, const QString &object)
{
    return flag == code || flag == code + u':' + object
        || withNamesInOneWay(flag) == code + u':' + object;
}

/// Takes "code:t" or "code:t.c" by the operation's own object, where no live database has asked.
bool acceptByName(QList<Operation> &operations, const QString &flag)
{
    bool used = false;
    for (Operation &operation : operations) {
        const Slots where = slotsOf(operation);
        for (const QString &code : where.codes) {
            if (!allowMatches(flag, code, objectOf(where.names))
                && flag != code + u':' + where.names.join(u'.'))
                continue;
            accept(*where.accept, code);
            used = true;
        }
        if (where.takesParents
            && allowMatches(flag, accepts::orphans, flagName(targetOf(operation)))
            && flag != accepts::orphans) {
            accept(*where.accept, accepts::orphans);
            used = true;
        }
    }
    return used;
}

/// The acceptance codes that the decision's own flags offer.
QStringList offeredCodes(const Decision &decision)
{
    QStringList codes;
    for (const QString &flag : decision.flags) {
        for (const QString &code :
            {accepts::dataLoss, accepts::deleteRows, accepts::orphans, accepts::lossyCast}) {
            if (flag.contains(u"--allow"_s) && flag.contains(code))
                codes.append(code);
        }
    }
    return codes;
}

bool needsValue(const Column &column)
{
    return !column.nullable && !column.serverDefault && !column.computed && !column.identity;
}

const RenameCandidate *candidateFor(const QList<RenameCandidate> &candidates, const QString &object)
{
    for (const RenameCandidate &candidate : candidates) {
        const Rename &rename = candidate.rename;
        const QString source = rename.table.isEmpty() ? flagName(rename.from)
                                                      : columnObject(rename.table, rename.from);
        if (source == object)
            return &candidate;
    }
    return nullptr;
}

QString inQuotes(const QString &text)
{
    QString quoted = text;
    return u'\'' + quoted.replace(u'\'', u"'\\''"_s) + u'\'';
}

Decision renameQuestion(const Decision &loss, const RenameCandidate &candidate)
{
    const Rename &rename = candidate.rename;
    Decision question = loss;
    question.code = u"rename"_s;
    const QString flag = rename.table.isEmpty()
        ? flagName(rename.from) + u'=' + flagName(rename.to)
        : columnObject(rename.table, rename.from) + u'=' + flagName(rename.to);
    question.message = u"%1; or was it renamed to \"%2\"? (score %3: %4)"_s.arg(
        loss.message, rename.to, QString::number(candidate.score), candidate.reasons.join(u", "_s));
    QString answer = u"--rename "_s + inQuotes(flag);
    // Nothing stays under a renamed table's old name: whoever audits the command sees that said
    // too.
    if (rename.table.isEmpty())
        answer += u" --allow "_s + inQuotes(accepts::dataLoss + u':' + flagName(rename.from));
    question.flags.prepend(answer);
    return question;
}

/// The objects that a rename would make, so that their own questions wait for its answer.
QStringList renameTargets(const QList<Decision> &questions,
    const QList<RenameCandidate> &candidates, const QList<Operation> &operations)
{
    QStringList targets;
    for (const Decision &question : questions) {
        const RenameCandidate *candidate = candidateFor(candidates, question.object);
        if (question.code != u"rename"_s || !candidate)
            continue;
        const Rename &rename = candidate->rename;
        // The table may be renamed by the same revision: the operation knows its name by then.
        const QString table = question.operations.isEmpty()
            ? rename.table
            : targetOf(operations[question.operations.first()]);
        targets.append(
            rename.table.isEmpty() ? flagName(rename.to) : columnObject(table, rename.to));
    }
    return targets;
}

bool belongsTo(const QString &object, const QString &target)
{
    return object == target || object.startsWith(target + u'.') || object.startsWith(target + u'(');
}

} // namespace

QStringList applyFlags(QList<Operation> &operations, const DecisionFlags &flags,
    const MetaData &after, const ReplayPolicy &policy)
{
    QStringList unused;
    for (const auto &fill : flags.fills) {
        if (!assign(operations, fill, true, after, policy))
            unused.append(u"--fill %1=%2"_s.arg(fill.first, fill.second));
    }
    for (const auto &cast : flags.casts) {
        if (!assign(operations, cast, false, after, policy))
            unused.append(u"--cast %1=%2"_s.arg(cast.first, cast.second));
    }
    for (const QString &allow : flags.allows) {
        if (!acceptByName(operations, allow))
            unused.append(u"--allow "_s + allow);
    }
    return unused;
}

namespace {

/// The operation that makes the column; one made for it where there is none.
QStringList *acceptOfColumn(QList<Operation> &operations, const QString &object,
    const MetaData &after, const ReplayPolicy &policy)
{
    for (Operation &operation : operations) {
        const Slots where = slotsOf(operation);
        if (where.fill && means(object, where.names, policy))
            return where.accept;
    }
    AlterColumn *made = Places(operations, after, policy).make(object);
    return made ? &made->accept : nullptr;
}

/// Where the decision's own operations can take the code; none for one about a column that no
/// operation of them is about.
QList<QStringList *> placesIn(
    QList<Operation> &operations, const Decision &decision, const QString &code)
{
    QList<QStringList *> places;
    for (const qsizetype index : decision.operations) {
        const Slots where = slotsOf(operations[index]);
        // The table's options can make a column's values not fit; what becomes of those is said
        // where the column is.
        const bool elsewhere = std::holds_alternative<AlterTable>(operations[index])
            && decision.object.startsWith(objectOf(where.names) + u'.');
        if (!elsewhere && where.accept
            && (where.codes.contains(code) || (where.takesParents && code == accepts::orphans)))
            places.append(where.accept);
    }
    return places;
}

} // namespace

QStringList applyAcceptances(QList<Operation> &operations, const QList<Decision> &decisions,
    const DecisionFlags &flags, const MetaData &after, const ReplayPolicy &policy)
{
    QStringList used;
    struct Placeless
    {
        QString object;
        QString code;
        QString flag;
    };
    QList<Placeless> placeless;
    for (const Decision &decision : decisions) {
        for (const QString &code : offeredCodes(decision)) {
            const auto flag = std::find_if(flags.allows.begin(), flags.allows.end(),
                [&](const QString &allow) { return allowMatches(allow, code, decision.object); });
            if (flag == flags.allows.end())
                continue;
            const QList<QStringList *> places = placesIn(operations, decision, code);
            bool isNew = false;
            for (QStringList *place : places)
                isNew |= accept(*place, code);
            if (isNew)
                used.append(u"--allow "_s + *flag);
            if (places.isEmpty())
                placeless.append({decision.object, code, *flag});
        }
    }
    for (const Placeless &one : placeless) { // last, since it moves the others
        QStringList *place = acceptOfColumn(operations, one.object, after, policy);
        if (place && accept(*place, one.code))
            used.append(u"--allow "_s + one.flag);
    }
    return used;
}

QList<Decision> withRenameQuestions(const QList<Decision> &decisions,
    const QList<RenameCandidate> &candidates, const QList<Operation> &operations)
{
    QList<Decision> questions;
    for (const Decision &decision : decisions) {
        const RenameCandidate *candidate = candidateFor(candidates, decision.object);
        const bool isLoss = decision.code == u"data_loss"_s;
        questions.append(isLoss && candidate ? renameQuestion(decision, *candidate) : decision);
    }
    const QStringList targets = renameTargets(questions, candidates, operations);
    questions.removeIf([&](const Decision &question) {
        return question.code != u"rename"_s
            && std::any_of(targets.begin(), targets.end(),
                [&](const QString &target) { return belongsTo(question.object, target); });
    });
    return questions;
}

namespace {

/// The table with the options that the operations give it: the rows that the inverse fills are of
/// that kind.
Table withLaterOptions(Table table, const QList<Operation> &operations, const ReplayPolicy &policy)
{
    for (const Operation &operation : operations) {
        const AlterTable *alter = std::get_if<AlterTable>(&operation);
        if (alter && alter->toOptions && policy.nameKey(alter->table) == policy.nameKey(table.name))
            table.options = *alter->toOptions;
    }
    return table;
}

/// The schema without what the operations drop: on the way back that is not there yet, or empty.
MetaData withoutDropped(
    MetaData schema, const QList<Operation> &operations, const ReplayPolicy &policy)
{
    for (const Operation &operation : operations) {
        if (const DropTable *gone = std::get_if<DropTable>(&operation))
            schema.tables.remove(gone->table.name);
        const DropColumn *drop = std::get_if<DropColumn>(&operation);
        const Table *table = drop ? findTable(schema, drop->table, policy) : nullptr;
        if (table)
            schema.tables[table->name].columns.removeIf([&](const Column &column) {
                return policy.nameKey(column.name) == policy.nameKey(drop->column.name);
            });
    }
    return schema;
}

/// The fill with which the operation's own inverse goes through, where it needs one.
void addRestoreFill(Operation &operation, const QList<Operation> &operations,
    const MetaData &schema, const Dialect &dialect)
{
    const Table *found = findTable(schema, targetOf(operation), dialect.replayPolicy());
    if (!found)
        return;
    const ReplayPolicy &policy = dialect.replayPolicy();
    const Table table = withLaterOptions(*found, operations, policy);
    if (DropColumn *drop = std::get_if<DropColumn>(&operation); drop && needsValue(drop->column))
        drop->restoreFill = dialect.decisions().suggestFill(
            withoutDropped(schema, operations, policy), table, drop->column);
    AlterColumn *alter = std::get_if<AlterColumn>(&operation);
    if (!alter || alter->to.nullable != std::optional<bool>(true))
        return;
    if (const Column *column = table.column(alter->column); column && needsValue(*column))
        alter->restoreFill = dialect.decisions().suggestFill(
            withoutDropped(schema, operations, policy), table, *column);
}

} // namespace

void addRestoreFills(QList<Operation> &operations, const MetaData &from, const Dialect &dialect)
{
    MetaData schema = from;
    for (Operation &operation : operations) {
        addRestoreFill(operation, operations, schema, dialect);
        // Renames alone are followed: the keys that the column has now tell what values it needs,
        // and they are dropped before it. What does not fit is reported when it is compiled.
        const bool renames = std::holds_alternative<RenameTable>(operation)
            || std::holds_alternative<RenameColumn>(operation);
        if (renames && !apply(schema, operation, dialect.replayPolicy()))
            return;
    }
}

} // namespace joinery

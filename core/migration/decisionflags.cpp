// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/decisionflags.h"

#include "joinery/base/overloaded.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString member(const QString &table, const QString &column)
{
    return table + u'.' + column;
}

/// Where an operation takes a fill, a cast and acceptances; null where it takes none.
struct Slots
{
    QString column {}; ///< "table.column"
    QString *fill = nullptr;
    QString *cast = nullptr;
    QStringList *accept = nullptr;
    QStringList codes {}; ///< of the acceptances that mean something here
};

Slots slotsOf(Operation &operation)
{
    return std::visit(overloaded {
                          [](AddColumn &add) {
                              return Slots {
                                  .column = member(add.table, add.column.name), .fill = &add.fill};
                          },
                          [](AlterColumn &alter) {
                              return Slots {.column = member(alter.table, alter.column),
                                  .fill = &alter.fill,
                                  .cast = &alter.cast,
                                  .accept = &alter.accept,
                                  .codes = {accepts::lossyCast, accepts::deleteRows}};
                          },
                          [](DropColumn &drop) {
                              return Slots {.column = member(drop.table, drop.column.name),
                                  .accept = &drop.accept,
                                  .codes = {accepts::dataLoss}};
                          },
                          [](DropTable &drop) {
                              return Slots {.column = drop.table.name,
                                  .accept = &drop.accept,
                                  .codes = {accepts::dataLoss}};
                          },
                          [](DropVirtualTable &drop) {
                              return Slots {.column = drop.table.name,
                                  .accept = &drop.accept,
                                  .codes = {accepts::dataLoss}};
                          },
                          [](AddConstraint &add) {
                              return Slots {.column = add.table,
                                  .accept = &add.accept,
                                  .codes = {accepts::deleteRows, accepts::orphans}};
                          },
                          [](CreateIndex &create) {
                              return Slots {.column = create.table,
                                  .accept = &create.accept,
                                  .codes = {accepts::deleteRows}};
                          },
                          [](auto &) { return Slots {}; },
                      },
        operation);
}

void accept(QStringList &list, const QString &code)
{
    if (!list.contains(code))
        list.append(code);
}

bool assign(QList<Operation> &operations, const std::pair<QString, QString> &flag, bool isFill,
    const ReplayPolicy &policy)
{
    bool used = false;
    for (Operation &operation : operations) {
        const Slots where = slotsOf(operation);
        QString *slot = isFill ? where.fill : where.cast;
        if (!slot || policy.nameKey(where.column) != policy.nameKey(flag.first))
            continue;
        *slot = flag.second;
        used = true;
    }
    return used;
}

/// "code" allows it everywhere; "code:t", "code:t.c" and "code:t(…)" for that object.
bool allowMatches(const QString &flag, const QString &code, const QString &object)
{
    return flag == code || flag == code + u':' + object;
}

/// Takes "code:t" or "code:t.c" by the operation's own object, where no live database has asked.
bool acceptByName(QList<Operation> &operations, const QString &flag)
{
    bool used = false;
    for (Operation &operation : operations) {
        const Slots where = slotsOf(operation);
        for (const QString &code : where.codes) {
            if (!allowMatches(flag, code, where.column))
                continue;
            accept(*where.accept, code);
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
        const QString source
            = rename.table.isEmpty() ? rename.from : member(rename.table, rename.from);
        if (source == object)
            return &candidate;
    }
    return nullptr;
}

QString shellQuoted(const QString &text)
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
        ? u"%1=%2"_s.arg(rename.from, rename.to)
        : u"%1.%2=%3"_s.arg(rename.table, rename.from, rename.to);
    question.message = u"%1; or was it renamed to \"%2\"? (score %3: %4)"_s.arg(
        loss.message, rename.to, QString::number(candidate.score), candidate.reasons.join(u", "_s));
    QString answer = u"--rename "_s + shellQuoted(flag);
    // Nothing stays under a renamed table's old name: whoever audits the command sees that said
    // too.
    if (rename.table.isEmpty())
        answer += u" --allow "_s + shellQuoted(accepts::dataLoss + u':' + rename.from);
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
        targets.append(rename.table.isEmpty() ? rename.to : member(table, rename.to));
    }
    return targets;
}

bool belongsTo(const QString &object, const QString &target)
{
    return object == target || object.startsWith(target + u'.') || object.startsWith(target + u'(');
}

} // namespace

QStringList applyFlags(
    QList<Operation> &operations, const DecisionFlags &flags, const ReplayPolicy &policy)
{
    QStringList unused;
    for (const auto &fill : flags.fills) {
        if (!assign(operations, fill, true, policy))
            unused.append(u"--fill %1=%2"_s.arg(fill.first, fill.second));
    }
    for (const auto &cast : flags.casts) {
        if (!assign(operations, cast, false, policy))
            unused.append(u"--cast %1=%2"_s.arg(cast.first, cast.second));
    }
    for (const QString &allow : flags.allows) {
        if (!acceptByName(operations, allow))
            unused.append(u"--allow "_s + allow);
    }
    return unused;
}

QStringList applyAcceptances(
    QList<Operation> &operations, const QList<Decision> &decisions, const DecisionFlags &flags)
{
    QStringList used;
    for (const Decision &decision : decisions) {
        for (const QString &code : offeredCodes(decision)) {
            const auto flag = std::find_if(flags.allows.begin(), flags.allows.end(),
                [&](const QString &allow) { return allowMatches(allow, code, decision.object); });
            if (flag == flags.allows.end())
                continue;
            for (const qsizetype index : decision.operations) {
                if (QStringList *list = slotsOf(operations[index]).accept)
                    accept(*list, code);
            }
            used.append(u"--allow "_s + *flag);
        }
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

/// The fill with which the operation's own inverse goes through, where it needs one.
void addRestoreFill(Operation &operation, const MetaData &schema, const Dialect &dialect)
{
    const Table *table = findTable(schema, targetOf(operation), dialect.replayPolicy());
    if (!table)
        return;
    if (DropColumn *drop = std::get_if<DropColumn>(&operation); drop && needsValue(drop->column))
        drop->restoreFill = dialect.decisions().suggestFill(schema, *table, drop->column);
    AlterColumn *alter = std::get_if<AlterColumn>(&operation);
    if (!alter || alter->to.nullable != std::optional<bool>(true))
        return;
    if (const Column *column = table->column(alter->column); column && needsValue(*column))
        alter->restoreFill = dialect.decisions().suggestFill(schema, *table, *column);
}

} // namespace

void addRestoreFills(QList<Operation> &operations, const MetaData &from, const Dialect &dialect)
{
    MetaData schema = from;
    for (Operation &operation : operations) {
        addRestoreFill(operation, schema, dialect);
        // Renames alone are followed: the keys that the column has now tell what values it needs,
        // and they are dropped before it. What does not fit is reported when it is compiled.
        const bool renames = std::holds_alternative<RenameTable>(operation)
            || std::holds_alternative<RenameColumn>(operation);
        if (renames && !apply(schema, operation, dialect.replayPolicy()))
            return;
    }
}

} // namespace joinery

// SPDX-License-Identifier: MPL-2.0
#include "app/cli/decisions.h"

#include "joinery/operations/describe.h"
#include "joinery/operations/inverse.h"

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

QString optionText(const QString &flag)
{
    if (flag.startsWith(u"--fill"_s))
        return u"fill in a value:   %1"_s.arg(flag);
    if (flag.startsWith(u"--cast"_s))
        return u"convert them:      %1"_s.arg(flag);
    if (flag.startsWith(u"--rename"_s))
        return u"it was renamed:    %1"_s.arg(flag);
    if (flag.contains(accepts::deleteRows))
        return u"delete those rows: %1"_s.arg(flag);
    if (flag.contains(accepts::orphans))
        return u"keep them so:      %1"_s.arg(flag);
    if (flag.contains(accepts::lossyCast))
        return u"let them change:   %1"_s.arg(flag);
    return u"let it go:         %1"_s.arg(flag);
}

void printExamples(const Terminal &terminal, const Decision &decision)
{
    if (decision.examples.isEmpty())
        return;
    for (const QString &line : alignedTable(decision.examples, 40).trimmed().split(u'\n'))
        terminal.warn(u"      "_s + line);
}

/// One decision asked; null = given up.
QString askOne(const Terminal &terminal, const Decision &decision)
{
    for (qsizetype i = 0; i < decision.flags.size(); ++i)
        terminal.warn(u"    %1) %2"_s.arg(i + 1).arg(optionText(decision.flags[i])));
    terminal.warn(u"    or write flags of your own; empty = stop"_s);
    const QString answer = terminal.ask(u"  ? "_s);
    if (answer.isEmpty())
        return {};
    bool isNumber = false;
    const int number = answer.toInt(&isNumber);
    if (isNumber && number >= 1 && number <= decision.flags.size())
        return decision.flags[number - 1];
    return isNumber ? QString() : answer;
}

} // namespace

QJsonArray irreversibleDocument(const QList<Operation> &operations, const Dialect &dialect)
{
    QJsonArray steps;
    for (qsizetype i = 0; i < operations.size(); ++i) {
        const Operation &operation = operations[i];
        if (const QString reason = dialect.ddl().irreversibleBecause(operations, i);
            !reason.isEmpty())
            steps.append(QJsonObject {{u"operation"_s, describe(operation)},
                {u"reversible"_s, reversibilityText(reversibility(operation))},
                {u"reason"_s, reason}});
    }
    return steps;
}

QJsonObject refusedDocument(const QList<Decision> &decisions)
{
    QJsonArray array;
    for (const Decision &decision : decisions) {
        array.append(QJsonObject {{u"code"_s, decision.code}, {u"object"_s, decision.object},
            {u"message"_s, decision.message}, {u"rows"_s, decision.rows},
            {u"flags"_s, QJsonArray::fromStringList(decision.flags)},
            {u"examples"_s, toJson(decision.examples)}});
    }
    return {{u"status"_s, u"refused"_s}, {u"decisions"_s, array}};
}

void printDecisions(const Terminal &terminal, const QList<Decision> &decisions)
{
    for (const Decision &decision : decisions) {
        terminal.warn(u"  • %1"_s.arg(decision.message));
        printExamples(terminal, decision);
        for (const QString &flag : decision.flags)
            terminal.warn(u"      %1"_s.arg(flag));
    }
}

bool askDecisions(const Terminal &terminal, const QList<Decision> &decisions, DecisionFlags &flags)
{
    terminal.warn(u"%1 to decide before this can be written:"_s.arg(
        decisions.size() == 1 ? u"One thing"_s : u"%1 things"_s.arg(decisions.size())));
    for (const Decision &decision : decisions) {
        terminal.warn(u"\n  • %1"_s.arg(decision.message));
        printExamples(terminal, decision);
        const QString answer = askOne(terminal, decision);
        if (answer.isEmpty())
            return false;
        if (const Result<> added = addFlags(flags, answer); !added) {
            terminal.warn(u"  %1"_s.arg(added.error().message));
            return false;
        }
    }
    return true;
}

} // namespace joinery::cli

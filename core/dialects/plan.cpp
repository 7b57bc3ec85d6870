// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/plan.h"

#include "joinery/dialects/dialect.h"
#include "joinery/operations/inverse.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The text as comment lines; what comes from names and SQL may hold line breaks.
QString comment(const QString &text)
{
    QString lines = text.trimmed();
    lines.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
    return u"-- "_s + lines.replace(u"\n"_s, u"\n-- "_s) + u'\n';
}

/// The semicolon goes on a line of its own where a comment would swallow it.
QString ended(const QString &sql)
{
    const bool lastLineHasComment = sql.mid(sql.lastIndexOf(u'\n') + 1).contains(u"--"_s);
    return sql + (lastLineHasComment ? u"\n;\n"_s : u";\n"_s);
}

QString toScript(const Statement &statement)
{
    if (statement.kind == Statement::Kind::Check)
        return comment(u"check, must return no row: "_s + statement.purpose) + ended(statement.sql);
    return ended(statement.sql);
}

} // namespace

Result<std::unique_ptr<StoredTexts>> DdlCompiler::readTexts(Executor &) const
{
    return std::unique_ptr<StoredTexts>();
}

QString DdlCompiler::irreversibleBecause(const QList<Operation> &operations, qsizetype index) const
{
    return joinery::irreversibleBecause(operations[index]);
}

Result<> Dialect::createAsStored(Executor &scratch, const QString &statement) const
{
    const auto done = scratch.execute(statement);
    return done ? Result<>() : fail(done.error());
}

bool Plan::isDestructive() const
{
    return std::any_of(
        steps.begin(), steps.end(), [](const PlanStep &step) { return step.destructive; });
}

qsizetype Plan::statementCount() const
{
    qsizetype count = 0;
    for (const PlanStep &step : steps)
        count += step.statements.size();
    return count;
}

QString toScript(const Plan &plan)
{
    QString script;
    if (plan.foreignKeysOff)
        script += comment(u"enforcement of foreign keys must be off while this runs, and an error "
                          u"must end all of it:\n"
                          "else a table could be dropped whose rows were not copied"_s);
    for (const PlanStep &step : plan.steps) {
        script += comment(step.title);
        for (const Statement &statement : step.statements)
            script += toScript(statement);
    }
    return script;
}

} // namespace joinery

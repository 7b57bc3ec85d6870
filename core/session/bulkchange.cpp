// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/bulkchange.h"

#include "joinery/session/sqlwriter.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// So that a session that has read such a row notices.
bool countsVersion(const ChangeStatement &statement)
{
    const int version = statement.model->versionColumn;
    return version >= 0
        && std::none_of(statement.assignments.cbegin(), statement.assignments.cend(),
            [version](const ChangeStatement::Assignment &assignment) {
                return assignment.column == version;
            });
}

void writeAssignments(SqlWriter &writer, const ChangeStatement &statement)
{
    const ModelInfo &model = *statement.model;
    if (statement.assignments.isEmpty())
        writer.fail(u"An update of model \"%1\" sets no column"_s.arg(model.name()),
            u"Say what to change: set(col(…), value)."_s);
    bool first = true;
    for (const ChangeStatement::Assignment &assignment : statement.assignments) {
        const QString column = model.columnName(assignment.column);
        if (!model.columns[assignment.column].options.computed.empty())
            writer.fail(u"Column \"%1\" of model \"%2\" is computed and cannot be set"_s.arg(
                column, model.name()));
        writer.write(std::exchange(first, false) ? u" SET " : u", ");
        writer.writeName(column);
        writer.write(u" = ");
        writer.writeAssigned(assignment.value, *statement.model, assignment.column);
    }
    if (!statement.assignments.isEmpty() && countsVersion(statement)) {
        const QString version = model.columnName(model.versionColumn);
        writer.write(u", ");
        writer.writeName(version);
        writer.write(u" = ");
        writer.writeName(version);
        writer.write(u" + 1");
    }
}

} // namespace

Result<CompiledSelect> compile(const ChangeStatement &statement, const DmlCompiler &dml)
{
    SqlWriter writer(dml);
    SqlWriter::Scope scope;
    writer.setScope(&scope);
    writer.addSource({statement.model, {}}, false);
    if (statement.deletes) {
        writer.write(u"DELETE FROM ");
        writer.writeName(statement.model->table.name);
    } else {
        writer.write(dml.update(statement.model->table));
        writeAssignments(writer, statement);
    }
    if (!statement.where.isEmpty()) {
        writer.write(u" WHERE ");
        writer.writeAll(statement.where);
    }
    CompiledSelect compiled {.parts = partsOf(statement.returning)};
    if (!statement.returning.isEmpty()) {
        writer.write(u" RETURNING ");
        writer.writeItems(statement.returning);
    }
    return writer.finish(std::move(compiled));
}

} // namespace joinery

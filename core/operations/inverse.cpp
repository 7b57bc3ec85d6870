// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/inverse.h"

#include "joinery/base/overloaded.h"
#include "joinery/operations/describe.h"

#include <concepts>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

template <typename T, typename... Ts>
concept OneOf = (std::same_as<T, Ts> || ...);

bool isBlank(const QMap<QString, QString> &texts)
{
    return std::all_of(
        texts.begin(), texts.end(), [](const QString &text) { return text.trimmed().isEmpty(); });
}

SchemaOperation inverseOf(const SchemaOperation &operation)
{
    using Inverse = SchemaOperation;
    return std::visit(
        overloaded {
            [](const CreateTable &op) -> Inverse { return DropTable {.table = op.table}; },
            [](const DropTable &op) -> Inverse { return CreateTable {.table = op.table}; },
            [](const RenameTable &op) -> Inverse {
                return RenameTable {op.to, op.from};
            },
            [](const AlterTable &op) -> Inverse {
                return AlterTable {.table = op.table,
                    .fromComment = op.toComment,
                    .toComment = op.fromComment,
                    .fromOptions = op.toOptions,
                    .toOptions = op.fromOptions};
            },
            [](const AddColumn &op) -> Inverse {
                return DropColumn {.table = op.table, .column = op.column, .restoreFill = op.fill};
            },
            [](const DropColumn &op) -> Inverse {
                return AddColumn {.table = op.table, .column = op.column, .fill = op.restoreFill};
            },
            [](const RenameColumn &op) -> Inverse {
                return RenameColumn {op.table, op.to, op.from};
            },
            [](const AlterColumn &op) -> Inverse {
                return AlterColumn {.table = op.table,
                    .column = op.column,
                    .from = op.to,
                    .to = op.from,
                    .fill = op.restoreFill,
                    .restoreFill = op.fill};
            },
            [](const ReorderColumns &op) -> Inverse {
                return ReorderColumns {op.table, op.to, op.from};
            },
            [](const AddConstraint &op) -> Inverse {
                return DropConstraint {op.table, op.constraint};
            },
            [](const DropConstraint &op) -> Inverse {
                return AddConstraint {.table = op.table, .constraint = op.constraint};
            },
            [](const CreateIndex &op) -> Inverse {
                return DropIndex {op.table, op.index};
            },
            [](const DropIndex &op) -> Inverse {
                return CreateIndex {.table = op.table, .index = op.index};
            },
            [](const CreateView &op) -> Inverse { return DropView {op.view}; },
            [](const DropView &op) -> Inverse { return CreateView {op.view}; },
            [](const AlterView &op) -> Inverse {
                return AlterView {op.to, op.from};
            },
            [](const CreateTrigger &op) -> Inverse {
                return DropTrigger {op.table, op.trigger};
            },
            [](const DropTrigger &op) -> Inverse {
                return CreateTrigger {op.table, op.trigger};
            },
            [](const CreateVirtualTable &op) -> Inverse {
                return DropVirtualTable {.table = op.table};
            },
            [](const DropVirtualTable &op) -> Inverse { return CreateVirtualTable {op.table}; },
            [](const CreateSequence &op) -> Inverse { return DropSequence {op.sequence}; },
            [](const DropSequence &op) -> Inverse { return CreateSequence {op.sequence}; },
            [](const CreateEnum &op) -> Inverse { return DropEnum {op.type}; },
            [](const DropEnum &op) -> Inverse { return CreateEnum {op.type}; },
        },
        operation);
}

/// An empty `reversed_by` runs nothing, so it changes nothing either.
std::optional<QList<SchemaOperation>> inverseChanges(const Execute &execute)
{
    if (!execute.changes || isBlank(*execute.reversedBy))
        return execute.changes ? std::optional<QList<SchemaOperation>>(std::in_place)
                               : std::nullopt;
    QList<SchemaOperation> changes;
    for (auto op = execute.changes->crbegin(); op != execute.changes->crend(); ++op)
        changes.append(inverseOf(*op));
    return changes;
}

Result<Operation> inverseOf(const Execute &execute)
{
    if (!execute.reversedBy) {
        return fail(ErrorCode::Unsupported, u"%1 cannot be undone"_s.arg(describe(execute)),
            u"give the step `reversed_by` (\"\" when there is nothing to undo), "
            "or write the downgrade by hand"_s);
    }
    return Operation(Execute {
        .sql = *execute.reversedBy, .reversedBy = execute.sql, .changes = inverseChanges(execute)});
}

Reversibility when(bool losesValues)
{
    return losesValues ? Reversibility::StructureOnly : Reversibility::WithData;
}

/// Filled NULLs, cast values and the values a computed column replaces do not come back.
bool losesValues(const AlterColumn &op)
{
    const bool becomesComputed
        = op.to.computed && *op.to.computed && !(op.from.computed && *op.from.computed);
    return becomesComputed || !op.fill.isEmpty() || !op.cast.isEmpty() || !op.accept.isEmpty();
}

QString lossText(const AlterColumn &op)
{
    if (!op.cast.isEmpty() || op.accept.contains(accepts::lossyCast))
        return u"the values before the conversion are gone"_s;
    if (!op.fill.isEmpty())
        return u"which rows had no value is not known any more"_s;
    return op.accept.contains(accepts::deleteRows) ? u"the rows that broke it are gone"_s
                                                   : u"the values it had are gone"_s;
}

} // namespace

Result<Operation> inverse(const Operation &operation)
{
    return std::visit(overloaded {
                          [](const Execute &execute) { return inverseOf(execute); },
                          [](const auto &op) -> Result<Operation> {
                              return toOperation(inverseOf(SchemaOperation(op)));
                          },
                      },
        operation);
}

Result<QList<Operation>> inverse(const QList<Operation> &operations)
{
    QList<Operation> undone;
    for (qsizetype step = operations.size() - 1; step >= 0; --step) {
        Result<Operation> one = inverse(operations[step]);
        if (!one)
            return failIn(u"step %1"_s.arg(step + 1), std::move(one.error()));
        undone.append(*std::move(one));
    }
    return undone;
}

Reversibility reversibility(const Operation &operation)
{
    return std::visit(
        overloaded {
            [](const DropTable &) { return Reversibility::StructureOnly; },
            [](const DropVirtualTable &) { return Reversibility::StructureOnly; },
            [](const DropSequence &) { return Reversibility::StructureOnly; },
            [](const DropColumn &op) { return when(!op.column.computed); },
            [](const AlterColumn &op) { return when(losesValues(op)); },
            []<OneOf<AddColumn, AddConstraint, CreateIndex> T>(
                const T &op) { return when(op.accept.contains(accepts::deleteRows)); },
            [](const AlterTable &op) { return when(!op.accept.isEmpty()); },
            [](const Execute &op) {
                return op.reversedBy ? Reversibility::WithData : Reversibility::No;
            },
            []<OneOf<CreateTable, RenameTable, RenameColumn, ReorderColumns, DropConstraint,
                DropIndex, CreateView, DropView, AlterView, CreateTrigger, DropTrigger,
                CreateVirtualTable, CreateSequence, CreateEnum, DropEnum>
                    T>(const T &) { return Reversibility::WithData; },
        },
        operation);
}

QString irreversibleBecause(const Operation &operation)
{
    if (reversibility(operation) == Reversibility::WithData)
        return {};
    return std::visit(
        overloaded {
            [](const DropTable &) { return u"its rows are gone"_s; },
            [](const DropVirtualTable &) { return u"its rows are gone"_s; },
            [](const DropSequence &) { return u"the number it was at is gone"_s; },
            [](const DropColumn &) { return u"its values are gone"_s; },
            [](const AlterColumn &op) { return lossText(op); },
            [](const AddConstraint &) { return u"the rows that broke it are gone"_s; },
            [](const CreateIndex &) { return u"the rows that broke it are gone"_s; },
            [](const Execute &) { return u"no reversed_by says what undoes it"_s; },
            []<OneOf<CreateTable, RenameTable, AlterTable, AddColumn, RenameColumn, ReorderColumns,
                DropConstraint, DropIndex, CreateView, DropView, AlterView, CreateTrigger,
                DropTrigger, CreateVirtualTable, CreateSequence, CreateEnum, DropEnum>
                    T>(const T &) { return QString(); },
        },
        operation);
}

QString reversibilityText(Reversibility reversibility)
{
    switch (reversibility) {
    case Reversibility::WithData:
        return u"with data"_s;
    case Reversibility::StructureOnly:
        return u"structure only"_s;
    case Reversibility::No:
        break;
    }
    return u"no"_s;
}

} // namespace joinery

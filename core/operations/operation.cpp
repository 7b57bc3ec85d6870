// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/operation.h"

#include "joinery/base/overloaded.h"

using namespace Qt::StringLiterals;

namespace joinery {

QString textFor(const QMap<QString, QString> &sql, const QString &dialect)
{
    const auto own = sql.constFind(dialect);
    return own != sql.constEnd() ? *own : sql.value(QString());
}

Operation toOperation(const SchemaOperation &operation)
{
    return std::visit([](const auto &value) { return Operation(value); }, operation);
}

QString targetOf(const Operation &operation)
{
    return std::visit(overloaded {
                          [](const CreateTable &op) { return op.table.name; },
                          [](const DropTable &op) { return op.table.name; },
                          [](const RenameTable &op) { return op.from; },
                          [](const AlterTable &op) { return op.table; },
                          [](const AddColumn &op) { return op.table; },
                          [](const DropColumn &op) { return op.table; },
                          [](const RenameColumn &op) { return op.table; },
                          [](const AlterColumn &op) { return op.table; },
                          [](const ReorderColumns &op) { return op.table; },
                          [](const AddConstraint &op) { return op.table; },
                          [](const DropConstraint &op) { return op.table; },
                          [](const CreateIndex &op) { return op.table; },
                          [](const DropIndex &op) { return op.table; },
                          [](const CreateView &op) { return op.view.name; },
                          [](const DropView &op) { return op.view.name; },
                          [](const AlterView &op) { return op.from.name; },
                          [](const CreateTrigger &op) { return op.table; },
                          [](const DropTrigger &op) { return op.table; },
                          [](const CreateVirtualTable &op) { return op.table.name; },
                          [](const DropVirtualTable &op) { return op.table.name; },
                          [](const CreateSequence &op) { return op.sequence.name; },
                          [](const DropSequence &op) { return op.sequence.name; },
                          [](const CreateEnum &op) { return op.type.name; },
                          [](const DropEnum &op) { return op.type.name; },
                          [](const Execute &) { return QString(); },
                      },
        operation);
}

QString kindOf(const Operation &operation)
{
    return std::visit(overloaded {
                          [](const CreateTable &) { return u"create_table"_s; },
                          [](const DropTable &) { return u"drop_table"_s; },
                          [](const RenameTable &) { return u"rename_table"_s; },
                          [](const AlterTable &) { return u"alter_table"_s; },
                          [](const AddColumn &) { return u"add_column"_s; },
                          [](const DropColumn &) { return u"drop_column"_s; },
                          [](const RenameColumn &) { return u"rename_column"_s; },
                          [](const AlterColumn &) { return u"alter_column"_s; },
                          [](const ReorderColumns &) { return u"reorder_columns"_s; },
                          [](const AddConstraint &) { return u"add_constraint"_s; },
                          [](const DropConstraint &) { return u"drop_constraint"_s; },
                          [](const CreateIndex &) { return u"create_index"_s; },
                          [](const DropIndex &) { return u"drop_index"_s; },
                          [](const CreateView &) { return u"create_view"_s; },
                          [](const DropView &) { return u"drop_view"_s; },
                          [](const AlterView &) { return u"alter_view"_s; },
                          [](const CreateTrigger &) { return u"create_trigger"_s; },
                          [](const DropTrigger &) { return u"drop_trigger"_s; },
                          [](const CreateVirtualTable &) { return u"create_virtual_table"_s; },
                          [](const DropVirtualTable &) { return u"drop_virtual_table"_s; },
                          [](const CreateSequence &) { return u"create_sequence"_s; },
                          [](const DropSequence &) { return u"drop_sequence"_s; },
                          [](const CreateEnum &) { return u"create_enum"_s; },
                          [](const DropEnum &) { return u"drop_enum"_s; },
                          [](const Execute &) { return u"execute"_s; },
                      },
        operation);
}

} // namespace joinery

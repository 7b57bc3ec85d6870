// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/describe.h"

#include "joinery/base/overloaded.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString quoted(const QString &name)
{
    return u'"' + name + u'"';
}

QString quoted(const QStringList &names)
{
    QStringList all;
    for (const QString &name : names)
        all.append(quoted(name));
    return all.join(u", "_s);
}

QString oneLine(const QString &text)
{
    constexpr qsizetype longest = 80;
    const QString line = text.simplified();
    return line.size() > longest ? line.left(longest - 1) + u'…' : line;
}

QString typeText(const DataType &type)
{
    return type.text.isEmpty() && !type.native.isEmpty() ? type.native.first() : type.text;
}

QString columnText(const Column &column)
{
    QString text = quoted(column.name);
    if (const QString type = typeText(column.type); !type.isEmpty())
        text += u' ' + type;
    if (!column.nullable)
        text += u" NOT NULL"_s;
    if (column.serverDefault)
        text += u" DEFAULT "_s + oneLine(*column.serverDefault);
    if (column.computed)
        text += u" computed as "_s + oneLine(column.computed->sql);
    return text;
}

QString partsText(const QList<KeyPart> &parts)
{
    QStringList texts;
    for (const KeyPart &part : parts)
        texts.append(part.column.isEmpty() ? oneLine(part.expression) : quoted(part.column));
    return u'(' + texts.join(u", "_s) + u')';
}

/// The kind, and the name or else the content.
QString constraintText(const Constraint &constraint)
{
    const QString name = constraintName(constraint);
    const auto text = [&](const QString &kind, const QString &content) {
        return name.isEmpty() ? kind + u' ' + content : kind + u' ' + quoted(name);
    };
    return std::visit(
        overloaded {
            [&](const PrimaryKeyConstraint &key) {
                return text(u"primary key"_s, partsText(key.columns));
            },
            [&](const UniqueConstraint &unique) {
                return text(u"unique constraint"_s, partsText(unique.columns));
            },
            [&](const CheckConstraint &check) {
                return text(u"check"_s, u'(' + oneLine(check.sql) + u')');
            },
            [&](const ForeignKeyConstraint &key) {
                return text(u"foreign key"_s,
                    u'(' + quoted(key.columns) + u") to "_s + quoted(key.referredTable));
            },
        },
        constraint);
}

/// What the patch sets, in words: "type varchar(80), NOT NULL, no default".
QStringList patchTexts(const ColumnPatch &patch)
{
    QStringList texts;
    if (patch.type)
        texts.append(u"type "_s + typeText(*patch.type));
    if (patch.nullable)
        texts.append(*patch.nullable ? u"NULL allowed"_s : u"NOT NULL"_s);
    if (patch.serverDefault)
        texts.append(*patch.serverDefault ? u"default "_s + oneLine(**patch.serverDefault)
                                          : u"no default"_s);
    if (patch.computed)
        texts.append(*patch.computed ? u"computed as "_s + oneLine((*patch.computed)->sql)
                                     : u"not computed"_s);
    if (patch.identity)
        texts.append(*patch.identity ? u"identity"_s : u"no identity"_s);
    if (patch.collation)
        texts.append(
            patch.collation->isEmpty() ? u"no collation"_s : u"collation "_s + *patch.collation);
    if (patch.comment)
        texts.append(u"comment"_s);
    if (patch.options)
        texts.append(u"options"_s);
    return texts;
}

/// What happens to the values of a column that itself stays as it is.
QStringList valueTexts(const AlterColumn &op)
{
    QStringList texts;
    if (!op.cast.isEmpty())
        texts.append(u"values become "_s + oneLine(op.cast));
    if (!op.fill.isEmpty())
        texts.append(u"NULLs become "_s + oneLine(op.fill));
    if (!op.accept.isEmpty())
        texts.append(u"values that do not fit: "_s + op.accept.join(u", "_s));
    return texts;
}

QString alterTableText(const AlterTable &op)
{
    QStringList texts;
    if (op.toComment)
        texts.append(u"comment"_s);
    if (op.toOptions)
        texts.append(u"options"_s);
    return u"change the %1 of table %2"_s.arg(texts.join(u" and "_s), quoted(op.table));
}

QString executeText(const Execute &op)
{
    const QString sql = op.sql.isEmpty() ? QString() : op.sql.first();
    return u"run SQL: %1"_s.arg(oneLine(sql));
}

} // namespace

QString describe(const Operation &operation)
{
    const auto columns = [](const AlterColumn &op) {
        const QStringList texts = op.to.isEmpty() ? valueTexts(op) : patchTexts(op.to);
        return u"change column %1 of table %2: %3"_s.arg(
            quoted(op.column), quoted(op.table), texts.join(u", "_s));
    };
    return std::visit(
        overloaded {
            [](const CreateTable &op) { return u"add table "_s + quoted(op.table.name); },
            [](const DropTable &op) { return u"drop table "_s + quoted(op.table.name); },
            [](const RenameTable &op) {
                return u"rename table %1 to %2"_s.arg(quoted(op.from), quoted(op.to));
            },
            [](const AlterTable &op) { return alterTableText(op); },
            [](const AddColumn &op) {
                return u"add column %1 to table %2"_s.arg(columnText(op.column), quoted(op.table));
            },
            [](const DropColumn &op) {
                return u"drop column %1 from table %2"_s.arg(
                    quoted(op.column.name), quoted(op.table));
            },
            [](const RenameColumn &op) {
                return u"rename column %1 to %2 in table %3"_s.arg(
                    quoted(op.from), quoted(op.to), quoted(op.table));
            },
            columns,
            [](const ReorderColumns &op) {
                return u"reorder the columns of table "_s + quoted(op.table);
            },
            [](const AddConstraint &op) {
                return u"add %1 to table %2"_s.arg(constraintText(op.constraint), quoted(op.table));
            },
            [](const DropConstraint &op) {
                return u"drop %1 from table %2"_s.arg(
                    constraintText(op.constraint), quoted(op.table));
            },
            [](const CreateIndex &op) {
                return u"add %1 %2 on table %3 %4"_s.arg(
                    op.index.unique ? u"unique index"_s : u"index"_s, quoted(op.index.name),
                    quoted(op.table), partsText(op.index.columns));
            },
            [](const DropIndex &op) {
                return u"drop index %1 from table %2"_s.arg(
                    quoted(op.index.name), quoted(op.table));
            },
            [](const CreateView &op) { return u"add view "_s + quoted(op.view.name); },
            [](const DropView &op) { return u"drop view "_s + quoted(op.view.name); },
            [](const AlterView &op) { return u"change view "_s + quoted(op.from.name); },
            [](const CreateTrigger &op) {
                return u"add trigger %1 to %2"_s.arg(quoted(op.trigger.name), quoted(op.table));
            },
            [](const DropTrigger &op) {
                return u"drop trigger %1 from %2"_s.arg(quoted(op.trigger.name), quoted(op.table));
            },
            [](const CreateVirtualTable &op) {
                return u"add virtual table "_s + quoted(op.table.name);
            },
            [](const DropVirtualTable &op) {
                return u"drop virtual table "_s + quoted(op.table.name);
            },
            [](const CreateSequence &op) { return u"add sequence "_s + quoted(op.sequence.name); },
            [](const DropSequence &op) { return u"drop sequence "_s + quoted(op.sequence.name); },
            [](const CreateEnum &op) { return u"add enum "_s + quoted(op.type.name); },
            [](const DropEnum &op) { return u"drop enum "_s + quoted(op.type.name); },
            [](const Execute &op) { return executeText(op); },
        },
        operation);
}

} // namespace joinery

// SPDX-License-Identifier: GPL-3.0-or-later
// The grid of a table's columns.
#include "ui/designer/sections.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Designer", text);
}

QString typeText(const DataType &type)
{
    return type.text.isEmpty() && !type.native.isEmpty() ? type.native.first() : type.text;
}

/// The portable words first, then what this schema uses.
QStringList typeChoices(const MetaData &schema, const Table &, qsizetype)
{
    QStringList choices {u"integer"_s, u"text"_s, u"varchar(80)"_s, u"boolean"_s, u"bigint"_s,
        u"smallint"_s, u"real"_s, u"double"_s, u"numeric(10,2)"_s, u"date"_s, u"time"_s,
        u"timestamp"_s, u"timestamptz"_s, u"interval"_s, u"blob"_s, u"json"_s, u"uuid"_s,
        u"char(2)"_s, u"binary(16)"_s, u"enum(a, b)"_s};
    QStringList used;
    for (const Table &table : schema.tables) {
        for (const Column &column : table.columns) {
            const QString type = typeText(column.type);
            if (!type.isEmpty() && !used.contains(type) && !choices.contains(type))
                used.append(type);
        }
    }
    used.sort(Qt::CaseInsensitive);
    return choices + used;
}

void setType(Column &column, const QString &text)
{
    if (text == typeText(column.type))
        return;
    column.type = {.text = text};
    // Native text that reads as a portable word in capitals stays what was typed.
    if (!isPortable(text) && isPortable(text.toLower()) && text != text.toUpper())
        column.type = {.text = text.toLower()};
}

qsizetype keyPosition(const Table &table, const QString &column)
{
    return table.primaryKey ? columnNames(table.primaryKey->columns).indexOf(column) : -1;
}

void setKey(Table &table, const QString &column, bool isKey)
{
    if (isKey == (keyPosition(table, column) >= 0))
        return;
    if (!table.primaryKey)
        table.primaryKey = PrimaryKeyConstraint {};
    QList<KeyPart> &parts = table.primaryKey->columns;
    if (isKey)
        parts.append({.column = column});
    else
        parts.removeIf([&](const KeyPart &part) { return part.column == column; });
    if (parts.isEmpty())
        table.primaryKey.reset();
    if (isKey)
        table.column(column)->nullable = false;
    // Numbering rows takes a key of one column.
    for (Column &each : table.columns) {
        if (each.identity
            && (!table.primaryKey || parts.size() != 1 || parts.first().column != each.name))
            each.identity.reset();
    }
}

qsizetype uniqueOf(const Table &table, const QString &column)
{
    for (qsizetype i = 0; i < table.uniques.size(); ++i) {
        if (columnNames(table.uniques[i].columns) == QStringList {column})
            return i;
    }
    return -1;
}

void setUnique(Table &table, const QString &column, bool isUnique)
{
    const qsizetype there = uniqueOf(table, column);
    if (isUnique == (there >= 0))
        return;
    if (isUnique)
        table.uniques.append(
            UniqueConstraint {.name = conventionalName(u"uq"_s, table.name, {column}),
                .columns = keyParts({column})});
    else
        table.uniques.removeAt(there);
}

/// "price * 2 STORED" and back.
QString computedText(const Column &column)
{
    if (!column.computed)
        return {};
    return column.computed->persisted ? column.computed->sql + u" STORED"_s : column.computed->sql;
}

void setComputed(Column &column, QString text)
{
    text = text.trimmed();
    if (text.isEmpty()) {
        column.computed.reset();
        return;
    }
    const bool stored = text.endsWith(u" stored"_s, Qt::CaseInsensitive);
    if (stored)
        text = text.chopped(7).trimmed();
    column.computed = Computed {.sql = text, .persisted = stored};
    column.serverDefault.reset();
}

QVariant keyText(const Table &table, qsizetype row)
{
    return keyPosition(table, table.columns[row].name) >= 0;
}

SectionField columnText(const QString &title, const QString &problem,
    std::function<QString(const Column &)> read, std::function<void(Column &, QString)> write)
{
    return {.title = title,
        .problem = problem,
        .read = [read](const Table &table, qsizetype row) -> QVariant {
            return read(table.columns[row]);
        },
        .write = [write](Table &table, qsizetype row,
                     const QVariant &value) { write(table.columns[row], value.toString()); }};
}

SectionField typeField()
{
    SectionField type = columnText(
        tr("Type"), u"type"_s, [](const Column &column) { return typeText(column.type); },
        [](Column &column, const QString &text) { setType(column, text.trimmed()); });
    type.kind = FieldKind::Choice;
    type.choices = typeChoices;
    type.help = tr("A portable word such as varchar(80), or a type of this database as it stands");
    return type;
}

QList<SectionField> ruleFields()
{
    return {
        {.title = tr("Nullable"),
            .kind = FieldKind::Check,
            .read = [](const Table &table, qsizetype row) -> QVariant {
                return table.columns[row].nullable;
            },
            .write = [](Table &table, qsizetype row,
                         const QVariant &value) { table.columns[row].nullable = value.toBool(); },
            .help = tr("Whether a row may hold no value here")},
        columnText(
            tr("Default"), u"default"_s,
            [](const Column &column) { return column.serverDefault.value_or(QString()); },
            [](Column &column, const QString &text) {
                column.serverDefault
                    = text.trimmed().isEmpty() ? std::nullopt : std::optional(text.trimmed());
            }),
        {.title = tr("Key"),
            .problem = u"key"_s,
            .kind = FieldKind::Check,
            .read = keyText,
            .write =
                [](Table &table, qsizetype row, const QVariant &value) {
                    setKey(table, table.columns[row].name, value.toBool());
                },
            .help = tr("The primary key; of several columns in the order they were chosen")},
        {.title = tr("Unique"),
            .kind = FieldKind::Check,
            .read = [](const Table &table, qsizetype row) -> QVariant {
                return uniqueOf(table, table.columns[row].name) >= 0;
            },
            .write =
                [](Table &table, qsizetype row, const QVariant &value) {
                    setUnique(table, table.columns[row].name, value.toBool());
                },
            .help = tr("No two rows may hold the same value")}};
}

} // namespace

Section columnsSection(const Dialect &dialect, bool comments)
{
    Section section {.id = SchemaSection::Columns,
        .title = tr("Columns"),
        .iconName = u"column"_s,
        .addText = tr("Add column"),
        .emptyText = tr("A table needs at least one column.")};
    section.fields = {
        {.title = tr("Name"),
            .problem = u"name"_s,
            .read
            = [](const Table &table, qsizetype row) -> QVariant { return table.columns[row].name; },
            .write = [](Table &table, qsizetype row,
                         const QVariant &value) { table.columns[row].name = value.toString(); }},
        typeField()};
    section.fields += ruleFields();
    section.fields += columnText(tr("Generated"), u"computed"_s, computedText, setComputed);
    section.fields.last().help
        = tr("An expression that gives the value; STORED behind it keeps it");
    SectionField collation = columnText(
        tr("Collation"), {}, [](const Column &column) { return column.collation; },
        [](Column &column, const QString &text) { column.collation = text.trimmed(); });
    collation.kind = FieldKind::Choice;
    collation.choices = [list = dialect.capabilities().collations](
                            const MetaData &, const Table &, qsizetype) { return list; };
    section.fields += collation;
    if (comments)
        section.fields += columnText(
            tr("Comment"), {}, [](const Column &column) { return column.comment; },
            [](Column &column, const QString &text) { column.comment = text; });
    section.count = [](const Table &table) { return table.columns.size(); };
    section.insert = [](Table &table, qsizetype at) {
        QStringList used;
        for (const Column &column : table.columns)
            used.append(column.name);
        table.columns.insert(
            at, Column {.name = freeName(u"column"_s, used), .type = {.text = u"text"_s}});
    };
    section.duplicate = [](Table &table, qsizetype row) {
        QStringList used;
        for (const Column &column : table.columns)
            used.append(column.name);
        Column copy = table.columns[row];
        copy.name = freeName(copy.name, used);
        copy.renamedFrom.clear();
        copy.identity.reset();
        table.columns.append(copy);
    };
    section.move = [](Table &table, qsizetype from, qsizetype to) { table.columns.move(from, to); };
    section.label = [](const Table &table, qsizetype row) { return table.columns[row].name; };
    return section;
}

} // namespace joinery

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/sections.h"

#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Designer", text);
}

QStringList columnNamesOf(const MetaData &, const Table &table, qsizetype)
{
    QStringList names;
    for (const Column &column : table.columns)
        names.append(column.name);
    return names;
}

/// Words stay bare where SQL reads them back as the same name.
QString spelled(const QString &name)
{
    const QList<Token> tokens = tokenize(name);
    const bool plain = tokens.size() == 1 && tokens.first().kind == TokenKind::Word;
    return plain ? name : quotedName(name);
}

QString textOfNames(const QStringList &names)
{
    QStringList texts;
    for (const QString &name : names)
        texts.append(spelled(name));
    return texts.join(u", "_s);
}

QStringList namesOfText(const QString &text)
{
    QStringList names;
    for (const KeyPart &part : partsOfText(text))
        names.append(part.column.isEmpty() ? part.expression : part.column);
    return names;
}

KeyPart partOf(QString text)
{
    KeyPart part;
    QList<Token> tokens = significantTokens(text);
    if (tokens.size() > 1
        && (isWord(text, tokens.last(), u"DESC") || isWord(text, tokens.last(), u"ASC"))) {
        part.descending = isWord(text, tokens.last(), u"DESC");
        text.truncate(tokens.last().start);
        tokens.removeLast();
    }
    if (tokens.size() > 2 && isWord(text, tokens[tokens.size() - 2], u"COLLATE")) {
        part.collation = nameIn(text, tokens.last());
        text.truncate(tokens[tokens.size() - 2].start);
        tokens.remove(tokens.size() - 2, 2);
    }
    const bool isName = tokens.size() == 1
        && (tokens.first().kind == TokenKind::Word || tokens.first().kind == TokenKind::QuotedName);
    if (isName)
        part.column = nameIn(text, tokens.first());
    else
        part.expression = text.trimmed();
    return part;
}

const QStringList &actions()
{
    static const QStringList list {
        QString(), u"cascade"_s, u"set null"_s, u"set default"_s, u"restrict"_s, u"no action"_s};
    return list;
}

SectionField nameField(
    std::function<QString &(Table &, qsizetype)> where, const QString &title = tr("Name"))
{
    return {.title = title,
        .problem = u"name"_s,
        .read = [where](const Table &table, qsizetype row) -> QVariant {
            Table copy = table;
            return where(copy, row);
        },
        .write = [where](Table &table, qsizetype row,
                     const QVariant &value) { where(table, row) = value.toString().trimmed(); }};
}

template <typename Member> SectionField partsField(Member member)
{
    return {.title = tr("Columns"),
        .problem = u"columns"_s,
        .kind = FieldKind::Choice,
        .read = [member](const Table &table, qsizetype row) -> QVariant {
            return textOfParts((table.*member)[row].columns);
        },
        .write =
            [member](Table &table, qsizetype row, const QVariant &value) {
                (table.*member)[row].columns = partsOfText(value.toString());
            },
        .choices = columnNamesOf,
        .help = tr("Columns or expressions, separated by commas; DESC for falling order")};
}

template <typename T> std::function<qsizetype(const Table &)> counting(QList<T> Table::*list)
{
    return [list](const Table &table) { return (table.*list).size(); };
}

template <typename T> std::function<void(Table &, qsizetype)> removing(QList<T> Table::*list)
{
    return [list](Table &table, qsizetype row) { (table.*list).removeAt(row); };
}

QString firstColumn(const Table &table)
{
    return table.columns.isEmpty() ? QString() : table.columns.first().name;
}

QList<SectionField> referenceFields()
{
    return {{.title = tr("Refers to"),
                .problem = u"referred_table"_s,
                .kind = FieldKind::Choice,
                .read = [](const Table &table, qsizetype row) -> QVariant {
                    return table.foreignKeys[row].referredTable;
                },
                .write =
                    [](Table &table, qsizetype row, const QVariant &value) {
                        table.foreignKeys[row].referredTable = value.toString().trimmed();
                    },
                .choices = [](const MetaData &schema, const Table &,
                               qsizetype) { return schema.tables.keys(); }},
        {.title = tr("Its columns"),
            .problem = u"referred_columns"_s,
            .kind = FieldKind::Choice,
            .read = [](const Table &table, qsizetype row) -> QVariant {
                return textOfNames(table.foreignKeys[row].referredColumns);
            },
            .write =
                [](Table &table, qsizetype row, const QVariant &value) {
                    table.foreignKeys[row].referredColumns = namesOfText(value.toString());
                },
            .choices =
                [](const MetaData &schema, const Table &table, qsizetype row) {
                    return columnNamesOf(
                        schema, schema.tables.value(table.foreignKeys[row].referredTable), 0);
                },
            .help = tr("Empty: the primary key of the table referred to")}};
}

SectionField actionField(const QString &title, QString ForeignKeyConstraint::*member)
{
    return {.title = title,
        .kind = FieldKind::Only,
        .read = [member](const Table &table, qsizetype row) -> QVariant {
            return table.foreignKeys[row].*member;
        },
        .write = [member](Table &table, qsizetype row,
                     const QVariant &value) { table.foreignKeys[row].*member = value.toString(); },
        .choices = [](const MetaData &, const Table &, qsizetype) { return actions(); }};
}

SectionField deferrableField()
{
    return {.title = tr("Checked"),
        .kind = FieldKind::Only,
        .read = [](const Table &table, qsizetype row) -> QVariant {
            const ForeignKeyConstraint &key = table.foreignKeys[row];
            return !key.deferrable      ? tr("at once")
                : key.initiallyDeferred ? tr("at the end (deferred)")
                                        : tr("deferrable");
        },
        .write =
            [](Table &table, qsizetype row, const QVariant &value) {
                ForeignKeyConstraint &key = table.foreignKeys[row];
                key.deferrable = value.toString() != tr("at once");
                key.initiallyDeferred = value.toString() == tr("at the end (deferred)");
            },
        .choices =
            [](const MetaData &, const Table &, qsizetype) {
                return QStringList {tr("at once"), tr("deferrable"), tr("at the end (deferred)")};
            }};
}

} // namespace

QString textOfParts(const QList<KeyPart> &parts)
{
    QStringList texts;
    for (const KeyPart &part : parts) {
        QString text = part.column.isEmpty() ? part.expression : spelled(part.column);
        if (!part.collation.isEmpty())
            text += u" COLLATE "_s + spelled(part.collation);
        texts.append(part.descending ? text + u" DESC"_s : text);
    }
    return texts.join(u", "_s);
}

QList<KeyPart> partsOfText(const QString &text)
{
    QList<KeyPart> parts;
    int depth = 0;
    qsizetype start = 0;
    const auto take = [&](qsizetype end) {
        if (const QString part = text.mid(start, end - start).trimmed(); !part.isEmpty())
            parts.append(partOf(part));
        start = end + 1;
    };
    for (const Token &token : tokenize(text)) {
        const QStringView word = textOf(text, token);
        depth += word == u"(" ? 1 : word == u")" ? -1 : 0;
        if (depth == 0 && word == u",")
            take(token.start);
    }
    take(text.size());
    return parts;
}

QString triggerName(const QString &sql)
{
    const QList<Token> tokens = significantTokens(sql);
    for (qsizetype i = 0; i + 1 < tokens.size() && i < 4; ++i) {
        if (!isWord(sql, tokens[i], u"TRIGGER"))
            continue;
        qsizetype name = i + 1;
        if (isWord(sql, tokens[name], u"IF"))
            name += 3;
        return name < tokens.size() ? nameIn(sql, tokens[name]) : QString();
    }
    return {};
}

QString freeName(const QString &wanted, const QStringList &used)
{
    QString name = wanted;
    for (int number = 2; used.contains(name, Qt::CaseInsensitive); ++number)
        name = wanted + u'_' + QString::number(number);
    return name;
}

QString conventionalName(const QString &kind, const QString &table, const QStringList &columns,
    const QString &referredTable)
{
    QString name = kind + u'_' + table + u'_' + columns.join(u'_');
    if (!referredTable.isEmpty())
        name += u'_' + referredTable;
    return name;
}

Section foreignKeysSection()
{
    Section section {.id = SchemaSection::ForeignKeys,
        .title = tr("Foreign keys"),
        .iconName = u"foreign-key"_s,
        .addText = tr("Add foreign key…"),
        .emptyText = tr("Rows of this table refer to no other table yet.")};
    section.fields = {nameField([](Table &table, qsizetype row) -> QString & {
                          return table.foreignKeys[row].name;
                      }),
        {.title = tr("Columns"),
            .problem = u"columns"_s,
            .kind = FieldKind::Choice,
            .read = [](const Table &table, qsizetype row) -> QVariant {
                return textOfNames(table.foreignKeys[row].columns);
            },
            .write =
                [](Table &table, qsizetype row, const QVariant &value) {
                    table.foreignKeys[row].columns = namesOfText(value.toString());
                },
            .choices = columnNamesOf}};
    section.fields += referenceFields();
    section.fields += actionField(tr("On delete"), &ForeignKeyConstraint::onDelete);
    section.fields += actionField(tr("On update"), &ForeignKeyConstraint::onUpdate);
    section.fields += deferrableField();
    section.count = counting(&Table::foreignKeys);
    section.remove = removing(&Table::foreignKeys);
    section.insert = [](Table &table, qsizetype at) {
        table.foreignKeys.insert(at, ForeignKeyConstraint {.columns = {firstColumn(table)}});
    };
    section.label = [](const Table &table, qsizetype row) {
        const ForeignKeyConstraint &key = table.foreignKeys[row];
        return key.name.isEmpty() ? tr("foreign key to %1").arg(key.referredTable) : key.name;
    };
    return section;
}

Section uniquesSection()
{
    Section section {.id = SchemaSection::Uniques,
        .title = tr("Uniques"),
        .iconName = u"key"_s,
        .addText = tr("Add unique constraint"),
        .emptyText = tr("No two rows need to differ, but for the primary key.")};
    section.fields = {
        nameField([](Table &table, qsizetype row) -> QString & { return table.uniques[row].name; }),
        partsField(&Table::uniques)};
    section.count = counting(&Table::uniques);
    section.remove = removing(&Table::uniques);
    section.insert = [](Table &table, qsizetype at) {
        const QString column = firstColumn(table);
        table.uniques.insert(at,
            UniqueConstraint {.name = conventionalName(u"uq"_s, table.name, {column}),
                .columns = keyParts({column})});
    };
    section.label = [](const Table &table, qsizetype row) { return table.uniques[row].name; };
    return section;
}

Section checksSection()
{
    Section section {.id = SchemaSection::Checks,
        .title = tr("Checks"),
        .iconName = u"check"_s,
        .addText = tr("Add check"),
        .emptyText = tr("Every value that fits its type is allowed.")};
    section.fields = {
        nameField([](Table &table, qsizetype row) -> QString & { return table.checks[row].name; }),
        {.title = tr("Must be true"),
            .problem = u"sql"_s,
            .read
            = [](const Table &table, qsizetype row) -> QVariant { return table.checks[row].sql; },
            .write = [](Table &table, qsizetype row,
                         const QVariant &value) { table.checks[row].sql = value.toString(); },
            .help = tr("An SQL expression over the columns")}};
    section.count = counting(&Table::checks);
    section.remove = removing(&Table::checks);
    section.insert = [](Table &table, qsizetype at) {
        QStringList used;
        for (const CheckConstraint &check : table.checks)
            used.append(check.name);
        const QString column = firstColumn(table);
        table.checks.insert(at,
            CheckConstraint {
                .name = freeName(conventionalName(u"ck"_s, table.name, {column}), used),
                .sql = spelled(column) + u" IS NOT NULL"_s});
    };
    section.label = [](const Table &table, qsizetype row) { return table.checks[row].name; };
    return section;
}

Section indexesSection()
{
    Section section {.id = SchemaSection::Indexes,
        .title = tr("Indexes"),
        .iconName = u"index"_s,
        .addText = tr("Add index"),
        .emptyText = tr("Add an index on what rows are searched and sorted by.")};
    section.fields = {
        nameField([](Table &table, qsizetype row) -> QString & { return table.indexes[row].name; }),
        partsField(&Table::indexes),
        {.title = tr("Unique"),
            .kind = FieldKind::Check,
            .read = [](const Table &table, qsizetype row) -> QVariant {
                return table.indexes[row].unique;
            },
            .write = [](Table &table, qsizetype row,
                         const QVariant &value) { table.indexes[row].unique = value.toBool(); }},
        {.title = tr("Where"),
            .problem = u"where"_s,
            .read = [](const Table &table, qsizetype row) -> QVariant {
                return table.indexes[row].where;
            },
            .write = [](Table &table, qsizetype row,
                         const QVariant &value) { table.indexes[row].where = value.toString(); },
            .help = tr("Only rows for which this is true are indexed")}};
    section.count = counting(&Table::indexes);
    section.remove = removing(&Table::indexes);
    section.insert = [](Table &table, qsizetype at) {
        QStringList used;
        for (const Index &index : table.indexes)
            used.append(index.name);
        const QString column = table.columns.isEmpty() ? QString() : table.columns.last().name;
        table.indexes.insert(at,
            Index {.name = freeName(conventionalName(u"ix"_s, table.name, {column}), used),
                .columns = keyParts({column})});
    };
    section.label = [](const Table &table, qsizetype row) { return table.indexes[row].name; };
    return section;
}

Section triggersSection()
{
    Section section {.id = SchemaSection::Triggers,
        .title = tr("Triggers"),
        .iconName = u"trigger"_s,
        .addText = tr("Add trigger"),
        .emptyText = tr("Nothing else happens when rows of this table change.")};
    section.fields = {{.title = tr("Name"),
        .problem = u"sql"_s,
        .read
        = [](const Table &table, qsizetype row) -> QVariant { return table.triggers[row].name; }}};
    section.count = counting(&Table::triggers);
    section.remove = removing(&Table::triggers);
    section.insert = [](Table &table, qsizetype at) {
        QStringList used;
        for (const Trigger &trigger : table.triggers)
            used.append(trigger.name);
        const QString name = freeName(u"tr_"_s + table.name, used);
        table.triggers.insert(at,
            Trigger {.name = name,
                .sql = u"CREATE TRIGGER %1 AFTER INSERT ON %2\nBEGIN\n  SELECT 1;\nEND"_s.arg(
                    quotedName(name), quotedName(table.name))});
    };
    section.label = [](const Table &table, qsizetype row) { return table.triggers[row].name; };
    return section;
}

} // namespace joinery

// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createcompiler.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/typename.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// In parentheses; a comment that runs to the end of its line must not swallow the closing one.
QString parenthesized(const QString &sql)
{
    bool lineComment = false;
    if (sql.contains(u"--"_s)) {
        const QList<Token> tokens = tokenize(sql);
        lineComment = !tokens.isEmpty() && tokens.last().kind == TokenKind::Comment
            && textOf(sql, tokens.last()).startsWith(u"--"_s);
    }
    return u'(' + sql + (lineComment ? u"\n)"_s : u")"_s);
}

QString quotedNames(const QStringList &names)
{
    QStringList quoted;
    for (const QString &name : names)
        quoted.append(quotedName(name));
    return quoted.join(u", "_s);
}

QString collateClause(const QString &collation)
{
    static const QSet<QString> builtIn {u"binary"_s, u"nocase"_s, u"rtrim"_s};
    if (collation.isEmpty())
        return {};
    return u" COLLATE "_s
        + (builtIn.contains(nameKey(collation)) ? collation : quotedName(collation));
}

QString conflictClause(const Options &options, const QString &which = options::onConflict)
{
    const QString resolution = option(options, options::dialect, which);
    return resolution.isEmpty() ? QString() : u" ON CONFLICT "_s + resolution.toUpper();
}

QString nameClause(const QString &name)
{
    return name.isEmpty() ? QString() : u"CONSTRAINT "_s + quotedName(name) + u' ';
}

bool saysAsc(const Options &options, qsizetype position)
{
    const QString positions = option(options, options::dialect, options::explicitAsc);
    return !positions.isEmpty() && positions.split(u',').contains(QString::number(position));
}

QString partsText(const QList<KeyPart> &parts, const Options &options)
{
    QStringList texts;
    for (const KeyPart &part : parts) {
        QString text = part.column.isEmpty() ? part.expression : quotedName(part.column);
        text += collateClause(part.collation);
        if (part.descending)
            text += u" DESC"_s;
        else if (saysAsc(options, texts.size() + 1))
            text += u" ASC"_s;
        texts.append(text);
    }
    return texts.join(u", "_s);
}

bool isSignedLiteral(const QString &sql, const QList<Token> &tokens)
{
    const QStringView sign = textOf(sql, tokens[0]);
    const Token &value = tokens[1];
    return (sign == u"-" || sign == u"+")
        && (value.kind == TokenKind::Number || value.kind == TokenKind::String
            || value.kind == TokenKind::Blob);
}

/// What SQLite takes after DEFAULT as it is: a literal, a signed one, a bare name (which it reads
/// as a text).
bool isBareDefault(const QString &sql)
{
    const QList<Token> tokens = significantTokens(sql);
    if (tokens.size() == 2)
        return isSignedLiteral(sql, tokens);
    if (tokens.size() != 1)
        return false;
    const TokenKind kind = tokens.first().kind;
    return kind == TokenKind::Number || kind == TokenKind::String || kind == TokenKind::Blob
        || kind == TokenKind::Word || kind == TokenKind::QuotedName;
}

/// The text of the default as SQLite had it, as long as it still means what the column says.
QString defaultText(const Column &column)
{
    const QString spelled = option(column.options, options::dialect, options::defaultText);
    const bool valid = !spelled.isEmpty()
        && canonicalDefault(spelled, {}) == canonicalDefault(*column.serverDefault, {});
    return valid ? spelled : *column.serverDefault;
}

QString defaultClause(const QString &sql)
{
    return u" DEFAULT "_s + (isBareDefault(sql) ? sql.trimmed() : parenthesized(sql));
}

QString notNullClause(const Column &column)
{
    const QString name = nameClause(option(column.options, options::dialect, options::notNullName));
    return u' ' + name + u"NOT NULL"_s + conflictClause(column.options, options::notNullConflict);
}

QString computedClause(const Computed &computed)
{
    return u" GENERATED ALWAYS AS "_s + parenthesized(computed.sql)
        + (computed.persisted ? u" STORED"_s : u" VIRTUAL"_s);
}

/// A declared type that SQLite would not read back as it is goes in quotes, which it drops.
QString typeText(const QString &declared)
{
    return isPlainType(declared) ? declared : quotedName(declared);
}

bool isInlineKey(const PrimaryKeyConstraint &key)
{
    if (key.columns.size() != 1)
        return false;
    const KeyPart &part = key.columns.first();
    return !part.column.isEmpty() && part.collation.isEmpty()
        && (!part.descending || isInlineDescending(key));
}

QString inlineKeyClause(const PrimaryKeyConstraint &key, bool autoincrement)
{
    QString text = u' ' + nameClause(key.name) + u"PRIMARY KEY"_s;
    if (key.columns.first().descending)
        text += u" DESC"_s;
    else if (saysAsc(key.options, 1))
        text += u" ASC"_s;
    text += conflictClause(key.options);
    return autoincrement ? text + u" AUTOINCREMENT"_s : text;
}

QString keyDefinition(const PrimaryKeyConstraint &key, bool autoincrement)
{
    return nameClause(key.name) + u"PRIMARY KEY ("_s + partsText(key.columns, key.options)
        + (autoincrement ? u" AUTOINCREMENT)"_s : u")"_s) + conflictClause(key.options);
}

QString deferrableClause(const ForeignKeyConstraint &key)
{
    const bool denied = hasOption(key.options, options::dialect, options::notDeferrable);
    if (!key.deferrable && !key.initiallyDeferred && !denied)
        return {};
    return (denied && !key.deferrable ? u" NOT DEFERRABLE"_s : u" DEFERRABLE"_s)
        + (key.initiallyDeferred ? u" INITIALLY DEFERRED"_s : QString());
}

QString foreignKeyDefinition(const ForeignKeyConstraint &key)
{
    QString text = nameClause(key.name) + u"FOREIGN KEY ("_s + quotedNames(key.columns)
        + u") REFERENCES "_s + quotedName(key.referredTable);
    if (!key.referredColumns.isEmpty())
        text += u" ("_s + quotedNames(key.referredColumns) + u')';
    if (!key.match.isEmpty())
        text += u" MATCH "_s + key.match.toUpper();
    if (!key.onDelete.isEmpty())
        text += u" ON DELETE "_s + key.onDelete.toUpper();
    if (!key.onUpdate.isEmpty())
        text += u" ON UPDATE "_s + key.onUpdate.toUpper();
    return text + deferrableClause(key);
}

template <typename Constraints>
void appendConstraints(QStringList &lines, const Constraints &constraints)
{
    for (const auto &constraint : constraints)
        lines.append(constraintDefinition(constraint));
}

QStringList columnLines(
    const Table &table, const std::optional<PrimaryKeyConstraint> &key, bool autoincrement)
{
    const bool inlined = key && isInlineKey(*key);
    QStringList lines;
    for (const Column &column : table.columns) {
        QString line = columnDefinition(table, column);
        if (inlined && sameName(column.name, key->columns.first().column))
            line += inlineKeyClause(*key, autoincrement);
        lines.append(line);
    }
    return lines;
}

QStringList constraintLines(
    const Table &table, const std::optional<PrimaryKeyConstraint> &key, bool autoincrement)
{
    QStringList lines;
    if (key && !key->columns.isEmpty() && !isInlineKey(*key))
        lines.append(keyDefinition(*key, autoincrement));
    appendConstraints(lines, table.uniques);
    appendConstraints(lines, withEnumChecks(table));
    appendConstraints(lines, table.foreignKeys);
    return lines;
}

QString tableOptions(const Options &options)
{
    QStringList words;
    if (hasOption(options, options::dialect, options::strict))
        words.append(u"STRICT"_s);
    if (hasOption(options, options::dialect, options::withoutRowid))
        words.append(u"WITHOUT ROWID"_s);
    return words.isEmpty() ? QString() : u' ' + words.join(u", "_s);
}

} // namespace

QString createTable(const Table &table, const QString &name)
{
    const std::optional<PrimaryKeyConstraint> key = effectivePrimaryKey(table);
    const bool autoincrement = hasOption(table.options, options::dialect, options::autoincrement);
    const QStringList lines
        = columnLines(table, key, autoincrement) + constraintLines(table, key, autoincrement);
    return u"CREATE TABLE "_s + quotedName(name.isEmpty() ? table.name : name) + u" (\n  "_s
        + lines.join(u",\n  "_s) + u"\n)"_s + tableOptions(table.options);
}

QString columnDefinition(const Table &table, const Column &column)
{
    QString text = quotedName(column.name);
    const QString type = declaredType(table, column);
    if (!type.isEmpty())
        text += u' ' + typeText(type);
    text += collateClause(column.collation);
    if (!column.nullable)
        text += notNullClause(column);
    if (column.serverDefault)
        text += defaultClause(defaultText(column));
    if (column.computed)
        text += computedClause(*column.computed);
    return text;
}

QString constraintDefinition(const Constraint &constraint)
{
    return std::visit(overloaded {
                          [](const PrimaryKeyConstraint &key) { return keyDefinition(key, false); },
                          [](const UniqueConstraint &unique) {
                              return nameClause(unique.name) + u"UNIQUE ("_s
                                  + partsText(unique.columns, unique.options) + u')'
                                  + conflictClause(unique.options);
                          },
                          [](const CheckConstraint &check) {
                              return nameClause(check.name) + u"CHECK "_s + parenthesized(check.sql)
                                  + conflictClause(check.options);
                          },
                          [](const ForeignKeyConstraint &key) { return foreignKeyDefinition(key); },
                      },
        constraint);
}

QString createIndex(const QString &table, const Index &index)
{
    if (const QString whole = option(index.options, options::dialect, options::create);
        !whole.isEmpty())
        return whole;
    QString text = index.unique ? u"CREATE UNIQUE INDEX "_s : u"CREATE INDEX "_s;
    text += quotedName(index.name) + u" ON "_s + quotedName(table) + u" ("_s
        + partsText(index.columns, index.options) + u')';
    return index.where.isEmpty() ? text : text + u" WHERE "_s + index.where;
}

QString createView(const View &view)
{
    if (const QString whole = option(view.options, options::dialect, options::create);
        !whole.isEmpty())
        return whole;
    const QString columns
        = view.columns.isEmpty() ? QString() : u" ("_s + quotedNames(view.columns) + u')';
    return u"CREATE VIEW "_s + quotedName(view.name) + columns + u" AS\n"_s + view.sql;
}

} // namespace joinery::sqlite

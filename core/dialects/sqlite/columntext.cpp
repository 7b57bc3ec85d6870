// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/columntext.h"

#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

using Kind = ColumnClause::Kind;

/// In the order in which most people write them.
constexpr Kind kindsInOrder[]
    = {Kind::Type, Kind::NotNull, Kind::Collate, Kind::Default, Kind::Computed, Kind::PrimaryKey};

/// Another text in a span's place; an empty span inserts.
struct Replacement
{
    Span span;
    QString text;
};

qsizetype rank(Kind kind)
{
    if (kind == Kind::Null)
        kind = Kind::NotNull;
    return std::find(std::begin(kindsInOrder), std::end(kindsInOrder), kind)
        - std::begin(kindsInOrder);
}

/// NULL says the opposite of NOT NULL, so they come and go together.
bool isOf(const ColumnClause &clause, Kind kind)
{
    return clause.kind == kind || (clause.kind == Kind::Null && kind == Kind::NotNull);
}

/// Takes a clause out with the blanks before it.
Replacement removal(const TableText &table, Span span)
{
    const QString comments = commentsIn(table.at(span));
    while (span.start > 0 && table.sql[span.start - 1].isSpace())
        --span.start;
    return {.span = span, .text = comments};
}

Span nameOf(const ColumnText &column)
{
    const Span whole = column.table.parsed.columnSpans[column.position];
    const QString text = column.whole();
    const Token name = significantTokens(text).first();
    return {.start = whole.start + name.start, .end = whole.start + name.end()};
}

/// Behind the clauses that people write before one of this kind.
qsizetype placeFor(const ColumnText &stored, Kind kind)
{
    qsizetype place = nameOf(stored).end;
    for (const ColumnClause &clause : stored.clauses()) {
        if (rank(clause.kind) < rank(kind))
            place = qMax(place, clause.span.end);
    }
    return place;
}

QList<Replacement> replacementsFor(const ColumnText &stored, const ColumnText &wanted, Kind kind)
{
    QList<Replacement> made;
    QString text = wanted.clause(kind);
    for (const ColumnClause &clause : stored.clauses()) {
        if (!isOf(clause, kind))
            continue;
        if (text.isEmpty())
            made.append(removal(stored.table, clause.span));
        else
            made.append({.span = clause.span,
                .text = std::exchange(text, {}) + commentsIn(stored.table.at(clause.span))});
    }
    if (!text.isEmpty()) {
        const qsizetype place = placeFor(stored, kind);
        made.append({.span = {.start = place, .end = place}, .text = u' ' + text});
    }
    return made;
}

QString replaced(const ColumnText &column, QList<Replacement> replacements)
{
    std::stable_sort(replacements.begin(), replacements.end(),
        [](const auto &a, const auto &b) { return a.span.start < b.span.start; });
    const Span whole = column.table.parsed.columnSpans[column.position];
    QString text;
    qsizetype done = whole.start;
    for (const Replacement &replacement : replacements) {
        text += column.table.at({.start = done, .end = qMax(done, replacement.span.start)});
        text += replacement.text;
        done = qMax(done, replacement.span.end);
    }
    return text + column.table.at({.start = done, .end = whole.end});
}

/// The wanted definition under the stored one's comments, with the constraints that stay at it.
QString rewritten(const ColumnText &stored, const ColumnText &wanted, const ColumnEdit &edit)
{
    const Span whole = stored.table.parsed.columnSpans[stored.position];
    const qsizetype name = nameOf(stored).start;
    QString text = stored.table.at({.start = whole.start, .end = name}) + wanted.whole();
    for (qsizetype i = 0; i < stored.clauses().size(); ++i) {
        const ColumnClause &clause = stored.clauses()[i];
        const bool isKey = clause.kind == Kind::Unique || clause.kind == Kind::Check
            || clause.kind == Kind::ForeignKey;
        const QString kept = edit.clauses.value(i, stored.table.at(clause.span));
        if (isKey && !kept.isEmpty())
            text += u' ' + kept;
    }
    return text + commentsIn(stored.table.at({.start = name, .end = whole.end}));
}

bool isGenerated(const ColumnText &column)
{
    return !column.clause(Kind::Computed).isEmpty();
}

} // namespace

QString ColumnText::clause(ColumnClause::Kind kind) const
{
    for (const ColumnClause &clause : clauses()) {
        if (clause.kind == kind)
            return table.at(clause.span);
    }
    return {};
}

QString commentsIn(const QString &sql)
{
    QString comments;
    for (const Token &token : tokenize(sql)) {
        if (token.kind != TokenKind::Comment)
            continue;
        const QString text = textOf(sql, token).toString();
        comments += u' ' + text + (text.startsWith(u"--"_s) ? u"\n"_s : QString());
    }
    return comments;
}

QString editedColumn(const ColumnText &stored, const ColumnText &wanted, const ColumnEdit &edit)
{
    // GENERATED ALWAYS stands in the type, so these two cannot be exchanged one by one.
    const bool together = edit.kinds.contains(Kind::Computed) || edit.kinds.contains(Kind::Type);
    if (together && (isGenerated(stored) || isGenerated(wanted)))
        return rewritten(stored, wanted, edit);
    QList<Replacement> replacements;
    for (const Kind kind : kindsInOrder) {
        if (edit.kinds.contains(kind))
            replacements += replacementsFor(stored, wanted, kind);
    }
    for (auto it = edit.clauses.begin(); it != edit.clauses.end(); ++it) {
        const Span span = stored.clauses()[it.key()].span;
        replacements.append(
            it->isEmpty() ? removal(stored.table, span) : Replacement {.span = span, .text = *it});
    }
    return replaced(stored, replacements);
}

QSet<ColumnClause::Kind> changedKinds(const ColumnText &before, const ColumnText &after)
{
    QSet<Kind> kinds;
    for (const Kind kind : kindsInOrder) {
        if (kind != Kind::PrimaryKey && before.clause(kind) != after.clause(kind))
            kinds.insert(kind);
    }
    return kinds;
}

} // namespace joinery::sqlite

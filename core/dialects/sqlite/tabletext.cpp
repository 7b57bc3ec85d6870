// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/tabletext.h"

#include "joinery/dialects/sqlite/columntext.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/tablelayout.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

using Kind = ColumnClause::Kind;

std::optional<TableText> read(const QString &sql)
{
    const Result<ParsedTable> parsed = parseCreateTable(sql);
    if (!parsed || parsed->createdAs)
        return std::nullopt;
    return TableText {.sql = sql, .parsed = *parsed};
}

/// A constraint of the stored text, wherever it stands.
struct Standing
{
    Constraint value;
    qsizetype column = -1; ///< at which it stands; -1 = it is a definition of its own
    qsizetype place = 0; ///< of its clause, or among the table constraints
};

Constraint valueOf(const Table &table, const ColumnClause &clause)
{
    if (clause.kind == Kind::Unique)
        return table.uniques[clause.index];
    if (clause.kind == Kind::Check)
        return table.checks[clause.index];
    return table.foreignKeys[clause.index];
}

bool isListed(const ColumnClause &clause)
{
    return clause.kind == Kind::Unique || clause.kind == Kind::Check
        || clause.kind == Kind::ForeignKey;
}

/// All but primary keys.
QList<Standing> standingIn(const ParsedTable &parsed)
{
    QList<Standing> all;
    for (qsizetype column = 0; column < parsed.columnClauses.size(); ++column) {
        const QList<ColumnClause> &clauses = parsed.columnClauses[column];
        for (qsizetype place = 0; place < clauses.size(); ++place) {
            if (isListed(clauses[place]))
                all.append({valueOf(parsed.table, clauses[place]), column, place});
        }
    }
    for (qsizetype place = 0; place < parsed.constraints.size(); ++place) {
        if (!std::holds_alternative<PrimaryKeyConstraint>(parsed.constraints[place]))
            all.append({parsed.constraints[place], -1, place});
    }
    return all;
}

QString keyOf(const Constraint &constraint)
{
    return canonicalSql(constraintDefinition(constraint));
}

QString keyWithoutName(Constraint constraint)
{
    std::visit([](auto &value) { value.name.clear(); }, constraint);
    return keyOf(constraint);
}

/// Two that speak of the same, whatever their names and details.
bool areAlike(const Constraint &a, const Constraint &b)
{
    if (a.index() != b.index())
        return false;
    if (keyWithoutName(a) == keyWithoutName(b))
        return true;
    if (!constraintName(a).isEmpty())
        return sameName(constraintName(a), constraintName(b));
    const auto *key = std::get_if<ForeignKeyConstraint>(&a);
    return key && key->columns == std::get<ForeignKeyConstraint>(b).columns;
}

/// The text of a check with another expression; null where it must be written anew.
QString withExpression(const QString &text, const CheckConstraint &check)
{
    const QList<Token> tokens = significantTokens(text);
    for (qsizetype i = 0; i + 1 < tokens.size(); ++i) {
        if (!isWord(text, tokens[i], u"check") || textOf(text, tokens[i + 1]) != u"("
            || textOf(text, tokens.last()) != u")")
            continue;
        const QString line = check.sql.contains(u"--"_s) ? u"\n"_s : QString();
        return text.left(tokens[i + 1].end()) + check.sql + line + text.mid(tokens.last().start);
    }
    return {};
}

/// The text of a constraint that stands somewhere, changed to another; its comments stay.
QString changedText(const QString &text, const Constraint &from, const Constraint &to)
{
    const auto *check = std::get_if<CheckConstraint>(&to);
    const bool sameNames = constraintName(from) == constraintName(to);
    const QString finer = check && sameNames ? withExpression(text, *check) : QString();
    const QString comments = text.left(significantTokens(text).first().start);
    return finer.isNull() ? comments + constraintDefinition(to) : finer;
}

/// How the primary key is written, and where.
struct KeyText
{
    QString column; ///< at which it stands; empty = it is a definition of its own
    QString text; ///< empty = there is none

    bool operator==(const KeyText &) const = default;
};

KeyText keyTextOf(const TableText &table)
{
    for (qsizetype i = 0; i < table.parsed.columnClauses.size(); ++i) {
        const QString text = ColumnText {table, i}.clause(Kind::PrimaryKey);
        if (!text.isEmpty())
            return {.column = nameKey(table.parsed.table.columns[i].name), .text = text};
    }
    for (qsizetype i = 0; i < table.parsed.constraints.size(); ++i) {
        if (std::holds_alternative<PrimaryKeyConstraint>(table.parsed.constraints[i]))
            return {.column = {}, .text = table.at(table.parsed.constraintSpans[i])};
    }
    return {};
}

qsizetype positionOf(const TableText &table, const QString &column)
{
    const QList<Column> &columns = table.parsed.table.columns;
    const auto found = std::find_if(columns.begin(), columns.end(),
        [&](const Column &other) { return sameName(other.name, column); });
    return found == columns.end() ? -1 : found - columns.begin();
}

/// The making of one edited text. `before` and `after` are what createTable() writes.
class TableEdit
{
public:
    TableEdit(const TableText &stored, const TableText &before, const TableText &after)
        : m_stored(stored)
        , m_before(before)
        , m_after(after)
        , m_layout(stored)
        , m_keyChanges(keyTextOf(before) != keyTextOf(after))
    { }

    /// False when the stored text does not hold what is to change.
    bool make() { return settleConstraints() && takeColumns() && takeConstraints(); }

    QString text(const QString &name) const
    {
        const ParsedTable &parsed = m_stored.parsed;
        QString start = m_stored.sql.left(parsed.name.start);
        start += name == parsed.table.name ? m_stored.at(parsed.name) : quotedName(name);
        start += m_stored.at({.start = parsed.name.end, .end = parsed.body.start});
        return m_layout.text(start, ending());
    }

private:
    /// Finds out which constraints go and which are new.
    bool settleConstraints()
    {
        QList<Standing> before = standingIn(m_before.parsed);
        QList<Standing> after = standingIn(m_after.parsed);
        for (qsizetype i = before.size() - 1; i >= 0; --i) {
            const QString key = keyOf(before[i].value);
            const auto same = std::find_if(after.begin(), after.end(),
                [&](const Standing &other) { return keyOf(other.value) == key; });
            if (same == after.end())
                continue;
            m_kept.append(*same);
            after.erase(same);
            before.removeAt(i);
        }
        m_added = after;
        QList<Standing> stored = standingIn(m_stored.parsed);
        return std::all_of(before.begin(), before.end(),
            [&](const Standing &gone) { return settle(gone.value, stored, before.size()); });
    }

    /// Takes the constraint out of the stored text, or makes it what comes in its place.
    bool settle(const Constraint &gone, QList<Standing> &stored, qsizetype goneCount)
    {
        const auto found = find(stored, gone);
        if (found == stored.end())
            return false;
        const Standing there = *found;
        stored.erase(found);
        auto &texts = there.column < 0 ? m_constraintTexts : m_clauseTexts[there.column];
        texts[there.place] = QString();
        const bool onlyOne = goneCount == 1 && m_added.size() == 1
            && m_added.first().value.index() == gone.index();
        const auto next = onlyOne ? m_added.begin() : findAlike(m_added, gone);
        const bool fits = there.column < 0 || std::holds_alternative<CheckConstraint>(gone);
        if (next == m_added.end() || !fits)
            return true;
        texts[there.place] = changedText(textOfStanding(there), gone, next->value);
        m_added.erase(next);
        return true;
    }

    QString textOfStanding(const Standing &standing) const
    {
        const ParsedTable &parsed = m_stored.parsed;
        return m_stored.at(standing.column < 0
                ? parsed.constraintSpans[standing.place]
                : parsed.columnClauses[standing.column][standing.place].span);
    }

    static QList<Standing>::iterator find(QList<Standing> &list, const Constraint &constraint)
    {
        const QString key = keyOf(constraint);
        const auto same = std::find_if(list.begin(), list.end(),
            [&](const Standing &other) { return keyOf(other.value) == key; });
        return same == list.end() ? findAlike(list, constraint) : same;
    }

    static QList<Standing>::iterator findAlike(QList<Standing> &list, const Constraint &constraint)
    {
        return std::find_if(list.begin(), list.end(),
            [&](const Standing &other) { return areAlike(constraint, other.value); });
    }

    bool takeColumns()
    {
        const QList<Column> &columns = m_after.parsed.table.columns;
        for (qsizetype i = 0; i < columns.size(); ++i) {
            const qsizetype before = positionOf(m_before, columns[i].name);
            const qsizetype stored = positionOf(m_stored, columns[i].name);
            if ((before < 0) != (stored < 0))
                return false;
            if (before < 0)
                m_layout.add(ColumnText {m_after, i}.whole());
            else
                takeColumn(ColumnText {m_stored, stored}, ColumnText {m_before, before},
                    ColumnText {m_after, i});
        }
        for (qsizetype i = 0; i < m_stored.parsed.table.columns.size(); ++i) {
            const QString name = m_stored.parsed.table.columns[i].name;
            if (positionOf(m_before, name) < 0)
                return false;
            if (positionOf(m_after, name) < 0)
                rescueConstraints(i);
        }
        return true;
    }

    void takeColumn(const ColumnText &stored, const ColumnText &before, const ColumnText &after)
    {
        ColumnEdit edit {
            .kinds = changedKinds(before, after), .clauses = m_clauseTexts.value(stored.position)};
        if (m_keyChanges)
            edit.kinds.insert(Kind::PrimaryKey);
        m_layout.keepColumn(
            stored.position, edit.isEmpty() ? stored.whole() : editedColumn(stored, after, edit));
    }

    /// What stood at a column that goes may hold for others too and then stays.
    void rescueConstraints(qsizetype column)
    {
        for (const Standing &standing : standingIn(m_stored.parsed)) {
            if (standing.column != column)
                continue;
            const QString key = keyOf(standing.value);
            const auto kept = std::find_if(m_kept.begin(), m_kept.end(),
                [&](const Standing &other) { return keyOf(other.value) == key; });
            if (kept != m_kept.end())
                m_added.append(*kept);
        }
    }

    bool takeConstraints()
    {
        const QList<Constraint> &constraints = m_stored.parsed.constraints;
        for (qsizetype i = 0; i < constraints.size(); ++i) {
            const bool isKey = std::holds_alternative<PrimaryKeyConstraint>(constraints[i]);
            const QString text
                = m_constraintTexts.value(i, m_stored.at(m_stored.parsed.constraintSpans[i]));
            if (!text.isEmpty() && !(isKey && m_keyChanges))
                m_layout.keepConstraint(i, text);
        }
        const KeyText key = keyTextOf(m_after);
        if (m_keyChanges && key.column.isEmpty() && !key.text.isEmpty())
            m_layout.add(key.text);
        for (const Standing &added : m_added)
            m_layout.add(constraintDefinition(added.value));
        return true;
    }

    /// From the closing parenthesis on.
    QString ending() const
    {
        const QString stored = m_stored.sql.mid(m_stored.parsed.body.end);
        const QString before = m_before.sql.mid(m_before.parsed.body.end);
        const QString after = m_after.sql.mid(m_after.parsed.body.end);
        if (before == after)
            return stored;
        return after.left(1) + commentsIn(stored) + after.mid(1);
    }

    const TableText &m_stored;
    const TableText &m_before;
    const TableText &m_after;
    TableLayout m_layout;
    bool m_keyChanges;
    QList<Standing> m_kept {}; ///< as `after` has them
    QList<Standing> m_added {};
    // What becomes of constraints, by their places; empty for those that go.
    QHash<qsizetype, QString> m_constraintTexts {};
    QHash<qsizetype, QHash<qsizetype, QString>> m_clauseTexts {}; ///< by column
};

/// Whether both say the same in the same order of columns.
bool meansTheSame(const Table &a, Table b)
{
    b.name = a.name;
    const SqliteComparePolicy policy;
    return policy.normalized(a) == policy.normalized(b);
}

} // namespace

QString editedTableText(
    const QString &stored, const Table &before, const Table &after, const QString &name)
{
    const std::optional<TableText> there = read(stored);
    const std::optional<TableText> from = read(createTable(before));
    const std::optional<TableText> to = read(createTable(after));
    if (!there || !from || !to)
        return {};
    TableEdit edit(*there, *from, *to);
    if (!edit.make())
        return {};
    const QString text = edit.text(name.isEmpty() ? after.name : name);
    const std::optional<TableText> made = read(text);
    return made && meansTheSame(made->parsed.table, to->parsed.table) ? text : QString();
}

QString withKeyFirst(const QString &stored)
{
    const std::optional<TableText> table = read(stored);
    const QList<Constraint> constraints = table ? table->parsed.constraints : QList<Constraint>();
    const auto isKey = [](const Constraint &constraint) {
        return std::holds_alternative<PrimaryKeyConstraint>(constraint);
    };
    const auto key = std::find_if(constraints.begin(), constraints.end(), isKey);
    if (key == constraints.begin() || key == constraints.end())
        return {};
    QList<qsizetype> order {key - constraints.begin()};
    for (qsizetype i = 0; i < constraints.size(); ++i) {
        if (i != order.first())
            order.append(i);
    }
    TableLayout layout(*table);
    for (qsizetype i = 0; i < table->parsed.columnSpans.size(); ++i)
        layout.keepColumn(i, table->at(table->parsed.columnSpans[i]));
    for (const qsizetype i : order)
        layout.keepConstraint(i, table->at(table->parsed.constraintSpans[i]));
    const Span body = table->parsed.body;
    const QString text = layout.text(stored.left(body.start), stored.mid(body.end));
    const std::optional<TableText> made = read(text);
    return made && made->parsed.table == table->parsed.table ? text : QString();
}

} // namespace joinery::sqlite

// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/selectcompiler.h"

#include "joinery/dialects/dmlcompiler.h"
#include "joinery/mapping/modelinfo.h"
#include "joinery/session/sqlwriter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Kind = ExpressionNode::Kind;

/// An outer join may make the expression NULL. What takes NULLs away does not pass that on.
bool isEmptiedByJoin(const ExpressionPtr &node, const QList<SqlWriter::Source> &sources)
{
    if (node->kind == Kind::Column)
        return std::any_of(sources.cbegin(), sources.cend(), [&](const SqlWriter::Source &source) {
            return source.outer && source.table == node->table;
        });
    if (node->kind == Kind::Operator
        && (node->op == SqlOperator::IsNull || node->op == SqlOperator::IsNotNull))
        return false;
    if (node->kind == Kind::Function && (node->aggregate || node->name == u"coalesce"))
        return false;
    // Of a CASE the branches' values alone: a condition that is NULL is not true.
    const bool branches = node->kind == Kind::Case;
    const qsizetype first = branches && node->star ? 1 : 0;
    for (qsizetype i = 0; i < node->operands.size(); ++i) {
        const bool isCondition
            = branches && (i < first || ((i - first) % 2 == 0 && i + 1 < node->operands.size()));
        if (!isCondition && isEmptiedByJoin(node->operands[i], sources))
            return true;
    }
    return false;
}

bool hasAggregate(const RowItem &item)
{
    return item.expression && item.expression->aggregate;
}

} // namespace

/// Writes one SELECT, in a scope of its own.
class SelectWriter
{
public:
    SelectWriter(SqlWriter &writer, const SelectStatement &statement, CompiledSelect *compiled)
        : m_writer(writer)
        , m_statement(statement)
        , m_compiled(compiled)
        , m_scope {.outer = writer.scope()}
        , m_existsOnly(std::exchange(writer.m_valuesOnly, false))
    {
        m_writer.setScope(&m_scope);
    }
    ~SelectWriter() { m_writer.setScope(m_scope.outer); }
    Q_DISABLE_COPY_MOVE(SelectWriter)

    void write()
    {
        if (!findSources())
            return;
        check();
        writeItems();
        writeTables();
        writeConditions();
        writeUnions();
        writeOrder();
        writeEnd();
    }

private:
    bool findSources();
    void check();
    void checkItem(qsizetype index);
    void addParts();
    void addJoined(const LoaderOption &option, int parent, const TableReference &from);
    void addOption(const LoaderOption &option);
    void addDefault(LoaderOption option, int item);
    bool mayJoin(const LoaderOption &option) const;
    void writeItems();
    void writeTables();
    void writeConditions();
    void writeUnions();
    void writeOrder();
    int ordinalOf(const ExpressionPtr &expression) const;
    void writeEnd();

    SqlWriter &m_writer;
    const SelectStatement &m_statement;
    CompiledSelect *m_compiled;
    SqlWriter::Scope m_scope;
    bool m_existsOnly;
    QList<StatementSource> m_sources {};
    QList<TableReference> m_joinedModels {}; ///< whose columns follow those of the row
};

bool SelectWriter::findSources()
{
    QList<TableReference> enclosing;
    for (const SqlWriter::Scope *scope = m_scope.outer; scope; scope = scope->outer) {
        for (const SqlWriter::Source &source : scope->sources)
            enclosing.append(source.table);
    }
    Result<QList<StatementSource>> sources = sourcesOf(m_statement, enclosing);
    if (!sources) {
        m_writer.fail(sources.error());
        return false;
    }
    m_sources = *std::move(sources);
    for (const StatementSource &source : std::as_const(m_sources))
        m_writer.addSource(source.table, source.outer);
    if (m_compiled)
        addParts();
    return true;
}

void SelectWriter::check()
{
    for (qsizetype i = 0; i < m_statement.items.size(); ++i)
        checkItem(i);
    if (m_sources.isEmpty()
        && std::any_of(m_statement.items.cbegin(), m_statement.items.cend(), hasAggregate))
        m_writer.fail(u"A query counts the rows of no table"_s, u"Name one: selectFrom<…>()."_s);
    if (m_statement.limitedBeforeUnion)
        m_writer.fail(u"A query is ordered or limited before union_()"_s,
            u"Order and limit the whole of it, after union_()."_s);
    if (m_statement.limit.value_or(0) < 0 || m_statement.offset.value_or(0) < 0)
        m_writer.fail(u"A query has a negative limit or offset"_s);
}

void SelectWriter::checkItem(qsizetype index)
{
    const RowItem &item = m_statement.items[index];
    if (item.nullable)
        return;
    const bool emptied = item.expression
        ? isEmptiedByJoin(item.expression, m_scope.sources)
        : std::any_of(
            m_scope.sources.cbegin(), m_scope.sources.cend(), [&](const SqlWriter::Source &source) {
                return source.outer && source.table == item.table;
            });
    if (emptied)
        m_writer.fail(
            u"Column %1 of the query is of a table that is outer-joined, so it may be NULL, and its type has no room for that"_s
                .arg(index + 1),
            u"Write nullable(…) around it."_s);
}

/// What the rows consist of, then the relationships that are loaded along.
void SelectWriter::addParts()
{
    m_compiled->parts = partsOf(m_statement.items);
    for (const LoaderOption &option : m_statement.options)
        addOption(m_compiled->hasDefaults ? withDefaults(option) : option);
    for (int i = 0; m_compiled->hasDefaults && i < m_statement.items.size(); ++i) {
        const RowItem &item = m_statement.items[i];
        if (item.expression)
            continue;
        for (const LoaderOption &option : defaultOptions(*item.table.model, m_statement.options))
            addDefault(option, i);
    }
}

/// What the mapping says, joined where the query allows that.
void SelectWriter::addDefault(LoaderOption option, int item)
{
    if (option.strategy == LoaderOption::Strategy::Joined && mayJoin(option)) {
        addJoined(option, item, m_statement.items[item].table);
        return;
    }
    if (option.strategy == LoaderOption::Strategy::Joined)
        option.strategy = LoaderOption::Strategy::SelectIn;
    if (std::none_of(m_compiled->options.cbegin(), m_compiled->options.cend(),
            [&](const LoaderOption &known) {
                return known.model == option.model && known.relationship == option.relationship;
            }))
        m_compiled->options.append(option);
}

bool SelectWriter::mayJoin(const LoaderOption &option) const
{
    const bool list = option.model->relationships[option.relationship].list;
    const bool cut = m_statement.limit || m_statement.offset;
    return m_statement.unions.isEmpty() && !m_statement.distinct && m_statement.groupBy.isEmpty()
        && !m_statement.forUpdate && !(list && cut)
        && std::all_of(
            option.children.cbegin(), option.children.cend(), [this](const LoaderOption &child) {
                return child.strategy != LoaderOption::Strategy::Joined || mayJoin(child);
            });
}

void SelectWriter::addOption(const LoaderOption &option)
{
    if (option.relationship < 0) {
        m_writer.fail(u"options(): a member of model \"%1\" is mapped to no relationship"_s.arg(
                          option.model->name()),
            u"Map it with manyToOne(), oneToMany() or manyToMany()."_s);
        return;
    }
    bool found = false;
    for (int i = 0; i < m_statement.items.size(); ++i) {
        const RowItem &item = m_statement.items[i];
        if (item.expression || item.table.model != option.model)
            continue;
        found = true;
        if (option.strategy == LoaderOption::Strategy::Joined)
            addJoined(option, i, item.table);
    }
    if (!found)
        m_writer.fail(u"options(): the rows of the query hold no objects of model \"%1\""_s.arg(
                          option.model->name()),
            u"Name relationships of what is selected, and those of what they lead to by then(…)."_s);
    if (option.strategy != LoaderOption::Strategy::Joined)
        m_compiled->options.append(option);
}

void SelectWriter::addJoined(const LoaderOption &option, int parent, const TableReference &from)
{
    const RelationshipInfo &info = option.model->relationships[option.relationship];
    if (const Result<> checked = checkReferredColumns(*option.model, info); !checked) {
        m_writer.fail(checked.error());
        return;
    }
    const bool cut = m_statement.limit || m_statement.offset;
    if (!m_statement.unions.isEmpty() || m_statement.distinct || (info.list && cut)) {
        m_writer.fail(
            u"joined() cannot load a relationship of model \"%1\" in a query with a limit, distinct() or a union"_s
                .arg(option.model->name()),
            u"Use selectIn() for it."_s);
        return;
    }
    const QString link = info.link ? freeAlias(info.link(), m_sources) : QString();
    QList<StatementSource> known = m_sources;
    if (info.link)
        known.append({.table = {&info.link(), link}});
    const TableReference target {&info.related(), freeAlias(info.related(), known)};
    for (StatementSource source : joinRelationship(from, option.relationship, target, link)) {
        source.outer = true;
        m_sources.append(source);
        m_writer.addSource(source.table, true);
    }
    const RowPart &last = m_compiled->parts.last();
    const int part = int(m_compiled->parts.size());
    m_compiled->parts.append({.model = target.model,
        .first = last.first + last.count,
        .count = int(target.model->columns.size()) + (target.model->hiddenKey ? 1 : 0),
        .mayBeAbsent = true,
        .parent = parent,
        .relationship = option.relationship,
        .option = option});
    m_joinedModels.append(target);
    for (const LoaderOption &child : option.children) {
        if (child.relationship >= 0 && child.strategy == LoaderOption::Strategy::Joined)
            addJoined(child, part, target);
    }
}

void SelectWriter::writeItems()
{
    m_writer.write(m_statement.distinct ? u"SELECT DISTINCT " : u"SELECT ");
    if (m_existsOnly) {
        m_writer.write(u'1');
        return;
    }
    m_writer.writeItems(m_statement.items);
    for (const TableReference &table : std::as_const(m_joinedModels)) {
        m_writer.write(u", ");
        m_writer.writeModel(table);
    }
}

void SelectWriter::writeTables()
{
    bool first = true;
    for (const StatementSource &source : std::as_const(m_sources)) {
        const bool begins = std::exchange(first, false);
        m_writer.write(begins ? u" FROM " : source.outer ? u" LEFT JOIN " : u" JOIN ");
        m_writer.writeName(source.table.model->table.name);
        if (!source.table.alias.isEmpty()) {
            m_writer.write(u" AS ");
            m_writer.writeName(source.table.alias);
        }
        if (begins)
            continue;
        m_writer.write(u" ON ");
        if (source.on)
            m_writer.writeExpression(source.on);
        else
            m_writer.write(u"1 = 1"); // CROSS JOIN is an order to some planners
    }
}

void SelectWriter::writeConditions()
{
    if (!m_statement.where.isEmpty()) {
        m_writer.write(u" WHERE ");
        m_writer.writeAll(m_statement.where);
    }
    if (!m_statement.groupBy.isEmpty()) {
        m_writer.write(u" GROUP BY ");
        m_writer.writeList(m_statement.groupBy);
    }
    if (!m_statement.having.isEmpty()) {
        m_writer.write(u" HAVING ");
        m_writer.writeAll(m_statement.having);
    }
}

void SelectWriter::writeUnions()
{
    for (const UnionItem &item : m_statement.unions) {
        const SelectStatement &other = *item.select;
        if (!other.orderBy.isEmpty() || other.limit || other.offset || !other.unions.isEmpty()
            || !other.options.isEmpty())
            m_writer.fail(
                u"A query that is joined on by union_() has an order, a limit, options or a union of its own"_s,
                u"Say that of the whole, after union_()."_s);
        m_writer.write(item.all ? u" UNION ALL " : u" UNION ");
        // A query beside this one, not inside of it.
        m_writer.setScope(m_scope.outer);
        m_writer.writeSelect(other);
        m_writer.setScope(&m_scope);
    }
}

/// The column of the result that the expression is, from 1; 0 = none.
int SelectWriter::ordinalOf(const ExpressionPtr &expression) const
{
    int ordinal = 0;
    for (const RowItem &item : m_statement.items) {
        if (item.expression) {
            ++ordinal;
            const ExpressionNode &node = *item.expression;
            if (item.expression == expression
                || (expression->kind == Kind::Column && node.kind == Kind::Column
                    && node.table == expression->table && node.column == expression->column))
                return ordinal;
            continue;
        }
        const ModelInfo &model = *item.table.model;
        if (expression->kind == Kind::Column && expression->table == item.table)
            return ordinal + 1
                + (expression->column < 0 ? 0 : model.tableColumn(expression->column));
        ordinal += int(model.table.columns.size());
    }
    return 0;
}

void SelectWriter::writeOrder()
{
    bool first = true;
    for (const OrderItem &item : m_statement.orderBy) {
        m_writer.write(std::exchange(first, false) ? u" ORDER BY " : u", ");
        QString term;
        if (m_statement.unions.isEmpty()) {
            term = m_writer.taken(item.expression);
        } else if (const int ordinal = ordinalOf(item.expression)) {
            term = QString::number(ordinal);
        } else {
            m_writer.fail(u"A union is ordered by what is none of its columns"_s,
                u"Order it by a column of the query in front."_s);
        }
        m_writer.write(m_writer.dml().orderTerm(term, item.descending, item.nulls));
    }
}

void SelectWriter::writeEnd()
{
    if (m_statement.limit || m_statement.offset) {
        m_writer.write(u' ');
        m_writer.write(m_writer.dml().limitClause(
            m_statement.limit.has_value(), m_statement.offset.has_value()));
        for (const std::optional<qint64> &number : {m_statement.limit, m_statement.offset}) {
            if (number)
                m_writer.m_parameters.append(Value(*number));
        }
    }
    if (!m_statement.forUpdate)
        return;
    if (const QString lock = m_writer.dml().forUpdate(); !lock.isEmpty())
        m_writer.write(u' ' + lock);
}

void SqlWriter::writeSelect(const SelectStatement &statement, CompiledSelect *compiled)
{
    SelectWriter(*this, statement, compiled).write();
}

QString CompiledSelect::columnText(int column) const
{
    for (const RowPart &part : parts) {
        const int own = column - part.first - (part.model && part.model->hiddenKey ? 1 : 0);
        if (!part.model || column >= part.first + part.count || own < 0)
            continue;
        return u"column \"%1\" of model \"%2\""_s.arg(
            part.model->columnName(own), part.model->name());
    }
    return u"column %1 of the query"_s.arg(column + 1);
}

Result<CompiledSelect> compile(const SelectStatement &statement, const DmlCompiler &dml)
{
    SqlWriter writer(dml);
    CompiledSelect compiled;
    writer.writeSelect(statement, &compiled);
    return writer.finish(std::move(compiled));
}

Result<CompiledSelect> compileForObjects(const SelectStatement &statement, const DmlCompiler &dml)
{
    SqlWriter writer(dml);
    CompiledSelect compiled {.hasDefaults = true};
    writer.writeSelect(statement, &compiled);
    return writer.finish(std::move(compiled));
}

} // namespace joinery

// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/modelinfo.h"

#include "joinery/base/overloaded.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace joinery {

ModelInfo::ModelInfo() = default;
ModelInfo::ModelInfo(const ModelInfo &other) = default;
ModelInfo::ModelInfo(ModelInfo &&other) noexcept = default;
ModelInfo::~ModelInfo() = default;

QString ModelInfo::columnName(int column) const
{
    return mapping_detail::toQString(columns[column].options.name);
}

bool ModelInfo::hasGeneratedKey() const
{
    static const QStringList integers {u"smallint"_s, u"integer"_s, u"bigint"_s};
    return hiddenKey || (key.size() == 1 && integers.contains(columns[key.first()].type));
}

namespace mapping_detail {

namespace {

using Group = TableOptions::Group;

/// As SQL of any dialect; unset for values that have no such literal.
std::optional<QString> literal(const Value &value, const QString &type)
{
    return std::visit(overloaded {
                          [&](qint64 number) -> std::optional<QString> {
                              if (type == u"boolean")
                                  return number == 0 ? u"false"_s : u"true"_s;
                              return QString::number(number);
                          },
                          [](double number) -> std::optional<QString> {
                              return QString::number(number, 'g', QLocale::FloatingPointShortest);
                          },
                          [](const QString &text) -> std::optional<QString> {
                              return u"'%1'"_s.arg(QString(text).replace(u'\'', u"''"_s));
                          },
                          [](const auto &) { return std::optional<QString>(); },
                      },
        value);
}

QString columnType(const ColumnInfo &column)
{
    const ColumnOptions &options = column.options;
    if (!options.type.empty())
        return toQString(options.type);
    return options.maxLength > 0 ? u"varchar(%1)"_s.arg(options.maxLength) : column.type;
}

Column columnOf(const ColumnInfo &info)
{
    const ColumnOptions &options = info.options;
    Column column {.name = toQString(options.name),
        .type = {.text = columnType(info)},
        .nullable = options.nullable >= 0 ? options.nullable == 1 : info.optional};
    if (options.hasServerDefault)
        column.serverDefault = toQString(options.serverDefault);
    else if (options.memberDefault)
        column.serverDefault = literal(info.initial, info.type);
    if (!options.computed.empty())
        column.computed = Computed {toQString(options.computed), options.stored};
    column.collation = toQString(options.collation);
    column.comment = toQString(options.comment);
    column.renamedFrom = toQString(options.renamedFrom);
    return column;
}

QStringList namesOf(const ModelInfo &model, const QList<int> &columns)
{
    QStringList names;
    for (const int column : columns)
        names.append(model.columnName(column));
    return names;
}

/// The name by convention, where none is given.
QString named(std::string_view given, QLatin1StringView kind, const QString &table,
    const QStringList &columns)
{
    if (!given.empty())
        return toQString(given);
    return kind + u'_' + table + u'_' + columns.join(u'_');
}

void makeGroup(ModelInfo &model, const Group &group)
{
    const QStringList columns = namesOf(model, group.columns);
    const QString table = model.table.name;
    switch (group.kind) {
    case Group::Kind::PrimaryKey:
        model.key = group.columns;
        break;
    case Group::Kind::Unique:
        model.table.uniques.append(UniqueConstraint {
            .name = named(group.name, "uq"_L1, table, columns), .columns = keyParts(columns)});
        break;
    case Group::Kind::Index:
        model.table.indexes.append(Index {.name = named(group.name, "ix"_L1, table, columns),
            .columns = keyParts(columns),
            .where = toQString(group.where)});
        break;
    }
}

void addOwnConstraints(ModelInfo &model, int column)
{
    const ColumnOptions &options = model.columns[column].options;
    if (options.unique)
        makeGroup(model, {Group::Kind::Unique, {}, {column}});
    if (options.index)
        makeGroup(model, {Group::Kind::Index, {}, {column}});
    if (!options.check.empty())
        model.table.checks.append(
            CheckConstraint {.name = u"ck_%1_%2"_s.arg(model.table.name, model.columnName(column)),
                .sql = toQString(options.check)});
    if (options.primaryKey)
        model.key.append(column);
    if (options.version)
        model.versionColumn = column;
}

void makeForeignKey(ModelInfo &model, const ReferenceInfo &reference)
{
    const QString column = model.columnName(reference.column);
    const QString referred = toQString(reference.referredTable);
    model.table.foreignKeys.append(
        ForeignKeyConstraint {.name = u"fk_%1_%2_%3"_s.arg(model.table.name, column, referred),
            .columns = {column},
            .referredTable = referred,
            .referredColumns = {toQString(reference.referredColumn)},
            .onDelete = toQString(reference.onDelete),
            .onUpdate = toQString(reference.onUpdate)});
}

/// A key of its own, or the column "id", or an "id" that no member stands for.
void settleKey(ModelInfo &model)
{
    if (model.key.isEmpty()) {
        const qsizetype id = model.table.columnIndex(u"id"_s);
        if (id >= 0)
            model.key.append(int(id));
    }
    model.hiddenKey = model.key.isEmpty();
    if (model.hiddenKey)
        model.table.columns.prepend(
            Column {.name = u"id"_s, .type = {.text = u"bigint"_s}, .nullable = false});
    const QStringList names = model.hiddenKey ? QStringList {u"id"_s} : namesOf(model, model.key);
    for (const QString &name : names)
        model.table.column(name)->nullable = false;
    model.table.primaryKey = PrimaryKeyConstraint {.columns = keyParts(names)};
}

} // namespace

TableOptions::TableOptions() = default;
TableOptions::~TableOptions() = default;

void addColumn(
    ModelInfo &model, const ColumnOptions &options, const QString &type, bool optional, bool exact)
{
    model.columns.append(
        ColumnInfo {.options = options, .type = type, .optional = optional, .exact = exact});
}

void addReference(ModelInfo &model, const ReferenceInfo &reference)
{
    model.references.append(reference);
}

void addRelationship(ModelInfo &model, const RelationshipInfo &relationship)
{
    model.relationships.append(relationship);
}

void addGroup(TableOptions &options, Group::Kind kind, std::string_view name,
    std::span<const int> columns, std::string_view where)
{
    options.groups.append({kind, name, QList<int>(columns.begin(), columns.end()), where});
}

void addCheck(TableOptions &options, std::string_view name, std::string_view sql)
{
    options.checks.append({name, sql});
}

void setInitialValues(ModelInfo &model, const void *object)
{
    ValueBuffer buffer;
    for (int column = 0; column < model.columns.size(); ++column) {
        ValueView view;
        if (model.writeColumn(object, column, buffer, view))
            model.columns[column].initial = toValue(view);
    }
}

void finish(ModelInfo &model, std::string_view tableName, const TableOptions &options)
{
    model.table.name = toQString(tableName);
    model.table.comment = toQString(options.comment);
    model.table.renamedFrom = toQString(options.renamedFrom);
    for (const ColumnInfo &column : model.columns)
        model.table.columns.append(columnOf(column));
    for (int column = 0; column < model.columns.size(); ++column)
        addOwnConstraints(model, column);
    for (const Group &group : options.groups)
        makeGroup(model, group);
    for (const TableOptions::Check &check : options.checks)
        model.table.checks.append(
            CheckConstraint {.name = toQString(check.name), .sql = toQString(check.sql)});
    for (const ReferenceInfo &reference : model.references)
        makeForeignKey(model, reference);
    settleKey(model);
    if (options.adjust)
        options.adjust(model.table);
}

MetaData metaDataOf(std::initializer_list<const ModelInfo *> models)
{
    MetaData metaData;
    QList<const ModelInfo *> waiting(models);
    while (!waiting.isEmpty()) {
        const ModelInfo *model = waiting.takeFirst();
        if (metaData.tables.contains(model->name()))
            continue;
        metaData.tables[model->name()] = model->table;
        for (const ReferenceInfo &reference : model->references)
            waiting.append(&reference.referred());
        for (const RelationshipInfo &relation : model->relationships)
            waiting.append(relation.link ? &relation.link() : &relation.related());
    }
    return metaData;
}

} // namespace mapping_detail

} // namespace joinery

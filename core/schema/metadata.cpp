// SPDX-License-Identifier: MPL-2.0
#include "joinery/schema/metadata.h"

#include "joinery/base/overloaded.h"

using namespace Qt::StringLiterals;

namespace joinery {

bool MetaData::isEmpty() const
{
    return tables.isEmpty() && views.isEmpty() && virtualTables.isEmpty() && sequences.isEmpty()
        && enums.isEmpty();
}

QString nameOf(const SchemaObject &object)
{
    return std::visit([](const auto &value) { return value.name; }, object);
}

QString kindOf(const SchemaObject &object)
{
    return std::visit(overloaded {
                          [](const Table &) { return u"table"_s; },
                          [](const View &) { return u"view"_s; },
                          [](const VirtualTable &) { return u"virtual_table"_s; },
                          [](const Sequence &) { return u"sequence"_s; },
                          [](const Enum &) { return u"enum"_s; },
                      },
        object);
}

QList<SchemaObject> objects(const MetaData &metaData)
{
    QList<SchemaObject> all;
    for (const Enum &value : metaData.enums)
        all.append(value);
    for (const Sequence &value : metaData.sequences)
        all.append(value);
    for (const Table &value : metaData.tables)
        all.append(value);
    for (const VirtualTable &value : metaData.virtualTables)
        all.append(value);
    for (const View &value : metaData.views)
        all.append(value);
    return all;
}

void insert(MetaData &metaData, const SchemaObject &object)
{
    std::visit(
        overloaded {
            [&](const Table &value) { metaData.tables.insert(value.name, value); },
            [&](const View &value) { metaData.views.insert(value.name, value); },
            [&](const VirtualTable &value) { metaData.virtualTables.insert(value.name, value); },
            [&](const Sequence &value) { metaData.sequences.insert(value.name, value); },
            [&](const Enum &value) { metaData.enums.insert(value.name, value); },
        },
        object);
}

} // namespace joinery

// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/generate/names.h"
#include "joinery/mapping/modelinfo.h"

namespace joinery::generate {

/// A type of C++ for a column.
struct CppType
{
    QString name; ///< "QString"
    QString word; ///< what its columns are called: "text"
    bool integer = false;
};

/// The type that holds what a column of that type holds; of an enum it has no name yet.
CppType cppTypeOf(const DataType &type);

struct CppEnum
{
    QString name;
    QStringList enumerators {};
    QStringList values {}; ///< as the database holds them
};

/// A foreign key of one column that a relationship can follow.
struct CppReference
{
    qsizetype model = -1; ///< that is referred to
    qsizetype column = -1; ///< of that model
    QString onDelete {};
    QString onUpdate {};
};

struct CppColumn
{
    CppType type;
    bool optional = false;
    QString member;
    QString initial {}; ///< an expression; empty = {}
    std::optional<CppReference> reference {};
};

struct CppRelation
{
    QString word; ///< "manyToOne"
    QString member;
    qsizetype related = -1; ///< model
    qsizetype keyModel = -1; ///< that has the foreign key
    qsizetype keyColumn = -1;
};

/// What becomes of a table: a struct with its mapping, in a header of its own.
struct CppModel
{
    Table table;
    QString name; ///< of the struct
    QString file; ///< without folder
    QList<CppEnum> enums {};
    QList<CppColumn> columns {}; ///< as the table's
    QList<CppRelation> relations {};
    UniqueNames members {cppWords()};
};

/// The structs for the tables of a schema, with all names settled.
class CppSchema
{
public:
    explicit CppSchema(const MetaData &metaData);

    const QList<CppModel> &models() const { return m_models; }
    /// What has no struct, and why: "view "recent"", …
    const QStringList &notes() const { return m_notes; }

private:
    void addModels(const MetaData &metaData);
    void addColumns(CppModel &model);
    void addReferences(CppModel &model);
    void settleIntegers();
    void addRelations(qsizetype model);
    QString namePointingTo(const CppModel &model, qsizetype column) const;
    QString namePointingBack(const CppModel &model, qsizetype column, bool single) const;

    QList<CppModel> m_models {};
    QHash<QString, qsizetype> m_byTable {};
    UniqueNames m_types {cppWords()};
    QStringList m_notes {};
};

} // namespace joinery::generate

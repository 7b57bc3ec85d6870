// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/valuebuffer.h"
#include "joinery/schema/metadata.h"

#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace joinery {

class ModelStore;
class RelationLoader;
struct ModelInfo;

/// What column() was told. Texts last as long as the program.
struct ColumnOptions
{
    std::string_view name;
    std::string_view type {}; ///< empty = that of the member
    std::string_view serverDefault {};
    std::string_view check {};
    std::string_view comment {};
    std::string_view collation {};
    std::string_view renamedFrom {};
    std::string_view computed {};
    bool stored = false; ///< of a computed column
    bool primaryKey = false;
    bool index = false;
    bool unique = false;
    bool version = false;
    bool memberDefault = false;
    bool hasServerDefault = false;
    int maxLength = 0;
    int nullable = -1; ///< -1 = as the member says
};

/// A column of a model.
struct ColumnInfo
{
    ColumnOptions options;
    QString type; ///< as models spell it
    bool optional = false; ///< the member is a std::optional
    bool exact = false; ///< see isExact()
    Value initial {}; ///< the member's value in a new object; NULL when it has none that fits
};

/// A foreign key that references() made.
struct ReferenceInfo
{
    int column = -1; ///< of the model
    std::string_view referredTable {};
    std::string_view referredColumn {};
    std::string_view onDelete {};
    std::string_view onUpdate {};
    const ModelInfo &(*referred)() = nullptr;
};

/// When what a relationship leads to is loaded; SQLAlchemy's loader strategies.
enum class LoaderStrategy : quint8
{
    Lazy, ///< when it is asked for, by load()
    SelectIn, ///< by one further query for all objects
    Joined, ///< by the same query, through an outer join
    Raise, ///< not at all: load() is an error
};

/// What a member of a model that is a Related or RelatedList stands for, and how to work on it.
struct RelationshipInfo
{
    enum class Kind
    {
        ManyToOne, ///< the model holds the foreign key
        OneToMany, ///< the related model holds it
        ManyToMany, ///< a link model holds two
    };

    Kind kind = Kind::ManyToOne;
    bool list = false; ///< a RelatedList
    bool cascadeDelete = false; ///< what is related goes with the object, and with its relation
    bool passiveDeletes = false; ///< the database does what is to be done on a deletion
    LoaderStrategy loading = LoaderStrategy::Lazy; ///< unless a query says otherwise
    const ModelInfo &(*related)() = nullptr;
    const ModelInfo &(*link)() = nullptr; ///< of ManyToMany
    int column = -1; ///< the foreign key: of the model, the related model or, of the link, to us
    int linkedColumn = -1; ///< of ManyToMany: the link's foreign key to the related model
    std::string_view memberColumn {}; ///< for messages: the column that tells who is related

    // Work on the member of an object of the model; see RelationAccess.
    void *(*member)(void *object) = nullptr;
    void (*attach)(void *member, RelationLoader *loader, void *owner) = nullptr;
    bool (*isLoaded)(const void *member) = nullptr;
    bool (*isChanged)(const void *member) = nullptr;
    void (*adopt)(void *member, const std::function<void *(const void *, void *)> &adopt) = nullptr;
    QList<void *> (*objects)(const void *member) = nullptr;
    QList<void *> (*before)(const void *member) = nullptr;
    bool (*isBeforeKnown)(const void *member) = nullptr;
    void (*setBefore)(void *member, const QList<void *> &objects) = nullptr;
    void (*set)(void *member, const QList<void *> &objects) = nullptr;
    void (*reset)(void *member) = nullptr;
};

/// A model at run time: its table, and how to work on its objects without knowing their type.
/// There is one for each mapping and it lasts as long as the program; any thread may read it.
struct ModelInfo
{
    // Not left to the compiler, which would make them anew in each file that has a model.
    ModelInfo();
    ModelInfo(const ModelInfo &other);
    ModelInfo(ModelInfo &&other) noexcept;
    ModelInfo &operator=(const ModelInfo &other) = delete;
    ~ModelInfo();

    Table table {}; ///< with all constraints, as MetaData has it
    QList<ColumnInfo> columns {}; ///< those that have a member
    QList<int> key {}; ///< the primary key, as positions in `columns`; empty with a hidden key
    bool hiddenKey = false; ///< a column "id" that no member stands for; the first of the table
    int versionColumn = -1;
    QList<ReferenceInfo> references {};
    QList<RelationshipInfo> relationships {};

    /// Shows all columns to a statement. Returns the position of one that does not fit, or -1.
    int (*write)(const void *object, ValueBuffer &buffer, ValueView *out) = nullptr;
    /// The same for one column.
    bool (*writeColumn)(const void *object, int column, ValueBuffer &buffer, ValueView &out)
        = nullptr;
    /// Sets all columns. Returns the position of one that does not fit, or -1.
    int (*read)(void *object, const ValueView *values) = nullptr;
    bool (*readColumn)(void *object, int column, const ValueView &value) = nullptr;

    /// An empty store for objects of the model.
    std::unique_ptr<ModelStore> (*makeStore)(const ModelInfo &model) = nullptr;

    QString name() const { return table.name; }
    QString columnName(int column) const;
    /// Position in Table::columns of one of `columns`.
    int tableColumn(int column) const { return hiddenKey ? column + 1 : column; }
    /// The key is one integer that the database may give.
    bool hasGeneratedKey() const;
};

namespace mapping_detail {

/// What makes up the table besides columns, with names of columns.
struct TableOptions
{
    TableOptions();
    TableOptions(const TableOptions &) = delete;
    TableOptions &operator=(const TableOptions &) = delete;
    ~TableOptions();

    struct Group
    {
        enum class Kind
        {
            PrimaryKey,
            Unique,
            Index
        };
        Kind kind;
        std::string_view name;
        QList<int> columns; ///< of the model
        std::string_view where {};
    };
    struct Check
    {
        std::string_view name;
        std::string_view sql;
    };
    QList<Group> groups {};
    QList<Check> checks {};
    std::string_view renamedFrom {};
    std::string_view comment {};
    void (*adjust)(Table &) = nullptr;
};

// What modelaccess.h calls for each part of a mapping. They are no templates, to compile quickly.

void addColumn(
    ModelInfo &model, const ColumnOptions &options, const QString &type, bool optional, bool exact);
void addReference(ModelInfo &model, const ReferenceInfo &reference);
void addRelationship(ModelInfo &model, const RelationshipInfo &relationship);
void addGroup(TableOptions &options, TableOptions::Group::Kind kind, std::string_view name,
    std::span<const int> columns, std::string_view where);
void addCheck(TableOptions &options, std::string_view name, std::string_view sql);

/// Notes the values that a new object has.
void setInitialValues(ModelInfo &model, const void *object);
/// Makes table, key and version column of a model whose columns and references are filled in.
void finish(ModelInfo &model, std::string_view tableName, const TableOptions &options);

/// The tables of these models and of those that they refer to.
MetaData metaDataOf(std::initializer_list<const ModelInfo *> models);

inline QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace mapping_detail

} // namespace joinery

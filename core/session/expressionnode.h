// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/valueview.h"

#include <QList>

#include <memory>

namespace joinery {

struct ModelInfo;
struct SelectStatement;
struct ExpressionNode;

/// An SQL expression without types. It never changes once made, and may be shared across threads.
using ExpressionPtr = std::shared_ptr<const ExpressionNode>;

/// What operands are joined by, weakest first: the order decides on parentheses.
enum class SqlOperator : quint8
{
    Or,
    And,
    Not,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like, ///< the pattern escaped by '/'
    Between,
    In, ///< of values, or of a subquery
    IsNull,
    IsNotNull,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Concatenate,
    Negate,
};

/// A table in a statement: a model, and the name it goes by there (empty = its own).
struct TableReference
{
    const ModelInfo *model = nullptr;
    QString alias {};

    bool operator==(const TableReference &) const = default;
};

struct ExpressionNode
{
    enum class Kind : quint8
    {
        Parameter, ///< a value, bound as a parameter
        Column,
        Operator,
        Function, ///< `name`; without operands and with `star`: count(*)
        Case, ///< [operand], when, then, … [, otherwise]; `star`: it begins with an operand
        Cast, ///< to the type `name`, a word of docs/types.md
        Now,
        Subquery,
        Exists,
        Invalid, ///< cannot be said in SQL: `name` is why
    };

    Kind kind = Kind::Parameter;
    SqlOperator op = SqlOperator::And;
    bool distinct = false; ///< of a function
    bool star = false;
    bool aggregate = false; ///< of a function: it makes one value of many rows
    int depth = 1; ///< of nesting, bounded
    int column = -1; ///< of the model; -1 = its hidden key
    TableReference table {};
    QString name {};
    Value value {};
    QList<ExpressionPtr> operands {};
    ExpressionPtr filter {}; ///< of an aggregate
    std::shared_ptr<const SelectStatement> select {};
};

namespace expression {

ExpressionPtr value(Value value);
/// The view's value; Invalid when `fits` is false.
ExpressionPtr value(bool fits, const ValueView &view);
ExpressionPtr text(QString text);
ExpressionPtr number(qint64 number);
ExpressionPtr number(double number);
ExpressionPtr invalid(const QString &why);
/// A member without a column.
ExpressionPtr notMapped(const ModelInfo &model);
/// An integer that 64 bits do not hold.
ExpressionPtr tooLarge(quint64 number);
ExpressionPtr column(const ModelInfo &model, int column, const QString &alias = {});
/// A comparison for equality with NULL becomes IS NULL.
ExpressionPtr operation(SqlOperator op, QList<ExpressionPtr> operands);
// The same without a list, which takes long to compile.
ExpressionPtr operation(SqlOperator op, const ExpressionPtr &operand);
ExpressionPtr operation(SqlOperator op, const ExpressionPtr &left, const ExpressionPtr &right);
ExpressionPtr operation(SqlOperator op, const ExpressionPtr &operand, const ExpressionPtr &low,
    const ExpressionPtr &high);
/// `name` is that of a function of the database, letters and digits.
ExpressionPtr function(const QString &name, QList<ExpressionPtr> operands);
ExpressionPtr aggregate(const QString &name, QList<ExpressionPtr> operands);
ExpressionPtr withDistinct(const ExpressionPtr &aggregate);
ExpressionPtr withFilter(const ExpressionPtr &aggregate, const ExpressionPtr &condition);
ExpressionPtr caseOf(QList<ExpressionPtr> parts, bool hasOperand);
ExpressionPtr cast(const ExpressionPtr &operand, const QString &type);
ExpressionPtr now();
ExpressionPtr subquery(const SelectStatement &select);
ExpressionPtr exists(const SelectStatement &select);
ExpressionPtr inSubquery(const ExpressionPtr &operand, const SelectStatement &select);

enum class Match
{
    Contains,
    StartsWith,
    EndsWith,
};
/// LIKE with the text's own wildcards escaped.
ExpressionPtr match(const ExpressionPtr &operand, Match match, const QString &text);

} // namespace expression

} // namespace joinery

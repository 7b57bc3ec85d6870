// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/objectjson.h"

#include "joinery/base/overloaded.h"
#include "joinery/base/suggestion.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

using namespace Qt::StringLiterals;

namespace joinery::mapping_detail {

namespace {

constexpr qint64 exactInJson = qint64(1) << 53;

QJsonValue jsonOf(const Value &value, const QString &type)
{
    return std::visit(overloaded {
                          [](std::monostate) { return QJsonValue(QJsonValue::Null); },
                          [&](qint64 number) {
                              if (type == u"boolean")
                                  return QJsonValue(number != 0);
                              return std::abs(number) <= exactInJson
                                  ? QJsonValue(number)
                                  : QJsonValue(QString::number(number));
                          },
                          [](double number) { return QJsonValue(number); },
                          [&](const QString &text) {
                              if (type != u"json")
                                  return QJsonValue(text);
                              const QByteArray array = '[' + text.toUtf8() + ']';
                              return QJsonDocument::fromJson(array).array().at(0);
                          },
                          [](const QByteArray &bytes) {
                              return QJsonValue(QString::fromLatin1(bytes.toBase64()));
                          },
                      },
        value);
}

Value valueOf(const QJsonValue &json, const QString &type)
{
    if (json.isNull() || json.isUndefined())
        return {};
    if (type == u"json") {
        const QByteArray array = QJsonDocument(QJsonArray {json}).toJson(QJsonDocument::Compact);
        return QString::fromUtf8(array.sliced(1).chopped(1));
    }
    if (json.isBool())
        return qint64(json.toBool() ? 1 : 0);
    if (json.isDouble()) {
        const double number = json.toDouble();
        const bool whole = std::trunc(number) == number && std::abs(number) <= double(exactInJson);
        return whole ? Value(json.toInteger()) : Value(number);
    }
    const QString text = json.toString();
    if (type == u"blob")
        return QByteArray::fromBase64(text.toLatin1());
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (isNumber && (type == u"bigint" || type == u"integer"))
        return number;
    return text;
}

QJsonObject jsonOf(const ModelInfo &model, const void *object, QList<const void *> around);

/// What a loaded relation leads to; unset for the one object when it is one of `around`, in which
/// this one stands.
std::optional<QJsonValue> relatedJson(
    const RelationshipInfo &relation, const void *member, const QList<const void *> &around)
{
    QJsonArray related;
    bool leadsBack = false;
    for (const void *other : relation.objects(member)) {
        if (around.contains(other))
            leadsBack = true;
        else
            related.append(jsonOf(relation.related(), other, around));
    }
    if (relation.list)
        return related;
    if (leadsBack)
        return std::nullopt;
    return related.isEmpty() ? QJsonValue() : related.first();
}

QJsonObject jsonOf(const ModelInfo &model, const void *object, QList<const void *> around)
{
    QJsonObject json;
    ValueBuffer buffer;
    for (int column = 0; column < model.columns.size(); ++column) {
        ValueView view;
        if (model.writeColumn(object, column, buffer, view))
            json[model.columnName(column)] = jsonOf(toValue(view), model.columns[column].type);
    }
    around.append(object);
    for (const RelationshipInfo &relation : model.relationships) {
        const void *member = relation.member(const_cast<void *>(object));
        if (!relation.isLoaded(member))
            continue;
        if (const auto related = relatedJson(relation, member, around))
            json[relation.related().name()] = *related;
    }
    return json;
}

} // namespace

QJsonObject toJson(const ModelInfo &model, const void *object)
{
    return jsonOf(model, object, {});
}

Result<> assign(const ModelInfo &model, void *object, const QJsonObject &values)
{
    QStringList names;
    for (int column = 0; column < model.columns.size(); ++column)
        names.append(model.columnName(column));
    for (auto value = values.begin(); value != values.end(); ++value) {
        const auto column = int(names.indexOf(value.key()));
        if (column < 0) {
            const QString meant = closestTo(value.key(), names);
            return fail(ErrorCode::Usage,
                u"\"%1\" has no column \"%2\""_s.arg(model.name(), value.key()),
                meant.isEmpty() ? u"Its columns are %1."_s.arg(names.join(u", "_s))
                                : u"Did you mean \"%1\"?"_s.arg(meant));
        }
        ValueBuffer buffer;
        ValueView view;
        const Value converted = valueOf(value.value(), model.columns[column].type);
        if (!buffer.keep(converted, view) || !model.readColumn(object, column, view))
            return fail(ErrorCode::Failed,
                u"%1.%2: the value %3 does not fit the member (%4)"_s.arg(model.name(), value.key(),
                    QString::fromUtf8(
                        QJsonDocument(QJsonArray {value.value()}).toJson(QJsonDocument::Compact)),
                    model.columns[column].type));
    }
    return {};
}

} // namespace joinery::mapping_detail

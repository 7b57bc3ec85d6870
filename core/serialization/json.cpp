// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/json.h"

#include <yaml-cpp/yaml.h>

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QJsonValue scalarToJson(const YAML::Node &node)
{
    const QString text = QString::fromStdString(node.Scalar());
    const bool isPlain = node.Tag() == "?";
    if (isPlain && (text == u"true"_s || text == u"false"_s))
        return text == u"true"_s;
    bool isNumber = false;
    const qlonglong number = text.toLongLong(&isNumber);
    if (isPlain && isNumber && QString::number(number) == text)
        return number;
    return text;
}

// The depth is that of our own files: bounded by the readers' limit.
QJsonValue nodeToJson(const YAML::Node &node)
{
    if (node.IsScalar())
        return scalarToJson(node);
    if (node.IsSequence()) {
        QJsonArray array;
        for (const YAML::Node &item : node)
            array.append(nodeToJson(item));
        return array;
    }
    if (node.IsMap()) {
        QJsonObject object;
        for (const auto &member : node)
            object.insert(QString::fromStdString(member.first.Scalar()), nodeToJson(member.second));
        return object;
    }
    return QJsonValue(QJsonValue::Null);
}

} // namespace

QJsonValue yamlToJson(const QByteArray &yaml)
{
    try {
        return nodeToJson(YAML::Load(yaml.toStdString()));
    } catch (const YAML::Exception &) {
        return QJsonValue(QJsonValue::Null);
    }
}

} // namespace joinery

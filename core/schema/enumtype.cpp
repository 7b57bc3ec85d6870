// SPDX-License-Identifier: MPL-2.0
#include "joinery/schema/enumtype.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

bool isPlain(const QString &value)
{
    const auto separates = [](QChar c) { return QStringView(u",'()").contains(c); };
    return !value.isEmpty() && value == value.trimmed()
        && std::none_of(value.cbegin(), value.cend(), separates);
}

} // namespace

QString enumTypeOf(const QStringList &values)
{
    QStringList arguments;
    for (const QString &value : values)
        arguments.append(
            isPlain(value) ? value : u'\'' + QString(value).replace(u"'"_s, u"''"_s) + u'\'');
    return u"enum(%1)"_s.arg(arguments.join(u", "_s));
}

} // namespace joinery

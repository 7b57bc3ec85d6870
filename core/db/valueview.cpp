// SPDX-License-Identifier: MPL-2.0
#include "joinery/db/valueview.h"

#include "joinery/base/overloaded.h"

namespace joinery {

namespace {

/// Qt drops a byte order mark at the beginning; here it is a part of the value.
QString textOf(QByteArrayView utf8)
{
    const bool marked = utf8.startsWith("\xef\xbb\xbf");
    return marked ? QChar(QChar::ByteOrderMark) + QString::fromUtf8(utf8.sliced(3))
                  : QString::fromUtf8(utf8);
}

} // namespace

Value toValue(const ValueView &view)
{
    return std::visit(
        overloaded {[](std::monostate) { return Value(); },
            [](qint64 number) { return Value(number); },
            [](double number) { return Value(number); },
            [](TextView text) { return Value(textOf(text.utf8)); },
            [](BlobView blob) { return Value(QByteArray(blob.bytes.data(), blob.bytes.size())); }},
        view);
}

} // namespace joinery

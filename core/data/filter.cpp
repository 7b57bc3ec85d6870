// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/filter.h"

#include "joinery/base/overloaded.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Operator = ColumnFilter::Operator;

struct Prefix
{
    QStringView sign;
    Operator op;
};
// Longer signs first.
constexpr Prefix prefixes[] = {{u"<>", Operator::NotEqual}, {u"!=", Operator::NotEqual},
    {u"<=", Operator::LessOrEqual}, {u">=", Operator::GreaterOrEqual}, {u"=", Operator::Equal},
    {u"<", Operator::Less}, {u">", Operator::Greater}};

std::optional<Value> number(const QString &text)
{
    bool ok = false;
    if (const qint64 whole = text.toLongLong(&ok); ok)
        return whole;
    // QString::toDouble would take "nan" and "inf", which no column of numbers holds as such.
    const bool digits = std::any_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
    const double real = text.toDouble(&ok);
    return ok && digits ? std::optional<Value>(real) : std::nullopt;
}

/// The text inside quotes that span all of it.
std::optional<QString> quoted(const QString &text)
{
    const QChar mark = text.isEmpty() ? QChar() : text.front();
    if ((mark != u'\'' && mark != u'"') || text.size() < 2 || text.back() != mark)
        return std::nullopt;
    const QString inside = text.mid(1, text.size() - 2);
    QString plain = inside;
    plain.replace(QString(2, mark), QString(mark));
    // 'a'b' and 'a'~'b' are not one quoted text.
    const bool one = QString(plain).replace(mark, QString(2, mark)) == inside;
    return one ? std::optional<QString>(plain) : std::nullopt;
}

Value operand(FilterKind kind, const QString &text)
{
    if (const auto inside = quoted(text))
        return *inside;
    if (kind != FilterKind::Text) {
        if (const auto value = number(text))
            return *value;
    }
    return text;
}

std::optional<ColumnFilter> range(const QString &column, FilterKind kind, const QString &text)
{
    for (const QString &sign : {u"~"_s, u".."_s}) {
        const qsizetype at = text.indexOf(sign);
        const QString low = text.left(at).trimmed();
        const QString high = at < 0 ? QString() : text.mid(at + sign.size()).trimmed();
        if (at > 0 && !low.isEmpty() && !high.isEmpty())
            return ColumnFilter {.column = column,
                .op = Operator::Between,
                .value = operand(kind, low),
                .upper = operand(kind, high)};
    }
    return std::nullopt;
}

Result<std::optional<ColumnFilter>> compared(
    const QString &column, FilterKind kind, Operator op, const QString &rest)
{
    const bool equality = op == Operator::Equal || op == Operator::NotEqual;
    if (rest.isEmpty())
        return fail(ErrorCode::Usage,
            u"Column \"%1\": there is no value after the operator"_s.arg(column),
            u"='' finds empty texts, =NULL finds NULLs, \\= finds the sign itself."_s);
    if (rest.compare(u"NULL", Qt::CaseInsensitive) == 0) {
        if (!equality)
            return fail(ErrorCode::Usage,
                u"Column \"%1\": nothing is less or greater than NULL"_s.arg(column),
                u"Use =NULL, <>NULL, or quotes for the word: >'NULL'."_s);
        return ColumnFilter {
            .column = column, .op = op == Operator::Equal ? Operator::IsNull : Operator::IsNotNull};
    }
    return ColumnFilter {.column = column, .op = op, .value = operand(kind, rest)};
}

ColumnFilter contains(const QString &column, const QString &text)
{
    return {.column = column, .op = Operator::Contains, .value = text};
}

bool containsAny(const QString &text, std::initializer_list<QStringView> words)
{
    return std::any_of(
        words.begin(), words.end(), [&](QStringView word) { return text.contains(word); });
}

} // namespace

FilterKind filterKindOf(const QString &declaredType)
{
    const QString type = declaredType.toUpper();
    if (type.isEmpty() || containsAny(type, {u"BLOB", u"BYTEA", u"BINARY"}))
        return FilterKind::Any;
    const bool number
        = containsAny(type, {u"INT", u"REAL", u"FLOA", u"DOUB", u"NUM", u"DEC", u"BOOL"});
    return number && !type.contains(u"INTERVAL") ? FilterKind::Number : FilterKind::Text;
}

Result<std::optional<ColumnFilter>> parseFilter(
    const QString &column, FilterKind kind, const QString &typed)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return std::optional<ColumnFilter>();
    if (text.startsWith(u'\\'))
        return text.size() == 1 ? contains(column, text) : contains(column, text.mid(1));
    if (const auto inside = quoted(text))
        return contains(column, *inside);
    for (const Prefix &prefix : prefixes) {
        if (text.startsWith(prefix.sign))
            return compared(column, kind, prefix.op, text.mid(prefix.sign.size()).trimmed());
    }
    if (const auto between = range(column, kind, text))
        return between;
    if (const auto value = number(text); value && kind == FilterKind::Number)
        return ColumnFilter {.column = column, .op = Operator::Equal, .value = *value};
    return contains(column, text);
}

QString filterTextFor(FilterKind kind, const Value &value)
{
    const auto inQuotes
        = [](QString text) { return u"='"_s + text.replace(u'\'', u"''"_s) + u'\''; };
    return std::visit(overloaded {
                          [](std::monostate) { return u"=NULL"_s; },
                          [](qint64 whole) { return u"=%1"_s.arg(whole); },
                          [](double real) { return u"="_s + QString::number(real, 'g', 17); },
                          [&](const QString &text) {
                              const bool plain = kind == FilterKind::Text && !text.isEmpty()
                                  && text == text.trimmed() && !text.startsWith(u'\'')
                                  && !text.startsWith(u'"')
                                  && text.compare(u"NULL", Qt::CaseInsensitive) != 0;
                              return plain ? u"="_s + text : inQuotes(text);
                          },
                          [](const QByteArray &) { return QString(); },
                      },
        value);
}

} // namespace joinery

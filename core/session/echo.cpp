// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/loggingexecutor.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Q_LOGGING_CATEGORY(engineLog, "joinery.engine")

constexpr qsizetype longestValue = 80;
constexpr qsizetype mostValues = 20;

QString shown(const Value &value)
{
    if (isNull(value))
        return u"NULL"_s;
    const QString text = toText(value);
    const QString cut = text.size() > longestValue ? text.left(longestValue) + u'…' : text;
    return std::holds_alternative<QString>(value) ? u'\'' + cut + u'\'' : cut;
}

QString valuesOf(const QList<Value> &parameters, bool masked)
{
    if (parameters.isEmpty())
        return {};
    if (masked)
        return u" [%1 hidden]"_s.arg(parameters.size());
    QStringList values;
    for (const Value &value : parameters.mid(0, mostValues))
        values.append(shown(value));
    if (parameters.size() > mostValues)
        values.append(u"… %1 more"_s.arg(parameters.size() - mostValues));
    return u" [%1]"_s.arg(values.join(u", "_s));
}

} // namespace

QString lineOf(const StatementReport &report, bool masked)
{
    const QString statement = report.sql.simplified() + valuesOf(report.parameters, masked);
    if (report.error)
        return u"%1: %2"_s.arg(statement, masked ? u"failed"_s : report.error->message);
    const double milliseconds = std::chrono::duration<double, std::milli>(report.duration).count();
    return u"%1: %2 %3, %4 ms"_s.arg(statement, QString::number(report.rows),
        report.rows == 1 ? u"row"_s : u"rows"_s, QString::number(milliseconds, 'f', 3));
}

StatementObserver echoing(Echo echo, StatementObserver observer)
{
    if (echo == Echo::Off)
        return observer;
    return [masked = echo == Echo::Masked, observer = std::move(observer)](
               const StatementReport &report) {
        qCInfo(engineLog).noquote() << lineOf(report, masked);
        if (observer)
            observer(report);
    };
}

} // namespace joinery

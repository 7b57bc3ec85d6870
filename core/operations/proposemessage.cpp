// SPDX-License-Identifier: MPL-2.0
#include "joinery/base/overloaded.h"
#include "joinery/operations/describe.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype longestMessage = 60;

/// A phrase around one name, so that neighbours that differ in the name alone merge: "add" slug "to
/// post".
struct Phrase
{
    QString before;
    QStringList names;
    QString after {};

    bool merges(const Phrase &other) const
    {
        return before == other.before && after == other.after;
    }
};

QString constraintLabel(const Constraint &constraint)
{
    if (const QString name = constraintName(constraint); !name.isEmpty())
        return name;
    return std::visit(overloaded {
                          [](const PrimaryKeyConstraint &) { return u"primary key"_s; },
                          [](const UniqueConstraint &key) {
                              return u"unique "_s + columnNames(key.columns).join(u", "_s);
                          },
                          [](const CheckConstraint &) { return u"check"_s; },
                          [](const ForeignKeyConstraint &key) {
                              return u"foreign key "_s + key.columns.join(u", "_s);
                          },
                      },
        constraint);
}

Phrase phrase(const QString &before, const QString &name, const QString &after = {})
{
    return {before, {name}, after};
}

Phrase phraseFor(const Operation &operation)
{
    const QString to = u" to "_s;
    const QString from = u" from "_s;
    const QString in = u" in "_s;
    return std::visit(
        overloaded {
            [&](const CreateTable &op) { return phrase(u"add table"_s, op.table.name); },
            [&](const DropTable &op) { return phrase(u"drop table"_s, op.table.name); },
            [&](const RenameTable &op) { return phrase(u"rename"_s, op.from + to + op.to); },
            [&](const AlterTable &op) { return phrase(u"change"_s, op.table); },
            [&](const AddColumn &op) { return phrase(u"add"_s, op.column.name, to + op.table); },
            [&](const DropColumn &op) {
                return phrase(u"drop"_s, op.column.name, from + op.table);
            },
            [&](const RenameColumn &op) {
                return phrase(u"rename"_s, op.from + to + op.to, in + op.table);
            },
            [&](const AlterColumn &op) { return phrase(u"change"_s, op.column, in + op.table); },
            [&](const ReorderColumns &op) { return phrase(u"reorder"_s, op.table); },
            [&](const AddConstraint &op) {
                return phrase(u"add"_s, constraintLabel(op.constraint), to + op.table);
            },
            [&](const DropConstraint &op) {
                return phrase(u"drop"_s, constraintLabel(op.constraint), from + op.table);
            },
            [&](const CreateIndex &op) { return phrase(u"add index"_s, op.index.name); },
            [&](const DropIndex &op) { return phrase(u"drop index"_s, op.index.name); },
            [&](const CreateView &op) { return phrase(u"add view"_s, op.view.name); },
            [&](const DropView &op) { return phrase(u"drop view"_s, op.view.name); },
            [&](const AlterView &op) { return phrase(u"change view"_s, op.from.name); },
            [&](const CreateTrigger &op) { return phrase(u"add trigger"_s, op.trigger.name); },
            [&](const DropTrigger &op) { return phrase(u"drop trigger"_s, op.trigger.name); },
            [&](const CreateVirtualTable &op) { return phrase(u"add table"_s, op.table.name); },
            [&](const DropVirtualTable &op) { return phrase(u"drop table"_s, op.table.name); },
            [&](const CreateSequence &op) { return phrase(u"add sequence"_s, op.sequence.name); },
            [&](const DropSequence &op) { return phrase(u"drop sequence"_s, op.sequence.name); },
            [&](const CreateEnum &op) { return phrase(u"add enum"_s, op.type.name); },
            [&](const DropEnum &op) { return phrase(u"drop enum"_s, op.type.name); },
            [&](const Execute &) {
                return Phrase {u"run SQL"_s, {}};
            },
        },
        operation);
}

/// Drop and create of the same thing, one after the other, is a change of it.
bool becomesChange(Phrase &earlier, const Phrase &later)
{
    if (!earlier.before.startsWith(u"drop"_s) || !later.before.startsWith(u"add"_s)
        || earlier.before.mid(4) != later.before.mid(3) || earlier.names != later.names)
        return false;
    earlier.before = u"change"_s + earlier.before.mid(4);
    if (later.after.startsWith(u" to "_s))
        earlier.after = u" in "_s + later.after.mid(4);
    return true;
}

void merge(QList<Phrase> &phrases, const Phrase &phrase)
{
    for (Phrase &earlier : phrases) {
        if (becomesChange(earlier, phrase))
            return;
    }
    if (!phrases.isEmpty() && phrases.last().merges(phrase)) {
        for (const QString &name : phrase.names) {
            if (!phrases.last().names.contains(name))
                phrases.last().names.append(name);
        }
        return;
    }
    phrases.append(phrase);
}

QString enumeration(const QStringList &names)
{
    if (names.size() < 2)
        return names.value(0);
    return names.mid(0, names.size() - 1).join(u", "_s) + u" and "_s + names.last();
}

QString textOf(const Phrase &phrase)
{
    if (phrase.names.isEmpty())
        return phrase.before;
    QString plural;
    if (phrase.names.size() > 1 && phrase.before.contains(u' '))
        plural = phrase.before.endsWith(u'x') ? u"es"_s : u"s"_s;
    return phrase.before + plural + u' ' + enumeration(phrase.names) + phrase.after;
}

QString joined(const QList<Phrase> &phrases)
{
    QStringList texts;
    for (const Phrase &phrase : phrases)
        texts.append(textOf(phrase));
    return texts.join(u", "_s);
}

/// The verb that fits them all: "add" when all are new tables.
QString commonVerb(const QList<Operation> &operations)
{
    const auto all = [&](auto is) { return std::all_of(operations.begin(), operations.end(), is); };
    if (all([](const Operation &op) { return std::holds_alternative<CreateTable>(op); }))
        return u"add"_s;
    if (all([](const Operation &op) { return std::holds_alternative<DropTable>(op); }))
        return u"drop"_s;
    return u"change"_s;
}

QString summary(const QList<Operation> &operations)
{
    QSet<QString> targets;
    for (const Operation &operation : operations)
        targets.insert(targetOf(operation));
    targets.remove(QString());
    if (targets.isEmpty())
        return u"run SQL"_s;
    const QString verb = commonVerb(operations);
    if (targets.size() == 1)
        return verb + u' ' + *targets.begin();
    return u"%1 %2 tables"_s.arg(verb).arg(targets.size());
}

QString shortened(const QString &message)
{
    return message.size() <= longestMessage ? message : message.left(longestMessage - 1) + u'…';
}

} // namespace

QString proposeMessage(const QList<Operation> &operations)
{
    if (operations.isEmpty())
        return u"no change"_s;
    constexpr qsizetype mostSpelledOut = 12;
    QList<Phrase> phrases;
    for (const Operation &operation : operations.mid(0, mostSpelledOut + 1))
        merge(phrases, phraseFor(operation));
    const QString message = joined(phrases).simplified();
    const bool fits = operations.size() <= mostSpelledOut && message.size() <= longestMessage;
    return shortened(fits || operations.size() == 1 ? message : summary(operations));
}

} // namespace joinery

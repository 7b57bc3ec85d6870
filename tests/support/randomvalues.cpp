// SPDX-License-Identifier: MPL-2.0
#include "support/randomvalues.h"

#include "support/random.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

const QStringList words {u"post"_s, u"yes"_s, u"NO"_s, u"on"_s, u"off"_s, u"true"_s, u"False"_s,
    u"null"_s, u"Null"_s, u"~"_s, u"1"_s, u"0x1F"_s, u"1e5"_s, u"1_000"_s, u".inf"_s, u"-.INF"_s,
    u".nan"_s, u"2026-11-22"_s, u"2026-11-22T10:12:33Z"_s, u"12:30:45"_s, u"0o17"_s, u"y"_s, u"="_s,
    u"<<"_s, u"-"_s, u"---"_s, u"..."_s, u"- a"_s, u"? a"_s, u": a"_s, u"a: b"_s, u"a:"_s,
    u"a #b"_s, u"#a"_s, u"a, b"_s, u"[a]"_s, u"{a}"_s, u"a]"_s, u"a}"_s, u"&a"_s, u"*a"_s, u"!a"_s,
    u"|"_s, u">"_s, u"'a'"_s, u"\"a\""_s, u"%a"_s, u"@a"_s, u"`a`"_s, u"a\\b"_s, u" a"_s, u"a "_s,
    u"\ta"_s, u"a\t"_s, u""_s, u"Müller"_s, u"日本語"_s, u"😀"_s, u"a?b"_s, u"a:b"_s, u"a'b"_s,
    u"varchar(200)"_s, u"sqlite:///x.db"_s};

const QStringList lines {u"SELECT 1"_s, u""_s, u"  indented"_s, u"\ttabbed"_s, u"trailing "_s,
    u"-- c: d"_s, u"# no comment"_s, u"---"_s, u"..."_s, u"END;"_s, u"é\u2028x"_s, u"a\rb"_s,
    u"\"quoted\" \\ slash"_s, u"%YAML"_s, u"key: value"_s, u"- item"_s, u"trailing\t"_s};

const QStringList strangeCharacters {QString(QChar(0)), u"\u0001"_s, u"\u001b"_s, u"\u007f"_s,
    u"\u0080"_s, u"\u0085"_s, u"\u00a0"_s, u"\u00ad"_s, u"\u200b"_s, u"\u202e"_s, u"\u2028"_s,
    u"\u2029"_s, u"\ufeff"_s, u"\ufffe"_s, u"\ufffd"_s, u"\ue000"_s, u"\r"_s, u"\n"_s, u"\t"_s,
    u"\r\n"_s, u"\U0010ffff"_s, u"\U000e0001"_s, u"é"_s, u"😀"_s, u"e\u0301"_s, u"\u3000"_s};

class Generator
{
public:
    explicit Generator(quint32 seed)
        : m_random(seed)
    { }

    QString text()
    {
        switch (m_random.below(6)) {
        case 0:
            return severalLines();
        case 1:
            return m_random.pick(strangeCharacters) + m_random.pick(words);
        case 2:
            return m_random.pick(words) + m_random.pick(strangeCharacters);
        case 3:
            return m_random.pick(words) + m_random.pick(strangeCharacters) + m_random.pick(words);
        default:
            return m_random.pick(words);
        }
    }

    SchemaObject object()
    {
        switch (m_random.below(6)) {
        case 0:
            return view();
        case 1:
            return virtualTable();
        case 2:
            return Sequence {text(), options()};
        case 3:
            return Enum {text(), texts()};
        default:
            return table();
        }
    }

    template <std::size_t Index = 0> SchemaOperation operationOfKind(std::size_t kind)
    {
        if constexpr (Index + 1 < std::variant_size_v<SchemaOperation>) {
            if (kind != Index)
                return operationOfKind<Index + 1>(kind);
        }
        std::variant_alternative_t<Index, SchemaOperation> operation {};
        fill(operation);
        return operation;
    }

    Operation operation(quint32 kind)
    {
        constexpr auto schemaKinds = quint32(std::variant_size_v<SchemaOperation>);
        if (kind % (schemaKinds + 1) == schemaKinds)
            return execute();
        return std::visit([](const auto &value) -> Operation { return value; },
            operationOfKind(kind % (schemaKinds + 1)));
    }

    Revision revision()
    {
        Revision result {
            .id = id(), .downRevisions = ids(), .dependsOn = ids(), .branchLabels = ids()};
        result.message = text();
        result.created = QDateTime(QDate(2026, 1 + m_random.below(12), 1 + m_random.below(28)),
            QTime(m_random.below(24), m_random.below(60), m_random.below(60)), Qt::UTC);
        result.transaction = TransactionMode(m_random.below(3));
        result.upgrade = operations();
        if (m_random.chance(50))
            result.downgrade = operations();
        return result;
    }

private:
    QString severalLines()
    {
        QStringList result;
        const int count = 1 + m_random.below(5);
        for (int i = 0; i < count; ++i)
            result.append(m_random.pick(lines));
        return result.join(u'\n') + (m_random.chance(30) ? u"\n"_s : QString());
    }

    QString maybe() { return m_random.chance(40) ? text() : QString(); }

    QStringList texts()
    {
        QStringList result;
        while (m_random.chance(60))
            result.append(text());
        return result;
    }

    /// Not one of the words that stand for something else in a map of dialects.
    QString dialect()
    {
        return m_random.pick(QStringList {u"sqlite"_s, u"mysql"_s, u"no"_s, u"a: b"_s});
    }

    Options options()
    {
        Options result;
        while (m_random.chance(30))
            result[dialect()][text()] = text();
        return result;
    }

    DataType type()
    {
        DataType result;
        while (m_random.chance(20))
            result.native[dialect()] = text();
        if (result.native.isEmpty() || m_random.chance(50))
            result.text = text();
        return result;
    }

    KeyPart part()
    {
        KeyPart result {.descending = m_random.chance(30), .collation = maybe()};
        (m_random.chance(70) ? result.column : result.expression) = u"x"_s + text();
        return result;
    }

    QList<KeyPart> parts()
    {
        QList<KeyPart> result {part()};
        while (m_random.chance(40))
            result.append(part());
        return result;
    }

    Column column()
    {
        Column result {.name = text(), .type = type(), .nullable = m_random.chance(50)};
        if (m_random.chance(40))
            result.serverDefault = text();
        if (m_random.chance(20))
            result.computed = Computed {text(), m_random.chance(50)};
        if (m_random.chance(20))
            result.identity = Identity {m_random.chance(50)};
        result.collation = maybe();
        result.comment = maybe();
        result.renamedFrom = maybe();
        result.options = options();
        return result;
    }

    QString action()
    {
        return m_random.pick(QStringList {
            {}, u"cascade"_s, u"set null"_s, u"set default"_s, u"restrict"_s, u"no action"_s});
    }

    ForeignKeyConstraint foreignKey()
    {
        return {.name = maybe(),
            .columns = texts(),
            .referredTable = text(),
            .referredColumns = texts(),
            .onDelete = action(),
            .onUpdate = action(),
            .match = maybe(),
            .deferrable = m_random.chance(30),
            .initiallyDeferred = m_random.chance(30),
            .options = options()};
    }

    Constraint constraint()
    {
        switch (m_random.below(4)) {
        case 0:
            return PrimaryKeyConstraint {maybe(), parts(), options()};
        case 1:
            return UniqueConstraint {maybe(), parts(), options()};
        case 2:
            return CheckConstraint {maybe(), text(), options()};
        default:
            return foreignKey();
        }
    }

    Index index() { return {text(), parts(), m_random.chance(40), maybe(), options()}; }

    Trigger trigger() { return {text(), text()}; }

    Table table()
    {
        Table result {.name = text(), .comment = maybe()};
        do
            result.columns.append(column());
        while (m_random.chance(50));
        if (m_random.chance(60))
            result.primaryKey = PrimaryKeyConstraint {maybe(), parts(), options()};
        while (m_random.chance(30))
            result.foreignKeys.append(foreignKey());
        while (m_random.chance(20))
            result.uniques.append({maybe(), parts(), options()});
        while (m_random.chance(20))
            result.checks.append({maybe(), text(), options()});
        while (m_random.chance(20))
            result.indexes.append(index());
        while (m_random.chance(20))
            result.triggers.append(trigger());
        result.options = options();
        result.renamedFrom = maybe();
        return result;
    }

    View view()
    {
        View result {.name = text(), .comment = maybe(), .columns = texts(), .sql = text()};
        while (m_random.chance(30))
            result.triggers.append(trigger());
        result.options = options();
        result.renamedFrom = maybe();
        return result;
    }

    VirtualTable virtualTable() { return {text(), text(), maybe()}; }

    QStringList accept()
    {
        return m_random.chance(30) ? QStringList {m_random.pick(
                   QStringList {accepts::dataLoss, accepts::lossyCast, accepts::orphans})}
                                   : QStringList();
    }

    /// Gives both patches the same members.
    void fillPatches(ColumnPatch &from, ColumnPatch &to)
    {
        const int members = m_random.below(256);
        const auto has = [members](int bit) { return (members & (1 << bit)) != 0; };
        for (ColumnPatch *patch : {&from, &to}) {
            const Column some = column();
            if (has(0))
                patch->type = some.type;
            if (has(1))
                patch->nullable = some.nullable;
            if (has(2))
                patch->serverDefault = some.serverDefault;
            if (has(3))
                patch->computed = some.computed;
            if (has(4))
                patch->identity = some.identity;
            if (has(5))
                patch->collation = some.collation;
            if (has(6))
                patch->comment = some.comment;
            if (has(7))
                patch->options = some.options;
        }
    }

    void fill(CreateTable &operation) { operation.table = table(); }
    void fill(DropTable &operation) { operation = {table(), accept()}; }
    void fill(RenameTable &operation) { operation = {text(), text()}; }
    void fill(AddColumn &operation) { operation = {text(), column(), maybe()}; }
    void fill(DropColumn &operation) { operation = {text(), column(), maybe(), accept()}; }
    void fill(RenameColumn &operation) { operation = {text(), text(), text()}; }
    void fill(AlterColumn &operation)
    {
        operation.table = text();
        operation.column = text();
        fillPatches(operation.from, operation.to);
        operation.fill = maybe();
        operation.restoreFill = maybe();
        operation.cast = maybe();
        operation.accept = accept();
    }
    void fill(AlterTable &operation)
    {
        operation.table = text();
        if (m_random.chance(50)) {
            operation.fromComment = text();
            operation.toComment = QString();
        }
        if (m_random.chance(50)) {
            operation.fromOptions = Options {};
            operation.toOptions = options();
        }
    }
    void fill(ReorderColumns &operation) { operation = {text(), texts(), texts()}; }
    void fill(AddConstraint &operation) { operation = {text(), constraint(), accept()}; }
    void fill(DropConstraint &operation) { operation = {text(), constraint()}; }
    void fill(CreateIndex &operation) { operation = {text(), index(), accept()}; }
    void fill(DropIndex &operation) { operation = {text(), index()}; }
    void fill(CreateView &operation) { operation.view = view(); }
    void fill(DropView &operation) { operation.view = view(); }
    void fill(AlterView &operation) { operation = {view(), view()}; }
    void fill(CreateTrigger &operation) { operation = {text(), trigger()}; }
    void fill(DropTrigger &operation) { operation = {text(), trigger()}; }
    void fill(CreateVirtualTable &operation) { operation.table = virtualTable(); }
    void fill(DropVirtualTable &operation) { operation = {virtualTable(), accept()}; }
    void fill(CreateSequence &operation) { operation.sequence = {text(), options()}; }
    void fill(DropSequence &operation) { operation.sequence = {text(), options()}; }
    void fill(CreateEnum &operation) { operation.type = {text(), texts()}; }
    void fill(DropEnum &operation) { operation.type = {text(), texts()}; }

    QMap<QString, QString> sqlByDialect()
    {
        QMap<QString, QString> result {{QString(), text()}};
        while (m_random.chance(30))
            result[dialect()] = text();
        if (m_random.chance(10))
            result.remove(QString());
        return result;
    }

    Execute execute()
    {
        Execute result {.sql = sqlByDialect()};
        if (m_random.chance(50))
            result.reversedBy = sqlByDialect();
        if (m_random.chance(40)) {
            result.changes.emplace();
            while (m_random.chance(50))
                result.changes->append(operationOfKind(
                    std::size_t(m_random.below(int(std::variant_size_v<SchemaOperation>)))));
        }
        return result;
    }

    QList<Operation> operations()
    {
        QList<Operation> result;
        while (m_random.chance(70))
            result.append(operation(quint32(m_random.below(1000))));
        return result;
    }

    QString id()
    {
        return QString::number(quint64(m_random.below(1 << 30)) << 18, 16).rightJustified(12, u'0');
    }

    QStringList ids()
    {
        QStringList result;
        while (m_random.chance(50))
            result.append(id());
        return result;
    }

    Random m_random;
};

} // namespace

QString randomText(quint32 seed)
{
    return Generator(seed).text();
}

SchemaObject randomObject(quint32 seed)
{
    return Generator(seed).object();
}

Operation randomOperation(quint32 seed)
{
    return Generator(seed).operation(seed);
}

Revision randomRevision(quint32 seed)
{
    return Generator(seed).revision();
}

} // namespace joinery::testing

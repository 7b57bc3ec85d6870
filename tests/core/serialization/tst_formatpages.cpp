// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/projectfile.h"
#include "joinery/serialization/revisionfile.h"
#include "joinery/serialization/safefile.h"
#include "support/randomvalues.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

struct Example
{
    QByteArray language;
    QByteArray text;
    int line = 0; ///< of the page
};

/// The fenced blocks of a page.
QList<Example> examplesOf(const QByteArray &page)
{
    QList<Example> examples;
    bool inside = false;
    int number = 0;
    for (const QByteArray &line : page.split('\n')) {
        ++number;
        if (line.startsWith("```")) {
            inside = !inside;
            if (inside)
                examples.append({line.mid(3), {}, number});
        } else if (inside) {
            examples.last().text += line + '\n';
        }
    }
    return examples;
}

/// Reads the example as the kind of file that it is. The text that Joinery itself would write for
/// it.
Result<QByteArray> read(const Example &example, const QString &name)
{
    if (example.language == "sql")
        return readSqlRevision(example.text, name).map([](const Revision &) {
            return QByteArray();
        });
    if (example.text.contains("\nrevision: "))
        return readRevision(example.text, name).map([](const Revision &r) {
            return writeRevision(r);
        });
    if (example.text.contains("\nproject: "))
        return readProjectFile(example.text, name).map([](const ProjectFile &f) {
            return writeProjectFile(f);
        });
    return readModel(example.text, name).map([](const SchemaObject &o) { return writeModel(o); });
}

QByteArray page(const QString &name)
{
    return readFile(QString::fromUtf8(JOINERY_SOURCE_DIR) + u"/docs/"_s + name)
        .value_or(QByteArray());
}

/// What a key of the table is called where it stands in a page.
QByteArray inBackticks(const QString &word)
{
    return '`' + word.toUtf8() + '`';
}

} // namespace

/// The pages of the formats say what the code does.
class TestFormatPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void examplesAreValid_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("examples");
        QTest::newRow("models") << u"model-format.md"_s << 5;
        QTest::newRow("revisions") << u"revision-format.md"_s << 3;
        QTest::newRow("projects") << u"project-format.md"_s << 1;
    }

    void examplesAreValid()
    {
        QFETCH(QString, name);
        QFETCH(int, examples);
        const QList<Example> found = examplesOf(page(name));
        QCOMPARE(found.size(), examples);
        for (const Example &example : found)
            VERIFY_RESULT(read(example, u"%1, example in line %2"_s.arg(name).arg(example.line)));
    }

    /// What is written looks like the examples of the page, but for comments and keys with their
    /// default.
    void examplesAreAsJoineryWritesThem()
    {
        for (const Example &example : examplesOf(page(u"model-format.md"_s))) {
            const Result<QByteArray> written = read(example, u"example"_s);
            VERIFY_RESULT(written);
            QCOMPARE(written->count('\n'), example.text.count('\n'));
        }
        for (const Example &example : examplesOf(page(u"project-format.md"_s)))
            QCOMPARE(read(example, u"example"_s).value_or(QByteArray()), example.text);
    }

    void everyOperationIsNamed()
    {
        const QByteArray text = page(u"revision-format.md"_s);
        for (quint32 kind = 0; kind < std::variant_size_v<Operation>; ++kind) {
            const Operation operation = testing::randomOperation(kind);
            const QString key = joinery::kindOf(operation);
            QVERIFY2(text.contains(inBackticks(key)), qPrintable(key));
            const QByteArray written = writeOperations({operation});
            QVERIFY2(written.startsWith("- " + key.toUtf8() + ':'), written);
        }
    }

    void everyDecisionIsNamed()
    {
        const QByteArray text = page(u"revision-format.md"_s);
        for (const QString &code :
            {accepts::dataLoss, accepts::deleteRows, accepts::orphans, accepts::lossyCast})
            QVERIFY2(text.contains(inBackticks(code)), qPrintable(code));
    }

    void everyKeyOfATableIsNamed()
    {
        const QByteArray text = page(u"model-format.md"_s);
        const Result<SchemaObject> read = readModel("joinery: 1\ntable: t\nnone: 1\n", u"x"_s);
        QVERIFY(!read);
        const QString keys = read.error().hint.section(u"Expected: "_s, 1).chopped(1);
        QVERIFY(keys.contains(u"foreign_keys"_s));
        for (const QString &key : keys.split(u", "_s)) {
            if (key != u"joinery"_s)
                QVERIFY2(text.contains("| " + inBackticks(key) + " |"), qPrintable(key));
        }
    }
};

QTEST_GUILESS_MAIN(TestFormatPages)
#include "tst_formatpages.moc"

// SPDX-License-Identifier: MPL-2.0
// A fuzz target without a fuzzer: every file of the folders that are named, and random edits of
// them. JOINERY_TEST_SEED gives others, JOINERY_TEST_ROUNDS more of them.
#include <QByteArray>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QList>

#include <csignal>
#include <cstdio>
#include <random>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace {

constexpr qint64 roundMs = 2000;

QList<QByteArray> seeds(int folders, char **names)
{
    QList<QByteArray> found;
    for (int i = 0; i < folders; ++i) {
        for (QDirIterator files(QString::fromLocal8Bit(names[i]), QDir::Files); files.hasNext();) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly))
                found.append(file.readAll());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

class Editor
{
public:
    Editor(const QList<QByteArray> &seeds, quint32 seed)
        : m_seeds(seeds)
        , m_random(seed)
    { }

    QByteArray next()
    {
        QByteArray bytes = m_seeds[below(m_seeds.size())];
        for (qsizetype edits = 1 + below(4); edits > 0; --edits)
            edit(bytes);
        return bytes;
    }

private:
    qsizetype below(qsizetype limit) { return limit > 0 ? qsizetype(m_random()) % limit : 0; }

    void edit(QByteArray &bytes)
    {
        const QByteArray &other = m_seeds[below(m_seeds.size())];
        const qsizetype at = below(bytes.size());
        const qsizetype from = below(other.size());
        switch (below(4)) {
        case 0:
            bytes.remove(at, 1 + below(8));
            break;
        case 1:
            bytes.insert(at, char(below(256)));
            break;
        case 2:
            bytes.insert(at, other.mid(from, 1 + below(24)));
            break;
        default:
            bytes.replace(at, 1 + below(12), other.mid(from, below(24)));
        }
    }

    const QList<QByteArray> &m_seeds;
    std::mt19937 m_random;
};

QByteArray current;

/// Says which input it was before the process ends.
void onAbort(int)
{
    std::fprintf(stderr, "the input was, in hexadecimal: %s\n", current.toHex().constData());
}

void run(const QByteArray &bytes)
{
    current = bytes;
    LLVMFuzzerTestOneInput(
        reinterpret_cast<const uint8_t *>(bytes.constData()), size_t(bytes.size()));
}

} // namespace

int main(int argc, char *argv[])
{
    const QList<QByteArray> given = seeds(argc - 1, argv + 1);
    if (given.isEmpty()) {
        std::fputs("there are no seeds\n", stderr);
        return 1;
    }
    std::signal(SIGABRT, onAbort);
    for (const QByteArray &seed : given)
        run(seed);
    const int seed = qEnvironmentVariableIntValue("JOINERY_TEST_SEED");
    const qint64 budget = roundMs * qMax(1, qEnvironmentVariableIntValue("JOINERY_TEST_ROUNDS"));
    Editor editor(given, quint32(seed));
    QElapsedTimer timer;
    timer.start();
    int count = 0;
    for (; timer.elapsed() < budget; ++count)
        run(editor.next());
    std::printf(
        "%d seeds, %d edited inputs, JOINERY_TEST_SEED=%d\n", int(given.size()), count, seed);
    return 0;
}

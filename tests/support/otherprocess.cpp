// SPDX-License-Identifier: MPL-2.0
#include "support/otherprocess.h"

#include <sqlite3.h>

#include <QCoreApplication>

#include <iostream>
#include <string>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

int keepValue(void *value, int columns, char **texts, char **)
{
    *static_cast<std::string *>(value) = columns > 0 && texts[0] ? texts[0] : "";
    return 0;
}

} // namespace

OtherProcess::OtherProcess(const QString &database)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), {u"--other-process"_s, database});
    m_process.waitForStarted();
}

OtherProcess::~OtherProcess()
{
    close();
}

QString OtherProcess::run(const QString &sql)
{
    m_process.write(QString(sql).replace(u'\n', u' ').toUtf8() + '\n');
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(20000))
            return u"error: the other process does not answer"_s;
    }
    return QString::fromUtf8(m_process.readLine().trimmed());
}

void OtherProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

void OtherProcess::close()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished();
}

std::optional<int> otherProcessMain(int argc, char **argv)
{
    if (argc != 3 || std::string(argv[1]) != "--other-process")
        return std::nullopt;
    sqlite3 *db = nullptr;
    if (sqlite3_open(argv[2], &db) != SQLITE_OK)
        return 1;
    for (std::string line; std::getline(std::cin, line);) {
        std::string value;
        const bool ok = sqlite3_exec(db, line.c_str(), &keepValue, &value, nullptr) == SQLITE_OK;
        std::cout << (ok ? value : std::string("error: ") + sqlite3_errmsg(db)) << std::endl;
    }
    return sqlite3_close(db);
}

} // namespace joinery::testing

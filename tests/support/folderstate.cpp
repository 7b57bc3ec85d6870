// SPDX-License-Identifier: MPL-2.0
#include "support/folderstate.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

namespace joinery::testing {

QMap<QString, QByteArray> folderState(const QString &folder)
{
    QMap<QString, QByteArray> state;
    for (const QFileInfo &info : QDir(folder).entryInfoList(QDir::Files | QDir::Hidden)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        QCryptographicHash hash(QCryptographicHash::Sha256);
        hash.addData(&file);
        state.insert(info.fileName(), hash.result().toHex());
    }
    return state;
}

} // namespace joinery::testing

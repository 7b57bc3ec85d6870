// SPDX-License-Identifier: MPL-2.0
#include "support/testutils.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace joinery::testing {

QString errorText(const Error &error)
{
    return u"%1 [%2] [%3] (%4)"_s.arg(error.message, error.statement, error.driverText, error.hint);
}

QString corpusFolder()
{
    const QDir folder(QString::fromUtf8(JOINERY_SOURCE_DIR) + u"/../shared/corpus"_s);
    return folder.exists() ? folder.canonicalPath() : QString();
}

} // namespace joinery::testing

// SPDX-License-Identifier: MPL-2.0
#include "user.h"

#include <joinery/project/schemacheck.h>

#include <cstdio>

using namespace Qt::StringLiterals;

/// Says once at the start when models, revisions and database are not in step; goes on all the same.
static void checkAtStart(const QString &url)
{
    const auto check = joinery::checkSchema(url, joinery::metaDataOf<User>());
    const QString warning = check ? check->message(u"manage"_s) : check.error().message;
    if (!warning.isEmpty())
        std::fprintf(stderr, "Warning: %s\n", qPrintable(warning));
}

int main()
{
    checkAtStart(u"sqlite:///blog.db"_s);
    return 0;
}

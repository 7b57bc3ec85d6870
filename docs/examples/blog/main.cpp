// SPDX-License-Identifier: MPL-2.0
// usage: blog [add NAME EMAIL | find NAME]
#include "user.h"

#include <joinery/project/schemacheck.h>
#include <joinery/session/session.h>

#include <cstdio>

using namespace Qt::StringLiterals;

/// Says once at the start when models, revisions and database are not in step; goes on all the
/// same.
static void checkAtStart(const QString &url)
{
    const auto check = joinery::checkSchema(url, joinery::metaDataOf<User>());
    const QString warning = check ? check->message(u"manage"_s) : check.error().message;
    if (!warning.isEmpty())
        std::fprintf(stderr, "Warning: %s\n", qPrintable(warning));
}

static joinery::Result<> add(joinery::Session &session, const QString &name, const QString &email)
{
    User user;
    user.username = name;
    user.email = email;
    session.add(user);
    return session.commit();
}

static joinery::Result<> find(joinery::Session &session, const QString &name)
{
    const auto users = session
                           .exec(joinery::select<User>()
                                     .where(joinery::col(&User::username) == name)
                                     .orderBy(joinery::col(&User::id)))
                           .all();
    if (!users)
        return joinery::fail(users.error());
    for (const User *user : *users)
        std::printf("%lld %s <%s>\n", static_cast<long long>(*user->id), qPrintable(user->username),
            qPrintable(user->email));
    return {};
}

int main(int argc, char *argv[])
{
    const QString url = u"sqlite:///blog.db"_s;
    checkAtStart(url);
    const auto engine = joinery::Engine::create(url);
    if (!engine)
        return 1;
    joinery::Session session(*engine);
    joinery::Result<> done;
    if (argc == 4)
        done = add(session, QString::fromLocal8Bit(argv[2]), QString::fromLocal8Bit(argv[3]));
    else if (argc == 3)
        done = find(session, QString::fromLocal8Bit(argv[2]));
    if (!done)
        std::fprintf(stderr, "Error: %s\n", qPrintable(done.error().message));
    return done ? 0 : 1;
}

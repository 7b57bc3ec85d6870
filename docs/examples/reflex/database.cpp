// SPDX-License-Identifier: MPL-2.0
// Writes reflex.db into the current folder.
#include "../tutorial/show.h"
#include "models.h"

#include <joinery/mapping/objectjson.h>
#include <joinery/session/asyncsession.h>
#include <joinery/session/createall.h>

#include <QJsonDocument>

using namespace joinery;
using namespace Qt::StringLiterals;

//! [session]
static Result<> addUser(const Engine &engine)
{
    Session session(engine);
    session.add(User {.username = u"ada"_s, .email = u"ada@example.org"_s});
    session.add(User {.username = u"grace"_s, .email = u"grace@example.org"_s});
    return session.commit();
}
//! [session]

//! [rollback]
static Result<> withoutCommit(const Engine &engine)
{
    Session session(engine);
    session.add(User {.username = u"nobody"_s});
    return session.flush(); // leaving the scope without commit() rolls back
}
//! [rollback]

//! [select]
static Result<> findUsers(const Engine &engine)
{
    Session session(engine);
    const auto all = session.exec(select<User>()).all();
    const auto ada = session.exec(select<User>().where(col(&User::username) == u"ada"_s)).first();
    if (!all || !ada || !*ada)
        return fail(ErrorCode::NotFound, u"no ada"_s);
    print(u"%1 users, ada has %2"_s.arg(QString::number(all->size()), (*ada)->email));
    return {};
}
//! [select]

//! [search]
static Result<> search(const Engine &engine)
{
    Session session(engine);
    const auto found = session
                           .exec(select<User>()
                                     .where(col(&User::username).contains(u"ra"_s))
                                     .orderBy(col(&User::username))
                                     .limit(10))
                           .all();
    if (!found)
        return fail(found.error());
    for (const User *user : *found)
        print(user->username);
    return {};
}
//! [search]

//! [update]
static Result<> changeEmail(const Engine &engine)
{
    Session session(engine);
    const auto user = session.exec(select<User>().where(col(&User::username) == u"ada"_s)).one();
    if (!user)
        return fail(user.error());
    (*user)->email = u"ada@example.com"_s;
    return session.commit();
}
//! [update]

//! [detached]
static Result<> updateLater(const Engine &engine, User user) // a copy, from another session
{
    Session session(engine);
    user.email = u"lovelace@example.com"_s;
    if (const Result<User *> merged = session.merge(user); !merged)
        return fail(merged.error());
    return session.commit();
}
//! [detached]

static Result<> detached(const Engine &engine)
{
    Session session(engine);
    const Result<User *> user = session.get<User>(1);
    if (!user || !*user)
        return fail(ErrorCode::NotFound, u"no user 1"_s);
    if (Result<> done = updateLater(engine, **user); !done)
        return done;
    if (Result<> done = session.refresh(*user); !done)
        return done;
    print((*user)->email);
    return {};
}

//! [form]
static Result<> submit(const Engine &engine, const QJsonObject &form)
{
    Session session(engine);
    const Result<User *> user = session.get<User>(1);
    if (!user || !*user)
        return fail(ErrorCode::NotFound, u"no user 1"_s);
    if (Result<> done = assign(**user, form); !done)
        return done;
    print(QString::fromUtf8(QJsonDocument(toJson(**user)).toJson(QJsonDocument::Compact)));
    return session.commit();
}
//! [form]

static Result<> form(const Engine &engine)
{
    return submit(engine, {{u"email"_s, u"countess@example.com"_s}});
}

//! [text]
static Result<> ownSql(const Engine &engine)
{
    Session session(engine);
    const QList<qint64> ids {1, 2, 3};
    const auto users
        = session
              .exec(sql<User>(
                  u"SELECT * FROM user WHERE id IN :ids ORDER BY username"_s, {{u"ids"_s, ids}}))
              .all();
    if (!users)
        return fail(users.error());
    for (const User *user : *users)
        print(user->username);
    return {};
}
//! [text]

//! [delete]
static Result<> removeUser(const Engine &engine)
{
    Session session(engine);
    const auto user = session.exec(select<User>().where(col(&User::username) == u"grace"_s)).one();
    if (!user)
        return fail(user.error());
    if (Result<> done = session.remove(*user); !done)
        return done;
    return session.commit();
}
//! [delete]

//! [posts]
static Result<> writePosts(const Engine &engine)
{
    Session session(engine);
    session.add(Author {.name = u"Ada"_s,
        .posts = {Post {.title = u"On the engine"_s}, Post {.title = u"Notes"_s}}});
    return session.commit();
}
//! [posts]

//! [selectin]
static Result<> readPosts(const Engine &engine)
{
    Session session(engine);
    const auto authors
        = session
              .exec(select<Author>().options(selectIn(&Author::posts).then(joined(&Post::author))))
              .all();
    if (!authors)
        return fail(authors.error());
    for (const Author *author : *authors) {
        for (const Post *post : author->posts)
            print(post->title + u" by "_s + post->author->name);
    }
    return {};
}
//! [selectin]

//! [async]
static QFuture<Result<qint64>> countUsers(AsyncEngine &async)
{
    return runInSession(async, [](Session &session) -> Result<qint64> { // on a thread of its own
        return session.exec(select(count()).selectFrom<User>()).one();
    });
}
//! [async]

static Result<> asynchronous(const Engine &engine)
{
    AsyncEngine async(engine);
    const Result<qint64> users = countUsers(async).result();
    if (!users)
        return fail(users.error());
    print(u"%1 user"_s.arg(*users));
    return {};
}

//! [health]
static Result<> health(const Engine &engine)
{
    print(engine.health() ? u"the database answers"_s : u"it does not"_s);
    return {};
}
//! [health]

//! [environment]
static Result<Engine> engineOfTheEnvironment()
{
    return Engine::fromEnvironment(); // JOINERY_DB_URL, JOINERY_POOL_SIZE, JOINERY_ECHO, ...
}
//! [environment]

int main()
{
    qputenv("JOINERY_DB_URL", "sqlite:///reflex.db");
    const Result<Engine> engine = engineOfTheEnvironment();
    if (!engine || !createAll(*engine, metaDataOf<User, Post>())) {
        print(u"no database"_s);
        return 1;
    }
    const bool done = run("session", addUser, *engine) && run("rollback", withoutCommit, *engine)
        && run("select", findUsers, *engine) && run("search", search, *engine)
        && run("update", changeEmail, *engine) && run("detached", detached, *engine)
        && run("form", form, *engine) && run("text", ownSql, *engine)
        && run("delete", removeUser, *engine) && run("posts", writePosts, *engine)
        && run("selectin", readPosts, *engine) && run("async", asynchronous, *engine)
        && run("health", health, *engine);
    return done ? 0 : 1;
}

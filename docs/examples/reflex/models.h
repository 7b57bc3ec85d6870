// SPDX-License-Identifier: MPL-2.0
#pragma once
// One column a line:
// clang-format off

//! [user]
#include <joinery/mapping/mapping.h>

struct User
{
    std::optional<qint64> id {};
    QString username {};
    QString email {};
};

template <>
inline constexpr auto joinery::mapping<User> = joinery::model<User>("user",
    column("id", &User::id, primaryKey),
    column("username", &User::username),
    column("email", &User::email));
//! [user]

//! [relationship]
struct Post;

struct Author
{
    std::optional<qint64> id {};
    QString name {};
    joinery::RelatedList<Post> posts {};
};

struct Post
{
    std::optional<qint64> id {};
    QString title {};
    qint64 authorId = 0;
    joinery::Related<Author> author {};
};

template <>
inline constexpr auto joinery::mapping<Author> = joinery::model<Author>("author",
    column("id", &Author::id, primaryKey),
    column("name", &Author::name),
    oneToMany(&Author::posts, &Post::authorId));

template <>
inline constexpr auto joinery::mapping<Post> = joinery::model<Post>("post",
    column("id", &Post::id, primaryKey),
    column("title", &Post::title),
    column("author_id", &Post::authorId, references(&Author::id)),
    manyToOne(&Post::author, &Post::authorId));
//! [relationship]

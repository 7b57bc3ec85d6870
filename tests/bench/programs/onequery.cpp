// SPDX-License-Identifier: MPL-2.0
// One model and one query, as programs of others have them: compiled by compile_model_query.py,
// never run.
#include <joinery/mapping/mapping.h>
#include <joinery/session/session.h>

struct Hero
{
    std::optional<qint64> id {};
    QString name {};
    std::optional<int> age {};
};

template <>
inline constexpr auto joinery::mapping<Hero> = joinery::model<Hero>("hero",
    joinery::column("id", &Hero::id, joinery::primaryKey),
    joinery::column("name", &Hero::name, joinery::index), joinery::column("age", &Hero::age));

joinery::Result<QList<Hero *>> grownUps(joinery::Session &session)
{
    return session.exec(joinery::select<Hero>().where(joinery::col(&Hero::age) >= 35)).all();
}

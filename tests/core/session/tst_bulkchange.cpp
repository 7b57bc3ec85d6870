// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/bulkchange.h"
#include "support/herodatabase.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

struct Box
{
    std::optional<qint64> id {};
    int width = 0;
    int area = 0;
};

} // namespace

namespace joinery {

template <>
inline constexpr auto mapping<Box> = model<Box>("box", column("id", &Box::id),
    column("width", &Box::width), column("area", &Box::area, computed("width * width")));

} // namespace joinery

class TestBulkChange : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<HeroDatabase> m_db;

    QStringList ages() { return m_db->rows(select(col(&Hero::age)).orderBy(col(&Hero::id))); }

private Q_SLOTS:
    void init() { m_db = std::make_unique<HeroDatabase>(); }

    void A6_an_update_changes_all_rows_that_fit()
    {
        const auto change = update<Hero>()
                                .set(col(&Hero::age), col(&Hero::age) + 1)
                                .set(col(&Hero::name), u"x"_s)
                                .where(col(&Hero::age) > 33)
                                .where(col(&Hero::teamId) == 1);
        QCOMPARE(m_db->sql(change),
            u"UPDATE \"hero\" SET \"age\" = \"hero\".\"age\" + ?, \"name\" = ? WHERE \"hero\".\"age\" > ? AND \"hero\".\"team_id\" = ? -- 1|x|33|1"_s);
        QCOMPARE(m_db->rows(change), QStringList {});
        QCOMPARE(ages(), QStringList({u"-"_s, u"-"_s, u"49"_s, u"32"_s, u"35"_s, u"36"_s}));
    }

    void A6_an_update_takes_subqueries_and_null()
    {
        m_db->rows(update<Hero>()
                       .set(col(&Hero::age), scalar(select(max(col(&Mission::id)))))
                       .where(col(&Hero::id) == 1));
        m_db->rows(update<Hero>().set(col(&Hero::age), std::nullopt).where(col(&Hero::id) > 1));
        QCOMPARE(ages(), QStringList({u"3"_s, u"-"_s, u"-"_s, u"-"_s, u"-"_s, u"-"_s}));
    }

    void A6_a_deletion_takes_all_rows_that_fit()
    {
        const auto change = deleteFrom<Hero>().where(!exists(
            select(col(&HeroMission::heroId)).where(col(&HeroMission::heroId) == col(&Hero::id))));
        QCOMPARE(m_db->rows(change), QStringList {});
        QCOMPARE(ages(), QStringList({u"-"_s, u"48"_s}));
        QCOMPARE(m_db->rows(deleteFrom<HeroMission>()), QStringList {});
        QCOMPARE(m_db->rows(select<HeroMission>()), QStringList {});
    }

    void A6_changed_rows_are_returned_typed()
    {
        const auto grown = update<Hero>()
                               .set(col(&Hero::age), 1)
                               .where(col(&Hero::id) == 3)
                               .returning(col(&Hero::name), col(&Hero::age));
        static_assert(
            std::is_same_v<decltype(grown)::RowType, std::tuple<QString, std::optional<int>>>);
        QCOMPARE(m_db->rows(grown), QStringList {u"Rusty-Man|1"_s});
        const auto gone = deleteFrom<Hero>().where(col(&Hero::id) > 5).returning(entity<Hero>());
        QCOMPARE(m_db->values(gone).first().name, u"Dr. Weird"_s);
    }

    void what_cannot_be_set_is_named()
    {
        QCOMPARE(m_db->sql(update<Hero>()), u"error: An update of model \"hero\" sets no column"_s);
        QCOMPARE(m_db->sql(update<Box>().set(col(&Box::area), 1)),
            u"error: Column \"area\" of model \"box\" is computed and cannot be set"_s);
        QCOMPARE(m_db->sql(update<Hero>().set(col(&Hero::age), ~quint64(0))),
            u"error: Column \"age\" of model \"hero\" is set to what it cannot hold: the number 18446744073709551615 does not fit into 64 bits with a sign"_s);
        QCOMPARE(m_db->sql(update<Hero>().set(col(&Hero::age), 1).where(col(&Team::id) == 1)),
            u"error: Column \"id\" is of table \"team\", which the statement does not read"_s);
    }
};

QTEST_GUILESS_MAIN(TestBulkChange)
#include "tst_bulkchange.moc"

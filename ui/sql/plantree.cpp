// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/plantree.h"

#include "ui/widgets/theme.h"

#include <QHeaderView>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

struct Hint
{
    const char *iconName;
    ColorToken token;
    QString words;
};

Hint hintOf(const QString &detail)
{
    if (detail.startsWith(u"SEARCH"))
        return {
            "success", ColorToken::Success, PlanTree::tr("Finds its rows by an index or a key")};
    if (detail.startsWith(u"SCAN") && detail.contains(u"COVERING INDEX"))
        return {"info", ColorToken::Link, PlanTree::tr("Reads the whole index, but not the table")};
    if (detail.startsWith(u"SCAN") && detail.contains(u"INDEX"))
        return {
            "info", ColorToken::Link, PlanTree::tr("Reads every row, in the order of an index")};
    if (detail.startsWith(u"SCAN CONSTANT"))
        return {"success", ColorToken::Success, QString()};
    if (detail.startsWith(u"SCAN"))
        return {"warning", ColorToken::Warning, PlanTree::tr("Reads every row: an index may help")};
    if (detail.contains(u"TEMP B-TREE"))
        return {"info", ColorToken::Link, PlanTree::tr("Sorts or groups in a table of its own")};
    if (detail.contains(u"AUTOMATIC"))
        return {"warning", ColorToken::Warning,
            PlanTree::tr("Makes an index for this one run: a lasting one may help")};
    return {"more", ColorToken::TextMuted, QString()};
}

} // namespace

PlanTree::PlanTree(QWidget *parent)
    : QTreeWidget(parent)
{
    setColumnCount(2);
    setHeaderLabels({tr("Step"), tr("What it means")});
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Query plan"));
    setAlternatingRowColors(true);
    setUniformRowHeights(true);
}

void PlanTree::setRows(const RowStore &rows)
{
    clear();
    QHash<qint64, QTreeWidgetItem *> steps;
    for (qsizetype i = 0; i < rows.rowCount(); ++i) {
        const QList<Value> row = rows.row(i);
        if (row.size() < 4)
            continue;
        QTreeWidgetItem *above = steps.value(toInt(row[1]));
        auto *step = above ? new QTreeWidgetItem(above) : new QTreeWidgetItem(this);
        const QString detail = toText(row[3]);
        const Hint hint = hintOf(detail);
        step->setText(0, detail);
        step->setIcon(0, icon(QString::fromLatin1(hint.iconName), hint.token));
        step->setText(1, hint.words);
        steps.insert(toInt(row[0]), step);
    }
    expandAll();
    resizeColumnToContents(0);
    if (topLevelItem(0))
        setCurrentItem(topLevelItem(0));
}

} // namespace joinery

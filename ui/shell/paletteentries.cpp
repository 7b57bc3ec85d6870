// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/paletteentries.h"

#include "ui/shell/mainmenu.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/theme.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

void addObject(QList<PaletteEntry> &entries, Navigator &navigator, OpenDatabase *database,
    const QString &name, const QString &iconName)
{
    entries.append({.text = name,
        .detail = database->name(),
        .icon = icon(iconName),
        .run = [&navigator, database, name] { Q_EMIT navigator.showRows(database, name, {}); },
        .weight = 30});
    entries.append({.text = MainWindow::tr("Design %1").arg(name),
        .detail = database->name(),
        .icon = icon(u"edit"_s),
        .run = [&navigator, database, name] { Q_EMIT navigator.showDesigner(database, name); },
        .weight = 10});
}

QString plain(const QAction &action)
{
    return action.text().remove(u'&').remove(u'…');
}

} // namespace

QList<PaletteEntry> paletteEntries(MainWindow &window, const MainMenu &menu)
{
    QList<PaletteEntry> entries;
    Navigator &navigator = window.workbench().navigator();
    for (OpenDatabase *database : window.workbench().databases()) {
        const MetaData &schema = database->schema();
        for (const Table &table : schema.tables)
            addObject(entries, navigator, database, table.name, u"table"_s);
        for (const VirtualTable &table : schema.virtualTables)
            addObject(entries, navigator, database, table.name, u"virtual-table"_s);
        for (const View &view : schema.views)
            addObject(entries, navigator, database, view.name, u"view"_s);
    }
    for (QAction *action : menu.actions()) {
        if (action->isEnabled()) {
            entries.append({.text = plain(*action),
                .detail = action->shortcut().toString(QKeySequence::NativeText),
                .icon = action->icon(),
                .run = [action] { action->trigger(); },
                .weight = 20});
        }
    }
    for (const QString &location : window.workbench().settings().recent()) {
        entries.append({.text = location,
            .detail = MainWindow::tr("opened lately"),
            .icon = icon(u"open"_s),
            .run = [&window, location] { window.open(location); }});
    }
    return entries;
}

} // namespace joinery

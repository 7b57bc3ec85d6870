// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"Joinery"_s);
    QApplication::setApplicationVersion(QStringLiteral(JOINERY_VERSION));
    QGuiApplication::setDesktopFileName(u"joinery"_s);

    QCommandLineParser arguments;
    arguments.addHelpOption();
    arguments.addVersionOption();
    arguments.addPositionalArgument(u"what"_s,
        QApplication::translate("main", "A project folder, a database file or a URL."),
        u"[what]"_s);
    const QCommandLineOption readOnly(
        u"read-only"_s, QApplication::translate("main", "Open it without changing it."));
    const QCommandLineOption settings(u"settings"_s,
        QApplication::translate("main", "Remember things in this file instead of the user's own."),
        u"file"_s);
    arguments.addOptions({readOnly, settings});
    arguments.process(application);

    joinery::Workbench workbench(arguments.value(settings));
    using joinery::ThemeMode;
    joinery::Theme::instance().apply(
        ThemeMode(workbench.settings().value(u"theme"_s, int(ThemeMode::System)).toInt()));
    QGuiApplication::setWindowIcon(joinery::icon(u"joinery"_s));
    joinery::MainWindow window(workbench);
    const QStringList what = arguments.positionalArguments();
    window.restoreLayout();
    if (what.isEmpty())
        window.restoreSession();
    else
        window.open(what.first(), arguments.isSet(readOnly));
    window.show();
    return QApplication::exec();
}

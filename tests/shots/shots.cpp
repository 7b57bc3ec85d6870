// SPDX-License-Identifier: MPL-2.0
// Renders every page of the workbench: shots DIR writes DIR/<page>-<light|dark>[-2x].png. Scale 2
// by QT_SCALE_FACTOR=2.
#include "ui/widgets/theme.h"
#include "uisupport/pagestates.h"

#include <QDir>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

bool write(const PageState &state, const QString &folder)
{
    WindowFixture fixture;
    state.make(fixture);
    if (QTest::currentTestFailed()) {
        std::fprintf(stderr, "shots: %s is not what it should show\n", qPrintable(state.name));
        return false;
    }
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        Theme::instance().apply(mode);
        settle();
        const QPixmap picture = fixture.window().grab();
        const QString file = u"%1/%2-%3%4.png"_s.arg(folder, state.name,
            mode == ThemeMode::Dark ? u"dark"_s : u"light"_s,
            picture.devicePixelRatio() > 1 ? u"-2x"_s : QString());
        if (!picture.save(file)) {
            std::fprintf(stderr, "shots: cannot write %s\n", qPrintable(file));
            return false;
        }
    }
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2 || !QDir().mkpath(arguments[1])) {
        std::fprintf(stderr, "usage: shots DIR [PART-OF-A-NAME]\n");
        return 2;
    }
    for (const PageState &state : pageStates()) {
        if (state.name.contains(arguments.value(2)) && !write(state, arguments[1]))
            return 1;
    }
    return 0;
}

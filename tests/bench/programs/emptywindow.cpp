// SPDX-License-Identifier: MPL-2.0
// What the workbench's start is measured against: a window with nothing in it.
#include <QApplication>
#include <QMainWindow>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setStyle(QStringLiteral("Fusion"));
    QPalette colors;
    colors.setColor(QPalette::Window, QColor(243, 244, 246));
    QApplication::setPalette(colors);
    QMainWindow window;
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int maxRecent = 12;

QString ownFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/joinery/workbench.ini"_s;
}

/// Qt 6.4 has no StateLocation; this is what the desktop standard says.
QString ownStateFolder()
{
    const QString home = qEnvironmentVariable("XDG_STATE_HOME");
    return (home.isEmpty() ? QDir::homePath() + u"/.local/state"_s : home) + u"/joinery"_s;
}

} // namespace

Settings::Settings(const QString &file)
    : m_settings(file.isEmpty() ? ownFile() : file, QSettings::IniFormat)
    , m_file(file)
{ }

QVariant Settings::value(const QString &key, const QVariant &otherwise) const
{
    return m_settings.value(key, otherwise);
}

void Settings::setValue(const QString &key, const QVariant &value)
{
    m_settings.setValue(key, value);
}

QStringList Settings::recent() const
{
    return m_settings.value(u"recent"_s).toStringList();
}

void Settings::addRecent(const QString &location)
{
    QStringList all = recent();
    all.removeAll(location);
    all.prepend(location);
    setValue(u"recent"_s, all.mid(0, maxRecent));
}

void Settings::removeRecent(const QString &location)
{
    QStringList all = recent();
    all.removeAll(location);
    setValue(u"recent"_s, all);
}

QString Settings::stateFolder() const
{
    // Other settings are another workbench: a test, or a second one on purpose.
    const QString folder = m_file.isEmpty() ? ownStateFolder()
                                            : QFileInfo(m_file).absolutePath() + u"/"_s
            + QFileInfo(m_file).completeBaseName() + u".state"_s;
    QDir().mkpath(folder);
    return folder;
}

} // namespace joinery

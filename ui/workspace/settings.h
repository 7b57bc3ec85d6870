// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QStringList>

namespace joinery {

/// What the workbench remembers from one start to the next. Never a password. UI thread.
class Settings
{
public:
    /// `file` empty: ~/.config/joinery/workbench.ini or what the platform uses instead.
    explicit Settings(const QString &file = {});

    QVariant value(const QString &key, const QVariant &otherwise = {}) const;
    void setValue(const QString &key, const QVariant &value);

    /// Opened lately, newest first, at most 12: paths and URLs without passwords.
    QStringList recent() const;
    void addRecent(const QString &location);
    void removeRecent(const QString &location);

    /// The folder for state that must survive a crash (journals, unsaved SQL); it exists.
    QString stateFolder() const;

private:
    QSettings m_settings;
    const QString m_file;
};

} // namespace joinery

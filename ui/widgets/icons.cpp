// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Draws an SVG whose strokes are "currentColor" in a colour of the theme, anew for each size.
class ThemeIconEngine final : public QIconEngine
{
public:
    ThemeIconEngine(QString name, ColorToken token)
        : m_name(std::move(name))
        , m_token(token)
    { }

    QIconEngine *clone() const override { return new ThemeIconEngine(*this); }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        QSvgRenderer(svg(mode)).render(painter, rect);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        const QString key = u"joinery/%1/%2/%3/%4"_s.arg(m_name, color(mode).name())
                                .arg(size.width())
                                .arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect({}, size), mode, state);
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

private:
    QColor color(QIcon::Mode mode) const
    {
        return Theme::instance().color(mode == QIcon::Disabled ? ColorToken::Border : m_token);
    }
    QByteArray svg(QIcon::Mode mode) const
    {
        QFile file(u":/joinery/icons/"_s + m_name + u".svg"_s);
        const QByteArray text = file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
        return QByteArray(text).replace("currentColor", color(mode).name().toLatin1());
    }

    QString m_name;
    ColorToken m_token;
};

} // namespace

QIcon icon(const QString &name, ColorToken token)
{
    return QIcon(new ThemeIconEngine(name, token));
}

} // namespace joinery

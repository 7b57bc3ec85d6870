// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/foreignkeypicker.h"

#include "ui/widgets/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString plain(QString name)
{
    return name.remove(u'_').toLower();
}

/// "artist_id" and "ArtistId" name the table "artist", or "artists", by its key "id" or
/// "artist_id".
int nameScore(const QString &column, const QString &table, const QString &key)
{
    const QString from = plain(column);
    const QString to = plain(table);
    if (from == to + plain(key) || (from == plain(key) && from != u"id"))
        return 60;
    const QString singular = to.endsWith(u's') ? to.chopped(1) : to;
    if (from == singular + plain(key) || from == singular || from == to)
        return 50;
    return from.contains(singular) ? 20 : 0;
}

} // namespace

QList<ForeignKeyTarget> foreignKeyTargets(
    const MetaData &schema, const Table &table, const QString &column, const Dialect &dialect)
{
    const Column *child = table.column(column);
    QList<ForeignKeyTarget> targets;
    const auto add = [&](const Table &parent, const QString &name, int bonus) {
        const Column *key = parent.column(name);
        if (!key)
            return;
        const bool fits = child && dialect.comparePolicy().sameFamily(child->type, key->type);
        targets.append({parent.name, name, dialect.compileType(parent, *key),
            nameScore(column, parent.name, name) + (fits ? 30 : 0) + bonus});
    };
    for (const Table &parent : schema.tables) {
        if (parent.primaryKey && parent.primaryKey->columns.size() == 1)
            add(parent, parent.primaryKey->columns.first().column, 5);
        for (const UniqueConstraint &key : parent.uniques) {
            if (key.columns.size() == 1)
                add(parent, key.columns.first().column, 0);
        }
    }
    std::stable_sort(targets.begin(), targets.end(),
        [](const ForeignKeyTarget &a, const ForeignKeyTarget &b) { return a.score > b.score; });
    return targets;
}

ForeignKeyPicker::ForeignKeyPicker(QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_column(new QComboBox(this))
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setFrameShape(QFrame::StyledPanel);
    m_column->setAccessibleName(tr("Column"));
    m_search->setAccessibleName(tr("Search tables"));
    m_search->setPlaceholderText(tr("Search tables"));
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_list->setAccessibleName(tr("Tables it can refer to"));
    m_list->setMinimumSize(fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 14);
    auto *line = new QHBoxLayout;
    line->addWidget(new QLabel(tr("Column"), this));
    line->addWidget(m_column, 1);
    line->addWidget(new QLabel(tr("refers to"), this));
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(line);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &ForeignKeyPicker::list);
    connect(m_column, &QComboBox::currentTextChanged, this, &ForeignKeyPicker::list);
    connect(m_list, &QListWidget::itemActivated, this, &ForeignKeyPicker::take);
    connect(m_list, &QListWidget::itemClicked, this, &ForeignKeyPicker::take);
}

void ForeignKeyPicker::open(const MetaData &schema, const Table &table, const QString &column,
    const Dialect &dialect, const QPoint &at)
{
    m_schema = schema;
    m_table = table;
    m_dialect = &dialect;
    const QSignalBlocker quiet(m_column);
    m_column->clear();
    for (const Column &each : table.columns)
        m_column->addItem(each.name);
    m_column->setCurrentText(column);
    m_search->clear();
    list();
    adjustSize();
    move(at);
    show();
    m_search->setFocus();
}

void ForeignKeyPicker::list()
{
    if (!m_dialect)
        return;
    m_targets = foreignKeyTargets(m_schema, m_table, m_column->currentText(), *m_dialect);
    m_targets.removeIf([this](const ForeignKeyTarget &target) {
        return !target.table.contains(m_search->text(), Qt::CaseInsensitive);
    });
    m_list->clear();
    for (const ForeignKeyTarget &target : std::as_const(m_targets))
        m_list->addItem(new QListWidgetItem(
            icon(u"table"_s), tr("%1 (%2)   %3").arg(target.table, target.column, target.type)));
    m_list->setCurrentRow(0);
}

void ForeignKeyPicker::take()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_targets.size())
        return;
    const ForeignKeyTarget target = m_targets[row];
    hide();
    Q_EMIT picked(m_column->currentText(), target.table, target.column);
}

bool ForeignKeyPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            take();
            return true;
        }
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up || key->key() == Qt::Key_PageDown
            || key->key() == Qt::Key_PageUp) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace joinery

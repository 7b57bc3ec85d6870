// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/tabledesigner.h"

#include "ui/designer/foreignkeypicker.h"
#include "ui/widgets/codeview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/opendatabase.h"
#include "ui/workspace/schemaedits.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QTabWidget>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

void setText(QLineEdit *edit, const QString &text)
{
    // What is being typed keeps its cursor.
    if (edit->text() != text && !(edit->hasFocus() && edit->isModified()))
        edit->setText(text);
}

} // namespace

TableDesigner::TableDesigner(SchemaEdits &edits, QWidget *parent)
    : QWidget(parent)
    , m_edits(edits)
    , m_name(new QLineEdit(this))
    , m_comment(new QLineEdit(this))
    , m_tabs(new QTabWidget(this))
    , m_trigger(new CodeView(CodeLanguage::Sql, this))
    , m_create(new CodeView(CodeLanguage::Sql, this))
    , m_picker(new ForeignKeyPicker(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    makeForm();
    makeTabs();
    layout->addWidget(m_tabs, 1);
    connect(m_picker, &ForeignKeyPicker::picked, this, &TableDesigner::addForeignKey);
    connect(&m_edits, &SchemaEdits::changed, this, &TableDesigner::update);
    connect(&m_edits, &SchemaEdits::loaded, this, &TableDesigner::update);
}

void TableDesigner::makeForm()
{
    auto *form = new QHBoxLayout;
    form->setContentsMargins(8, 6, 8, 0);
    const auto add = [&](const QString &text, QLineEdit *edit, int stretch) {
        auto *label = new QLabel(text, this);
        label->setBuddy(edit);
        edit->setAccessibleName(text);
        edit->setMinimumWidth(fontMetrics().averageCharWidth() * 14);
        form->addWidget(label);
        form->addWidget(edit, stretch);
    };
    add(tr("Table"), m_name, 2);
    if (m_edits.database().hasProject() || m_edits.database().dialect().capabilities().comments)
        add(tr("Comment"), m_comment, 3);
    else
        m_comment->hide();
    for (const TableOption &option : m_edits.database().dialect().capabilities().tableOptions) {
        auto *box = new QCheckBox(option.title, this);
        form->addWidget(box);
        m_options.append({option.name, box});
        connect(box, &QCheckBox::clicked, this, [this, option](bool on) {
            m_edits.editTable(m_table, option.title, [&](Table &table) {
                QMap<QString, QString> &own = table.options[m_edits.database().dialect().name()];
                if (on)
                    own.insert(option.name, u"true"_s);
                else
                    own.remove(option.name);
                if (own.isEmpty())
                    table.options.remove(m_edits.database().dialect().name());
            });
        });
    }
    form->addStretch(1);
    static_cast<QVBoxLayout *>(layout())->addLayout(form);
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        m_name->setModified(false);
        const QString name = m_name->text().trimmed();
        if (name != m_table && !name.isEmpty())
            m_edits.renameObject(m_table, name);
        update();
    });
    connect(m_comment, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_edits.editTable(
            m_table, tr("comment of %1").arg(m_table), [&](Table &table) { table.comment = text; },
            u"comment/"_s + m_table);
    });
}

void TableDesigner::makeTabs()
{
    const bool comments
        = m_edits.database().hasProject() || m_edits.database().dialect().capabilities().comments;
    for (const Section &section :
        {columnsSection(m_edits.database().dialect(), comments), foreignKeysSection(),
            uniquesSection(), checksSection(), indexesSection(), triggersSection()}) {
        auto *panel = new SectionPanel(m_edits, section, this);
        m_panels.insert(section.id, panel);
        QWidget *page = section.id == SchemaSection::Triggers ? makeTriggers() : panel;
        const int tab = m_tabs->addTab(page, icon(section.iconName), section.title);
        connect(panel, &SectionPanel::countChanged, this, [this, panel, tab] {
            const int count = panel->model().rowCount();
            const QString &title = panel->model().section().title;
            m_tabs->setTabText(tab, count == 0 ? title : tr("%1 (%2)").arg(title).arg(count));
        });
    }
    m_create->setReadOnly(true);
    m_create->setName(tr("CREATE statements"));
    m_tabs->addTab(m_create, icon(u"sql"_s), tr("SQL"));
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Parts of the table"));
    m_panels[SchemaSection::ForeignKeys]->setAddFunction([this] { pickForeignKey(); });
}

QWidget *TableDesigner::makeTriggers()
{
    SectionPanel *panel = m_panels[SchemaSection::Triggers];
    auto *sides = new QSplitter(this);
    sides->addWidget(panel);
    sides->addWidget(m_trigger);
    sides->setStretchFactor(1, 2);
    sides->setChildrenCollapsible(false);
    m_trigger->setName(tr("Text of the trigger"));
    connect(panel, &SectionPanel::currentRowChanged, this, &TableDesigner::updateTrigger);
    connect(m_trigger, &CodeView::textChanged, this, [this] {
        const int row = m_panels[SchemaSection::Triggers]->view().currentIndex().row();
        const Table table = m_edits.edited().tables.value(m_table);
        const QString sql = m_trigger->text();
        if (row < 0 || row >= table.triggers.size() || table.triggers[row].sql == sql)
            return;
        m_edits.editTable(
            m_table, tr("text of %1").arg(table.triggers[row].name),
            [&](Table &edited) {
                edited.triggers[row].sql = sql;
                if (const QString name = triggerName(sql); !name.isEmpty())
                    edited.triggers[row].name = name;
            },
            u"trigger/%1/%2"_s.arg(m_table).arg(row));
    });
    return sides;
}

void TableDesigner::setTable(const QString &table)
{
    m_table = table;
    m_name->setModified(false);
    for (SectionPanel *panel : std::as_const(m_panels))
        panel->model().setTable(table);
    update();
}

void TableDesigner::setEditable(bool editable)
{
    m_name->setReadOnly(!editable);
    m_comment->setReadOnly(!editable);
    m_trigger->setReadOnly(!editable);
    for (SectionPanel *panel : std::as_const(m_panels))
        panel->setEditable(editable);
    for (const auto &option : std::as_const(m_options))
        option.second->setEnabled(editable);
}

void TableDesigner::update()
{
    const auto found = m_edits.edited().tables.constFind(m_table);
    if (found == m_edits.edited().tables.constEnd())
        return;
    setText(m_name, found->name);
    setText(m_comment, found->comment);
    const Dialect &dialect = m_edits.database().dialect();
    for (const auto &[name, box] : std::as_const(m_options))
        box->setChecked(hasOption(found->options, dialect.name(), name));
    const QString create = dialect.ddl().createStatements(*found).join(u";\n\n"_s) + u";\n"_s;
    if (m_create->text() != create)
        m_create->setText(create);
    updateTrigger();
}

void TableDesigner::updateTrigger()
{
    const int row = m_panels[SchemaSection::Triggers]->view().currentIndex().row();
    const Table table = m_edits.edited().tables.value(m_table);
    const bool there = row >= 0 && row < table.triggers.size();
    m_trigger->setVisible(there);
    const QString sql = there ? table.triggers[row].sql : QString();
    if (m_trigger->text() != sql)
        m_trigger->setText(sql);
}

void TableDesigner::showProblem(const SchemaProblem &problem)
{
    if (problem.section == SchemaSection::Object) {
        m_name->setFocus();
        return;
    }
    SectionPanel *panel = m_panels[problem.section];
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (m_tabs->widget(i) == panel || m_tabs->widget(i)->isAncestorOf(panel))
            m_tabs->setCurrentIndex(i);
    }
    panel->showField(int(problem.row), problem.field);
}

void TableDesigner::pickForeignKey()
{
    const Table table = m_edits.edited().tables.value(m_table);
    SectionPanel *columns = m_panels[SchemaSection::Columns];
    const int current = columns->view().currentIndex().row();
    QString column = table.columns.value(current).name;
    const auto refers = [&](const QString &name) {
        return std::any_of(table.foreignKeys.begin(), table.foreignKeys.end(),
            [&](const ForeignKeyConstraint &key) { return key.columns.contains(name); });
    };
    // The column that was looked at; else the first that looks like a reference.
    for (const Column &each : table.columns) {
        if (column.isEmpty() && each.name.endsWith(u"id"_s, Qt::CaseInsensitive)
            && !refers(each.name) && each.name.size() > 2)
            column = each.name;
    }
    SectionPanel *keys = m_panels[SchemaSection::ForeignKeys];
    m_picker->open(m_edits.edited(), table, column, m_edits.database().dialect(),
        keys->mapToGlobal(QPoint(0, fontMetrics().height() * 2)));
}

void TableDesigner::addForeignKey(
    const QString &column, const QString &table, const QString &referredColumn)
{
    m_edits.editTable(m_table, tr("foreign key to %1").arg(table), [&](Table &edited) {
        edited.foreignKeys.append({.name = conventionalName(u"fk"_s, m_table, {column}, table),
            .columns = {column},
            .referredTable = table,
            .referredColumns = {referredColumn}});
    });
    SectionPanel *keys = m_panels[SchemaSection::ForeignKeys];
    keys->view().setCurrentIndex(keys->model().index(keys->model().rowCount() - 1, 0));
    keys->view().setFocus();
}

} // namespace joinery

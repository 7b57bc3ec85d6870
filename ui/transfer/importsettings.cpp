// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/importsettings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Selects the character, added where it is none of the usual ones.
void choose(QComboBox &combo, char character)
{
    const QString text = character == 0 ? QString() : QString(QLatin1Char(character));
    if (combo.findData(text) < 0)
        combo.addItem(text, text);
    combo.setCurrentIndex(combo.findData(text));
}

char chosen(const QComboBox &combo)
{
    const QString text = combo.currentData().toString();
    return text.isEmpty() ? '\0' : text.at(0).toLatin1();
}

} // namespace

ImportSettings::ImportSettings(QWidget *parent)
    : QWidget(parent)
    , m_encoding(new QComboBox(this))
    , m_delimiter(new QComboBox(this))
    , m_quote(new QComboBox(this))
    , m_header(new QCheckBox(tr("The first line names the &columns"), this))
    , m_decimalComma(new QCheckBox(tr("1,5 is a n&umber"), this))
    , m_null(new QLineEdit(this))
    , m_empty(new QComboBox(this))
    , m_blobs(new QComboBox(this))
    , m_trim(new QCheckBox(tr("D&rop blanks around unquoted values"), this))
    , m_shortRows(new QCheckBox(tr("Values &missing at the end of a line are empty"), this))
    , m_strict(new QCheckBox(tr("Values have to fit the type of their column"), this))
{
    for (const TextEncoding encoding : textEncodings())
        m_encoding->addItem(encodingName(encoding), int(encoding));
    m_delimiter->addItem(tr("comma  ,"), u","_s);
    m_delimiter->addItem(tr("semicolon  ;"), u";"_s);
    m_delimiter->addItem(tr("tab"), u"\t"_s);
    m_delimiter->addItem(tr("bar  |"), u"|"_s);
    m_quote->addItem(tr("double  \""), u"\""_s);
    m_quote->addItem(tr("single  '"), u"'"_s);
    m_quote->addItem(tr("none"), QString());
    m_empty->addItem(tr("NULL; \"\" is an empty text"), int(EmptyFields::UnquotedAreNull));
    m_empty->addItem(tr("NULL, \"\" as well"), int(EmptyFields::AllAreNull));
    m_empty->addItem(tr("an empty text"), int(EmptyFields::NoneAreNull));
    m_blobs->addItem(tr("hexadecimal  \\x0aff"), int(BlobText::Hex));
    m_blobs->addItem(tr("base64"), int(BlobText::Base64));
    m_strict->setChecked(true);
    m_null->setPlaceholderText(tr("nothing but empty values"));

    auto *file = new QFormLayout;
    file->addRow(tr("Encodin&g:"), m_encoding);
    file->addRow(tr("Delimi&ter:"), m_delimiter);
    file->addRow(tr("&Quotes:"), m_quote);
    file->addRow(QString(), m_header);
    file->addRow(QString(), m_decimalComma);
    auto *values = new QFormLayout;
    values->addRow(tr("Empt&y values are:"), m_empty);
    values->addRow(tr("Al&so NULL:"), m_null);
    values->addRow(tr("&Blobs are:"), m_blobs);
    values->addRow(QString(), m_trim);
    values->addRow(QString(), m_shortRows);
    values->addRow(QString(), m_strict);
    for (QFormLayout *form : {file, values})
        form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(file, 1);
    layout->addSpacing(24);
    layout->addLayout(values, 1);

    for (QComboBox *combo : {m_encoding, m_delimiter, m_quote})
        connect(combo, &QComboBox::currentIndexChanged, this, &ImportSettings::formatChanged);
    for (QCheckBox *check : {m_header, m_decimalComma})
        connect(check, &QCheckBox::toggled, this, &ImportSettings::formatChanged);
    for (QComboBox *combo : {m_empty, m_blobs})
        connect(combo, &QComboBox::currentIndexChanged, this, &ImportSettings::rulesChanged);
    for (QCheckBox *check : {m_trim, m_shortRows, m_strict})
        connect(check, &QCheckBox::toggled, this, &ImportSettings::rulesChanged);
    connect(m_null, &QLineEdit::textChanged, this, &ImportSettings::rulesChanged);
}

void ImportSettings::setFormat(const CsvFormat &format)
{
    const QSignalBlocker quiet(this);
    m_encoding->setCurrentIndex(m_encoding->findData(int(format.encoding)));
    choose(*m_delimiter, format.delimiter);
    choose(*m_quote, format.quote);
    m_header->setChecked(format.header);
    m_decimalComma->setChecked(format.decimalComma);
}

CsvFormat ImportSettings::format() const
{
    return {.encoding = TextEncoding(m_encoding->currentData().toInt()),
        .delimiter = chosen(*m_delimiter),
        .quote = chosen(*m_quote),
        .header = m_header->isChecked(),
        .decimalComma = m_decimalComma->isChecked()};
}

CellRules ImportSettings::rules() const
{
    return {.emptyFields = EmptyFields(m_empty->currentData().toInt()),
        .nullText = m_null->text(),
        .trim = m_trim->isChecked(),
        .strict = m_strict->isChecked(),
        .blobs = BlobText(m_blobs->currentData().toInt())};
}

bool ImportSettings::shortRows() const
{
    return m_shortRows->isChecked();
}

} // namespace joinery

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/cellreader.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace joinery {

/// How a text file is read, as it was guessed and as a person changes it.
class ImportSettings final : public QWidget
{
    Q_OBJECT

public:
    explicit ImportSettings(QWidget *parent = nullptr);

    /// Shows the format; emits nothing.
    void setFormat(const CsvFormat &format);
    CsvFormat format() const;
    CellRules rules() const;
    bool shortRows() const;

Q_SIGNALS:
    void formatChanged(); ///< the file has to be looked at anew
    void rulesChanged(); ///< what its fields are read as is another

private:
    QComboBox *m_encoding;
    QComboBox *m_delimiter;
    QComboBox *m_quote;
    QCheckBox *m_header;
    QCheckBox *m_decimalComma;
    QLineEdit *m_null;
    QComboBox *m_empty;
    QComboBox *m_blobs;
    QCheckBox *m_trim;
    QCheckBox *m_shortRows;
    QCheckBox *m_strict;
};

} // namespace joinery

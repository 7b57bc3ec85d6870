// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QTranslator>

namespace joinery::testing {

/// Makes every translatable text 40 % longer and accented, as some languages are: what is clipped
/// under it is clipped there. A text without accents was forgotten by tr().
class PseudoLocale : public QTranslator
{
public:
    using QTranslator::QTranslator;

    QString translate(const char *context, const char *sourceText, const char *disambiguation,
        int n) const override;
    bool isEmpty() const override { return false; }

    static QString lengthened(const QString &text);
};

} // namespace joinery::testing

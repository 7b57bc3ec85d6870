// SPDX-License-Identifier: MPL-2.0
#include "joinery/generate/names.h"

using namespace Qt::StringLiterals;

namespace joinery::generate {

namespace {

bool isAsciiLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// "TeamId" and "HTTPServer" have two words: a capital begins one after a small letter, or before.
bool beginsWord(const QString &name, qsizetype i)
{
    if (i == 0 || !name[i].isUpper())
        return false;
    const bool smallNext = i + 1 < name.size() && name[i + 1].isLower();
    return name[i - 1].isLower() || isDigit(name[i - 1]) || (name[i - 1].isUpper() && smallNext);
}

QString capitalized(const QString &word)
{
    return word.left(1).toUpper() + word.mid(1);
}

/// A name may not begin with a digit, and must not be empty.
QString begun(const QString &name, QChar first)
{
    return name.isEmpty() || isDigit(name[0]) ? first + name : name;
}

QSet<QString> wordSet(const QString &words)
{
    const QStringList list = words.simplified().split(u' ');
    return QSet<QString>(list.begin(), list.end());
}

} // namespace

QStringList wordsOf(const QString &name)
{
    QStringList words;
    bool open = false;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name[i];
        const bool other = !isAsciiLetter(c) && !isDigit(c) && c.unicode() > 127;
        if (!isAsciiLetter(c) && !isDigit(c) && !other) {
            open = false;
            continue;
        }
        if (!open || beginsWord(name, i))
            words.append(QString());
        open = true;
        words.last() += other ? u'u' + QString::number(c.unicode(), 16).rightJustified(4, u'0')
                              : QString(c.toLower());
    }
    return words;
}

QString camelCase(const QString &name)
{
    const QStringList words = wordsOf(name);
    QString text = words.value(0);
    for (qsizetype i = 1; i < words.size(); ++i)
        text += capitalized(words[i]);
    return begun(text, u'c');
}

QString pascalCase(const QString &name)
{
    QString text;
    for (const QString &word : wordsOf(name))
        text += capitalized(word);
    return begun(text, u'T');
}

QString snakeCase(const QString &name)
{
    return begun(wordsOf(name).join(u'_'), u'c');
}

QString plural(const QString &word)
{
    static const QStringList hissing {u"x"_s, u"ch"_s, u"sh"_s, u"o"_s};
    if (word.endsWith(u's'))
        return word;
    for (const QString &end : hissing) {
        if (word.endsWith(end))
            return word + u"es"_s;
    }
    const bool consonantY
        = word.endsWith(u'y') && word.size() > 1 && !u"aeiou"_s.contains(word[word.size() - 2]);
    return consonantY ? word.chopped(1) + u"ies"_s : word + u's';
}

QString UniqueNames::add(const QString &name)
{
    const auto key
        = [this](const QString &text) { return m_case == Case::Counts ? text : text.toLower(); };
    QString unique = m_reserved.contains(key(name)) ? name + u'_' : name;
    for (int number = 2; m_taken.contains(key(unique)); ++number)
        unique = name + QString::number(number);
    m_taken.insert(key(unique));
    return unique;
}

const QSet<QString> &cppWords()
{
    static const QSet<QString> words
        = wordSet(u"alignas alignof and and_eq asm assert atomic_cancel atomic_commit "
                  u"atomic_noexcept auto bitand bitor "
                  "bool break case catch char char8_t char16_t char32_t class compl concept const "
                  "consteval constexpr "
                  "constinit const_cast continue co_await co_return co_yield decltype default "
                  "delete do double "
                  "dynamic_cast else enum explicit export extern false float for friend goto if "
                  "inline int long mutable "
                  "namespace new noexcept not not_eq nullptr operator or or_eq private protected "
                  "public reflexpr "
                  "register reinterpret_cast requires return short signed sizeof static "
                  "static_assert static_cast "
                  "struct switch synchronized template this thread_local throw true try typedef "
                  "typeid typename union "
                  "unsigned using virtual void volatile wchar_t while xor xor_eq "
                  "emit foreach forever signals slots qint16 qint64 errno stdin stdout stderr "
                  "major minor makedev unix linux "
                  "near far small interface std joinery "
                  "QString QByteArray QDate QTime QDateTime QUuid QJsonValue QJsonArray QMap"_s);
    return words;
}

const QSet<QString> &pythonWords()
{
    static const QSet<QString> words = wordSet(
        u"False None True and as assert async await break class continue def del elif else except "
        u"finally for "
        "from global if import in is lambda nonlocal not or pass raise return try while with yield "
        "match case "
        "metadata registry model_config model_fields copy json dict schema validate construct "
        "date datetime decimal enum sa time uuid sqlmodel Field Relationship SQLModel Any Optional "
        "List "
        "bool bytes float int list str type"_s);
    return words;
}

} // namespace joinery::generate

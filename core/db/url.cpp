// SPDX-License-Identifier: MPL-2.0
#include "joinery/db/url.h"

#include "joinery/db/urltext.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString forms()
{
    return u"Write sqlite:///file.db (relative), sqlite:////folder/file.db (absolute), sqlite:// "
           u"(in memory) "
           "or postgresql://user:password@host:port/database."_s;
}

tl::unexpected<Error> unparsable(const QString &text, const QString &hint = forms())
{
    return fail(ErrorCode::Parse,
        u"Could not parse SQLAlchemy URL from string '%1'"_s.arg(maskedText(text)), hint);
}

Result<QString> decoded(QStringView part, const QString &whole)
{
    QString text;
    if (!percentDecoded(part, text))
        return unparsable(
            whole, u"A percent sequence in it is not UTF-8; write a literal % as %25."_s);
    return text;
}

/// The parts of a URL, still percent-encoded.
struct Pieces
{
    QStringView userInfo {};
    QStringView hostPort {};
    QStringView path {}; ///< after the slash
    QStringView query {}; ///< after the question mark
    bool hasUserInfo = false;
    bool ambiguous = false; ///< an unescaped @, / or ? in the password
};

qsizetype indexOfAny(QStringView text, QStringView characters)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (characters.contains(text[i]))
            return i;
    }
    return text.size();
}

/// Where user:password ends, or -1. As SQLAlchemy has it, a password may hold an unescaped slash.
qsizetype userInfoEnd(QStringView text)
{
    const QStringView authority = text.left(indexOfAny(text, u"/?"));
    const qsizetype at = authority.lastIndexOf(u'@');
    if (at >= 0 || !authority.contains(u':') || authority.startsWith(u'['))
        return at;
    return text.left(indexOfAny(text, u"?")).lastIndexOf(u'@');
}

Pieces piecesOf(QStringView rest)
{
    Pieces pieces;
    const qsizetype at = userInfoEnd(rest);
    pieces.hasUserInfo = at >= 0;
    pieces.userInfo = rest.left(std::max<qsizetype>(at, 0));
    rest = rest.mid(at + 1);
    const qsizetype question = indexOfAny(rest, u"?");
    pieces.query = rest.mid(question).mid(1);
    const QStringView front = rest.left(question);
    const qsizetype slash = indexOfAny(front, u"/");
    pieces.hostPort = front.left(slash);
    pieces.path = front.mid(slash).mid(1);
    const bool lateAt = pieces.hasUserInfo && pieces.path.contains(u'@');
    const QStringView firstKey = pieces.query.left(indexOfAny(pieces.query, u"=&"));
    pieces.ambiguous = lateAt || firstKey.contains(u'@');
    return pieces;
}

Result<> readUserInfo(Url &url, QStringView userInfo, const QString &whole)
{
    const qsizetype colon = indexOfAny(userInfo, u":");
    const Result<QString> user = decoded(userInfo.left(colon), whole);
    if (!user)
        return fail(user.error());
    const Result<QString> password = decoded(userInfo.mid(colon).mid(1), whole);
    if (!password)
        return fail(password.error());
    url.user = *user;
    url.password = *password;
    return {};
}

Result<> readHost(Url &url, QStringView hostPort, const QString &whole)
{
    const bool bracket = hostPort.startsWith(u'[');
    const qsizetype close = bracket ? hostPort.indexOf(u']') : -1;
    if (bracket && close < 0)
        return unparsable(whole, u"The [ of the IPv6 address has no ]."_s);
    const qsizetype colon = bracket ? close + 1 : indexOfAny(hostPort, u":");
    const QStringView port = hostPort.mid(colon);
    if (!port.isEmpty() && port[0] != u':')
        return unparsable(whole);
    if (port.size() > 1) {
        bool ok = false;
        url.port = port.mid(1).toUShort(&ok);
        if (!ok || url.port == 0)
            return unparsable(whole, u"The port must be a number from 1 to 65535."_s);
    }
    const Result<QString> host
        = decoded(bracket ? hostPort.mid(1, close - 1) : hostPort.left(colon), whole);
    if (!host)
        return fail(host.error());
    url.host = *host;
    return {};
}

Result<> addQueryPair(Url &url, QStringView pair, const QString &whole)
{
    const qsizetype equals = indexOfAny(pair, u"=");
    QString rawKey = pair.left(equals).toString();
    QString rawValue = pair.mid(equals).mid(1).toString();
    const Result<QString> key = decoded(rawKey.replace(u'+', u' '), whole);
    const Result<QString> value = decoded(rawValue.replace(u'+', u' '), whole);
    if (!key || !value)
        return fail(key ? value.error() : key.error());
    if (key->isEmpty())
        return unparsable(whole, u"A value after the ? has no name."_s);
    if (!url.query.contains(*key))
        url.query.insert(*key, *value);
    else if (*key == u"host")
        url.query[*key] += u',' + *value;
    else
        return unparsable(whole, u"\"%1\" is given twice."_s.arg(*key));
    return {};
}

Result<> readQuery(Url &url, QStringView query, const QString &whole)
{
    for (const QStringView pair : query.split(u'&', Qt::SkipEmptyParts)) {
        if (const Result<> added = addQueryPair(url, pair, whole); !added)
            return added;
    }
    return {};
}

Result<> readRest(Url &url, QStringView rest, const QString &whole)
{
    const Pieces pieces = piecesOf(rest);
    if (pieces.ambiguous)
        return unparsable(
            whole, u"In a user name or password write @ as %40, / as %2F and ? as %3F."_s);
    if (const Result<> user = readUserInfo(url, pieces.userInfo, whole); !user)
        return user;
    if (const Result<> host = readHost(url, pieces.hostPort, whole); !host)
        return host;
    const Result<QString> database = decoded(pieces.path, whole);
    if (!database)
        return fail(database.error());
    url.database = *database;
    return readQuery(url, pieces.query, whole);
}

/// A SQLite URL has a path only: nothing in it is a user, a host or a port, whatever it looks like.
Result<> readSqliteRest(Url &url, QStringView rest, const QString &whole)
{
    const qsizetype question = indexOfAny(rest, u"?");
    const QStringView path = rest.left(question);
    if (!path.isEmpty() && path[0] != u'/')
        return unparsable(whole,
            u"A SQLite URL has three slashes before a relative path (sqlite:///file.db) and four "
            u"before an "
            "absolute one (sqlite:////folder/file.db)."_s);
    const Result<QString> database = decoded(path.mid(1), whole);
    if (!database)
        return fail(database.error());
    url.database = *database;
    return readQuery(url, rest.mid(question).mid(1), whole);
}

Result<> checkDialect(const Url &url)
{
    static const QStringList known {u"sqlite"_s, u"postgresql"_s, u"mysql"_s, u"mariadb"_s};
    if (known.contains(url.dialect))
        return {};
    return fail(ErrorCode::Unsupported, u"There is no dialect \"%1\""_s.arg(url.dialect),
        url.dialect == u"postgres" ? u"Write postgresql:// instead of postgres://."_s
                                   : u"The dialects are sqlite, postgresql, mysql and mariadb."_s);
}

QString userInfoText(const Url &url, const QString &password)
{
    static const QString reserved = u":/?#[]@!$&'()*+,;= "_s;
    QString text = percentEncoded(url.user, reserved);
    if (!password.isEmpty())
        text += u':' + password;
    return text.isEmpty() ? text : text + u'@';
}

QString hostText(const Url &url)
{
    QString text = percentEncoded(url.host, u"/?#[]@ "_s);
    if (text.contains(u':'))
        text = u'[' + text + u']';
    if (url.port > 0)
        text += u':' + QString::number(url.port);
    return text;
}

enum class Secrets
{
    Shown,
    Masked,
    LeftOut
};

QString queryText(const Url &url, Secrets secrets)
{
    static const QString reserved = u"&=+#? "_s;
    QStringList pairs;
    for (auto it = url.query.cbegin(); it != url.query.cend(); ++it) {
        const bool secret = secrets != Secrets::Shown && isSecretKey(it.key());
        if (secret && secrets == Secrets::LeftOut)
            continue;
        pairs.append(percentEncoded(it.key(), reserved + u'@') + u'='
            + (secret ? u"***"_s : percentEncoded(it.value(), reserved)));
    }
    return pairs.isEmpty() ? QString() : u'?' + pairs.join(u'&');
}

QString passwordText(const Url &url, Secrets secrets)
{
    if (url.password.isEmpty() || secrets == Secrets::LeftOut)
        return {};
    return secrets == Secrets::Masked ? u"***"_s
                                      : percentEncoded(url.password, u":/?#[]@!$&'()*+,;= "_s);
}

QString text(const Url &url, Secrets secrets)
{
    QString out = url.dialect;
    if (!url.driver.isEmpty())
        out += u'+' + url.driver;
    out += u"://"_s;
    const bool sqlite = url.dialect == u"sqlite";
    if (!sqlite)
        out += userInfoText(url, passwordText(url, secrets)) + hostText(url);
    if (!url.database.isEmpty())
        out += u'/' + percentEncoded(url.database, sqlite ? u"?"_s : u"?@"_s);
    return out + queryText(url, secrets);
}

bool isAbsolute(const QString &path)
{
    static const QRegularExpression drive(u"^[A-Za-z]:[/\\\\]"_s);
    return QDir::isAbsolutePath(path) || drive.match(path).hasMatch();
}

bool isUri(const Url &url)
{
    return url.dialect == u"sqlite" && url.database.startsWith(u"file:");
}

bool looksLikePath(const QString &text)
{
    static const QRegularExpression credentials(u"^[^/\\\\]+:[^/\\\\]*@"_s);
    static const QRegularExpression dialect(u"^(sqlite|postgres(ql)?|mysql|mariadb)(\\+\\w+)?:"_s);
    static const QRegularExpression fileName(u"[/\\\\]|\\.[A-Za-z][A-Za-z0-9_]*$"_s);
    if (QFileInfo::exists(text))
        return true;
    return !dialect.match(text).hasMatch() && !credentials.match(text).hasMatch()
        && fileName.match(text).hasMatch();
}

} // namespace

Result<Url> Url::parse(const QString &text)
{
    static const QRegularExpression scheme(u"^([A-Za-z]\\w*)(?:\\+(\\w+))?://"_s);
    const QRegularExpressionMatch match = scheme.match(text);
    if (!match.hasMatch())
        return unparsable(text);
    Url url {.dialect = match.captured(1).toLower(), .driver = match.captured(2)};
    if (const Result<> known = checkDialect(url); !known)
        return fail(known.error());
    const QStringView rest = QStringView(text).mid(match.capturedEnd());
    const Result<> read
        = url.dialect == u"sqlite" ? readSqliteRest(url, rest, text) : readRest(url, rest, text);
    if (!read)
        return fail(read.error());
    return url;
}

QString Url::display() const
{
    return text(*this, Secrets::Masked);
}

QString Url::withoutPassword() const
{
    return text(*this, Secrets::LeftOut);
}

QString Url::toString() const
{
    return text(*this, Secrets::Shown);
}

bool Url::isMemory() const
{
    return dialect == u"sqlite"
        && (database.isEmpty() || database == u":memory:" || database == u"file::memory:"
            || query.value(u"mode"_s) == u"memory");
}

Url Url::resolvedAgainst(const QString &folder) const
{
    const QString path = isUri(*this) ? database.mid(5) : database;
    if (dialect != u"sqlite" || isMemory() || isAbsolute(path))
        return *this;
    Url url = *this;
    url.database = (isUri(*this) ? u"file:"_s : QString())
        + QDir::cleanPath(QDir(folder).absoluteFilePath(path));
    return url;
}

Result<Url> parseLocation(const QString &text)
{
    if (text == u":memory:")
        return Url {.dialect = u"sqlite"_s, .database = text};
    if (text.startsWith(u"file://"))
        return Url {.dialect = u"sqlite"_s, .database = QUrl(text).toLocalFile()};
    // "postgres//me:secret@host" lacks its colon; taken for a path, its password would be shown.
    static const QRegularExpression missingColon(u"^[A-Za-z][A-Za-z0-9+]*//"_s);
    const bool mistyped = missingColon.match(text).hasMatch();
    if (!mistyped && !text.contains(u"://") && looksLikePath(text))
        return Url {.dialect = u"sqlite"_s, .database = text};
    return Url::parse(text);
}

} // namespace joinery

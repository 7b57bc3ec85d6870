// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/modelsdirectory.h"

#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/safefile.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

struct StoredModel
{
    QString path;
    QByteArray text;
    SchemaObject object;
};

Result<QList<StoredModel>> readAll(const QString &folder)
{
    QList<StoredModel> models;
    const QDir dir(folder);
    for (const QString &name : dir.entryList({u"*.yaml"_s, u"*.yml"_s}, QDir::Files, QDir::Name)) {
        const QString path = dir.absoluteFilePath(name);
        Result<QByteArray> text = readFile(path);
        if (!text)
            return fail(text.error());
        Result<SchemaObject> object = readModel(*text, path);
        if (!object)
            return fail(object.error());
        models.append({path, *std::move(text), *std::move(object)});
    }
    return models;
}

/// Tables, views and virtual tables share one space of names, so the kind does not matter.
QString identity(const SchemaObject &object)
{
    return nameOf(object);
}

Result<> removeFile(const QString &path)
{
    QFile file(path);
    if (file.remove())
        return {};
    return fail(ErrorCode::Io, u"%1 cannot be removed: %2"_s.arg(path, file.errorString()));
}

} // namespace

Result<MetaData> loadModels(const QString &folder)
{
    const Result<QList<StoredModel>> models = readAll(folder);
    if (!models)
        return fail(models.error());
    MetaData metaData;
    QHash<QString, QString> seen;
    for (const StoredModel &model : *models) {
        if (const QString other = seen.value(identity(model.object)); !other.isEmpty())
            return fail(ErrorCode::Conflict,
                u"%1 and %2 both describe \"%3\""_s.arg(other, model.path, nameOf(model.object)),
                u"keep one of the two files"_s);
        seen.insert(identity(model.object), model.path);
        insert(metaData, model.object);
    }
    return metaData;
}

Result<QMap<QString, QString>> modelFiles(const QString &folder)
{
    const Result<QList<StoredModel>> models = readAll(folder);
    if (!models)
        return fail(models.error());
    QMap<QString, QString> files;
    for (const StoredModel &model : *models)
        files.insert(nameOf(model.object), model.path);
    return files;
}

Result<SavedModels> saveModels(const QString &folder, const MetaData &metaData)
{
    if (!QDir().mkpath(folder))
        return fail(ErrorCode::Io, u"the folder %1 cannot be made"_s.arg(folder));
    const Result<QList<StoredModel>> stored = readAll(folder);
    if (!stored)
        return fail(stored.error());
    QHash<QString, const StoredModel *> byName;
    QSet<QString> taken;
    for (const StoredModel &model : *stored) {
        byName.insert(identity(model.object), &model);
        taken.insert(QFileInfo(model.path).fileName().toLower());
    }
    SavedModels saved;
    for (const SchemaObject &object : objects(metaData)) {
        const StoredModel *old = byName.take(identity(object));
        if (old && old->object == object)
            continue;
        const QString path
            = old ? old->path : QDir(folder).absoluteFilePath(modelFileName(object, taken));
        taken.insert(QFileInfo(path).fileName().toLower());
        if (auto written = writeModelFile(path, object); !written)
            return fail(written.error());
        saved.written.append(path);
    }
    for (const StoredModel *gone : std::as_const(byName)) {
        if (auto removed = removeFile(gone->path); !removed)
            return fail(removed.error());
        saved.removed.append(gone->path);
    }
    return saved;
}

} // namespace joinery

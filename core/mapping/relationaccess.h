// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/relations.h"

#include <QHash>
#include <QSet>

namespace joinery {

/// What the unit of work does with members of either kind, whatever they refer to. Objects are
/// `T *` as `void *`. For core/session.
struct RelationAccess
{
    /// Gets a new object to be taken over by the session, by the address that all members know it
    /// by, and what is to be moved from; returns where it is from now on.
    using Adopt = std::function<void *(const void *known, void *newObject)>;

    /// Copies of the member hold the same new object: for them it stays as it is.
    template <typename T>
    static T *adoptOne(const std::shared_ptr<T> &object, bool shared, const Adopt &adopt)
    {
        if (!shared && object.use_count() == 1)
            return static_cast<T *>(adopt(object.get(), object.get()));
        T copy(*object);
        return static_cast<T *>(adopt(object.get(), &copy));
    }

    template <typename T>
    static void attach(Related<T> &member, RelationLoader *loader, void *owner)
    {
        member.m_loader = loader;
        member.m_owner = owner;
    }
    template <typename T>
    static void attach(RelatedList<T> &member, RelationLoader *loader, void *owner)
    {
        member.m_loader = loader;
        member.m_owner = owner;
    }
    /// True when the program has set it since it was loaded.
    template <typename T> static bool isChanged(const Related<T> &member)
    {
        return member.isAssigned();
    }
    template <typename T> static bool isChanged(const RelatedList<T> &member)
    {
        return member.isAssigned();
    }
    template <typename T> static void adopt(Related<T> &member, const Adopt &adopt)
    {
        if (const std::shared_ptr<T> object = std::exchange(member.m_new, nullptr))
            member.m_object = adoptOne(object, false, adopt);
    }
    template <typename T> static void adopt(RelatedList<T> &member, const Adopt &adopt)
    {
        if (member.m_new.isEmpty())
            return;
        const QList<std::shared_ptr<T>> objects = std::exchange(member.m_new, {});
        const QSet<T *> wanted(member.m_objects.cbegin(), member.m_objects.cend());
        QHash<T *, T *> adopted;
        for (const std::shared_ptr<T> &object : objects) {
            if (wanted.contains(object.get())) // else it was taken out again
                adopted[object.get()] = adoptOne(object, !objects.isDetached(), adopt);
        }
        for (T *&object : member.m_objects)
            object = adopted.value(object, object);
    }
    template <typename T> static QList<void *> objects(const Related<T> &member)
    {
        return member.m_object ? QList<void *> {member.m_object} : QList<void *>();
    }
    template <typename T> static QList<void *> objects(const RelatedList<T> &member)
    {
        return QList<void *>(member.m_objects.cbegin(), member.m_objects.cend());
    }
    /// What the database had when the member was loaded.
    template <typename T> static QList<void *> before(const Related<T> &member)
    {
        return member.m_before ? QList<void *> {member.m_before} : QList<void *>();
    }
    template <typename T> static QList<void *> before(const RelatedList<T> &member)
    {
        return QList<void *>(member.m_before.cbegin(), member.m_before.cend());
    }
    /// False for one that was assigned while it was not loaded: what it replaces is unknown.
    template <typename T> static bool isBeforeKnown(const Related<T> &member)
    {
        return member.m_isBeforeKnown || !member.isAssigned();
    }
    template <typename T> static bool isBeforeKnown(const RelatedList<T> &member)
    {
        return member.m_isBeforeKnown || member.m_state != RelatedList<T>::State::Assigned;
    }
    /// What the database has of a member that the program has changed: what was assigned stays,
    /// what was appended before loading comes after it.
    template <typename T> static void setBefore(Related<T> &member, const QList<void *> &objects)
    {
        member.m_before = objects.isEmpty() ? nullptr : static_cast<T *>(objects.first());
        member.m_isBeforeKnown = true;
    }
    template <typename T>
    static void setBefore(RelatedList<T> &member, const QList<void *> &objects)
    {
        member.m_before.clear();
        for (void *object : objects)
            member.m_before.append(static_cast<T *>(object));
        member.m_isBeforeKnown = true;
        if (member.m_state != RelatedList<T>::State::NotLoaded)
            return;
        const QSet<T *> there(member.m_before.cbegin(), member.m_before.cend());
        const QList<T *> appended = std::exchange(member.m_objects, member.m_before);
        for (T *object : appended) {
            if (!there.contains(object))
                member.m_objects.append(object);
        }
        member.m_state = RelatedList<T>::State::Loaded;
    }
    /// Loaded with these objects.
    template <typename T> static void set(Related<T> &member, const QList<void *> &objects)
    {
        setBefore(member, objects);
        member.m_object = member.m_before;
        member.m_new.reset();
        member.m_state = Related<T>::State::Loaded;
    }
    template <typename T> static void set(RelatedList<T> &member, const QList<void *> &objects)
    {
        member.m_objects.clear();
        member.m_objects.reserve(objects.size());
        for (void *object : objects)
            member.m_objects.append(static_cast<T *>(object));
        member.m_before = member.m_objects;
        member.m_isBeforeKnown = true;
        member.m_state = RelatedList<T>::State::Loaded;
        member.m_changed = false;
    }
    /// Not loaded, nothing assigned.
    template <typename T> static void reset(Related<T> &member)
    {
        member.m_object = nullptr;
        member.m_before = nullptr;
        member.m_isBeforeKnown = false;
        member.m_new.reset();
        member.m_state = Related<T>::State::NotLoaded;
    }
    template <typename T> static void reset(RelatedList<T> &member)
    {
        member.m_objects.clear();
        member.m_before.clear();
        member.m_isBeforeKnown = false;
        member.m_new.clear();
        member.m_state = RelatedList<T>::State::NotLoaded;
        member.m_changed = false;
    }
};

} // namespace joinery

// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

#include <QList>

#include <functional>
#include <initializer_list>
#include <memory>

namespace joinery {

/// How the session that owns an object loads the objects it is related to. For core/session.
class RelationLoader
{
public:
    /// Loads the relation of `object` that is the member at `member`, which is then set.
    [[nodiscard]] virtual Result<> load(void *object, void *member) = 0;

protected:
    ~RelationLoader() = default;
};

/// Says that nobody owns the object: it is new, or a copy.
[[nodiscard]] Error detachedError();

namespace mapping_detail {

/// Gives up a new object that no session took over. What hangs on it, and on that, goes one by one:
/// a chain may be longer than the stack is deep.
void letGo(std::shared_ptr<void> object);

} // namespace mapping_detail

/// The one object that an object refers to: a member of a model, mapped by manyToOne() or
/// oneToOne(). Loaded by the query's options, or by load().
///
/// In an object that no session owns, what is assigned waits for Session::add(). A copy of an
/// object keeps what was assigned to it, and forgets what was loaded: that belongs to the session.
template <typename T> class Related
{
public:
    Related() = default;
    /// Refers to an object of the session; nullptr refers to none.
    Related(T *object) // NOLINT(google-explicit-constructor): reads as an assignment
        : m_object(object)
        , m_state(State::Assigned)
    { }
    /// Refers to a new object, which is added to the session with the one that refers to it.
    Related(T object) // NOLINT(google-explicit-constructor)
        : m_new(std::make_shared<T>(std::move(object)))
        , m_state(State::Assigned)
    { }
    /// Keeps what was assigned, forgets what was loaded.
    Related(const Related &other)
        : m_object(other.isAssigned() ? other.m_object : nullptr)
        , m_new(other.m_new)
        , m_state(other.isAssigned() ? State::Assigned : State::NotLoaded)
    { }
    /// In an object of a session: refers to the same object. In another one: a copy, as above; to
    /// refer to what was loaded there, assign get().
    Related &operator=(const Related &other)
    {
        // Of an object in a session, the session stays the owner.
        if (this != &other) {
            const bool given = other.isAssigned() || (m_loader && other.isLoaded());
            m_object = given ? other.m_object : nullptr;
            m_new = other.m_new;
            m_isBeforeKnown = m_isBeforeKnown && given;
            m_state = given ? State::Assigned : State::NotLoaded;
        }
        return *this;
    }
    ~Related()
    {
        if (m_new)
            mapping_detail::letGo(std::move(m_new));
    }

    /// The object, or nullptr: there is none, or it is not loaded (see isLoaded()).
    T *get() const { return m_object ? m_object : m_new.get(); }
    /// As get().
    T *operator->() const { return get(); }
    /// The object, which has to be there.
    T &operator*() const { return *get(); }
    /// There is one, and it is loaded.
    explicit operator bool() const { return get() != nullptr; }
    /// It is known whom it refers to.
    bool isLoaded() const { return m_state != State::NotLoaded; }

    /// The object, loaded from the database if it was not. nullptr when there is none. Errors:
    /// Usage for an object that no session owns and for relations that the query forbade to load
    /// (raise()); those of the query.
    [[nodiscard]] Result<T *> load()
    {
        if (!isLoaded()) {
            if (!m_loader)
                return fail(detachedError());
            if (const Result<> done = m_loader->load(m_owner, this); !done)
                return fail(done.error());
        }
        return get();
    }

private:
    friend struct RelationAccess;
    enum class State : quint8
    {
        NotLoaded,
        Loaded,
        Assigned ///< by the program, since it was loaded
    };
    bool isAssigned() const { return m_state == State::Assigned; }

    T *m_object = nullptr;
    T *m_before = nullptr; ///< as the database has it, once loaded
    std::shared_ptr<T> m_new {};
    RelationLoader *m_loader = nullptr;
    void *m_owner = nullptr;
    State m_state = State::NotLoaded;
    bool m_isBeforeKnown = false;
};

/// The objects that refer to an object, or are linked with it: a member of a model, mapped by
/// oneToMany() or manyToMany(). As Related otherwise.
template <typename T> class RelatedList
{
public:
    RelatedList() = default;
    /// Objects of the session.
    RelatedList(std::initializer_list<T *> objects)
        : m_objects(objects)
        , m_state(State::Assigned)
    { }
    /// New objects, which are added to the session with their owner.
    RelatedList(std::initializer_list<T> objects)
        : m_state(State::Assigned)
    {
        for (const T &object : objects)
            append(object);
    }
    /// As that of Related.
    RelatedList(const RelatedList &other)
        : m_objects(other.isAssigned() ? other.m_objects : QList<T *>())
        , m_new(other.m_new)
        , m_state(other.isAssigned() ? State::Assigned : State::NotLoaded)
    { }
    /// In an object of a session: holds the same objects. In another one: as Related.
    RelatedList &operator=(const RelatedList &other)
    {
        if (this != &other) {
            const bool given = other.isAssigned() || (m_loader && other.isLoaded());
            m_objects = given ? other.m_objects : QList<T *>();
            m_new = other.m_new;
            m_changed = false;
            m_isBeforeKnown = m_isBeforeKnown && given;
            m_state = given ? State::Assigned : State::NotLoaded;
        }
        return *this;
    }
    ~RelatedList()
    {
        if (m_new.isEmpty() || !m_new.isDetached())
            return;
        for (std::shared_ptr<T> &object : m_new)
            mapping_detail::letGo(std::move(object));
    }

    /// All of them are there.
    bool isLoaded() const { return m_state != State::NotLoaded; }
    /// Loads the objects from the database if they were not. Errors: as Related::load().
    [[nodiscard]] Result<> load()
    {
        if (isLoaded())
            return {};
        if (!m_loader)
            return fail(detachedError());
        return m_loader->load(m_owner, this);
    }

    // What is there while it is not loaded is what was appended since.

    /// How many are there.
    qsizetype size() const { return m_objects.size(); }
    /// None is there.
    bool isEmpty() const { return m_objects.isEmpty(); }
    /// As QList: the index is not checked.
    T *operator[](qsizetype index) const { return m_objects[index]; }
    /// As QList.
    T *at(qsizetype index) const { return m_objects.at(index); }
    /// For range-based loops.
    auto begin() const { return m_objects.cbegin(); }
    /// For range-based loops.
    auto end() const { return m_objects.cend(); }
    /// This very object is there.
    bool contains(const T *object) const { return m_objects.contains(object); }
    /// All that are there.
    const QList<T *> &objects() const { return m_objects; }

    /// Adds an object of the session.
    void append(T *object)
    {
        m_objects.append(object);
        m_changed = true;
    }
    /// Adds a new object, which goes to the session with the owner. Returns where it is until then.
    T *append(T object)
    {
        m_new.append(std::make_shared<T>(std::move(object)));
        m_objects.append(m_new.last().get());
        m_changed = true;
        return m_objects.last();
    }
    /// Ends the relation: the object's foreign key becomes NULL, or its link goes; with
    /// cascadeDelete the object goes. False when it was not there.
    bool remove(T *object)
    {
        const bool removed = m_objects.removeOne(object);
        m_changed = m_changed || removed;
        return removed;
    }
    /// Ends the relation to all of them, whether they are loaded or not.
    void clear()
    {
        m_objects.clear();
        m_new.clear();
        m_changed = false;
        m_state = State::Assigned;
    }

private:
    friend struct RelationAccess;
    enum class State : quint8
    {
        NotLoaded,
        Loaded,
        Assigned
    };
    bool isAssigned() const { return m_state == State::Assigned || m_changed; }

    QList<T *> m_objects {};
    QList<T *> m_before {}; ///< as the database has it, once loaded
    QList<std::shared_ptr<T>> m_new {};
    RelationLoader *m_loader = nullptr;
    void *m_owner = nullptr;
    State m_state = State::NotLoaded;
    bool m_changed = false;
    bool m_isBeforeKnown = false;
};

} // namespace joinery

// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/project/workflows.h"
#include "support/clirunner.h"

namespace joinery::testing {

/// A project over a filled database, adopted, with three revisions to come that take every kind of
/// step: aaaaaaaaaaaa changes tables natively and by rebuilds, renames one and drops one,
/// bbbbbbbbbbbb changes rows, cccccccccccc runs outside of transactions.
class RevisedProject
{
public:
    /// Fails the test on errors.
    void make();

    const CliProject &files() const { return m_project; }
    /// What `db migrate` does, in this process. Errors: its own, and Refused for open decisions.
    [[nodiscard]] Result<> migrate(const MigrateRequest &request) const;

    /// Keeps a copy of the database under a name, and puts it back. Fails the test on errors.
    void keep(const QString &name) const;
    void restore(const QString &name) const;
    /// Every stored text and every row; of the version table, which revisions there are.
    QStringList state() const;

private:
    void changeModels() const;
    void write(const QString &id, const QString &down, const QString &body) const;

    CliProject m_project {};
};

} // namespace joinery::testing

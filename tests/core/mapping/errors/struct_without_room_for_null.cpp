// SPDX-License-Identifier: MPL-2.0
// error: into<T>() needs a struct with one member for each column
#include "models.h"

using namespace joinery;

struct Row
{
    QString name;
    int age;
};
const auto query = select(col(&Hero::name), col(&Hero::age)).into<Row>();

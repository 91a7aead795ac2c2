#include "support/failing_memory.h"

#include "data_layer/sqlite/page_cache.h"

#include "catch_amalgamated.hpp"

#include <sqlite3.h>

namespace tunez::test {

// SQLite's methods have no place for whose they are.
static sqlite3_mem_methods original;
static size_t asked = 0;
static size_t first_refused = FailingMemory::never;
static size_t last_refused = 0;

static bool refuses()
{
    size_t request = asked++;
    return first_refused != FailingMemory::never && request >= first_refused
        && request <= last_refused;
}

static void* allocate(int size) { return refuses() ? nullptr : original.xMalloc(size); }

static void* reallocate(void* memory, int size)
{
    return refuses() ? nullptr : original.xRealloc(memory, size);
}

static void install(const sqlite3_mem_methods& methods)
{
    REQUIRE(sqlite3_shutdown() == SQLITE_OK);
    REQUIRE(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK);
    REQUIRE(sqlite::start() == SQLITE_OK);
}

FailingMemory::FailingMemory()
{
    stop_failing();
    REQUIRE(sqlite3_shutdown() == SQLITE_OK);
    REQUIRE(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &original) == SQLITE_OK);
    auto methods = original;
    methods.xMalloc = allocate;
    methods.xRealloc = reallocate;
    install(methods);
}

FailingMemory::~FailingMemory() { install(original); }

void FailingMemory::fail(size_t first, size_t count)
{
    asked = 0;
    first_refused = first;
    last_refused = count == never ? never : first + count - 1;
}

void FailingMemory::stop_failing() { first_refused = never; }

size_t FailingMemory::requests() { return asked; }

} // namespace tunez::test

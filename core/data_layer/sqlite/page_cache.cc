#include "data_layer/sqlite/page_cache.h"

#include <sqlite3.h>

#include <algorithm>
#include <new>

namespace tunez::sqlite {

namespace {

// What SQLite brings along does the work.
sqlite3_pcache_methods2 original;

// One of its caches, and what it has forgotten about its pages.
struct PageCache {
    sqlite3_pcache* pages = nullptr;
    unsigned parking_place = 0; // The number that is given to a page for a moment.
    unsigned last = 0; // No page but the parked one has a larger number.
    bool parked = false;

    static PageCache& of(sqlite3_pcache* cache) { return *reinterpret_cast<PageCache*>(cache); }
};

constexpr unsigned lock_byte = 0x4000'0000;

sqlite3_pcache* create(int page_size, int extra_size, int purgeable)
{
    auto* cache = new (std::nothrow) PageCache;
    if (!cache)
        return nullptr;
    cache->pages = original.xCreate(page_size, extra_size, purgeable);
    if (!cache->pages) {
        delete cache;
        return nullptr;
    }
    cache->parking_place = lock_byte / static_cast<unsigned>(page_size) + 1;
    return reinterpret_cast<sqlite3_pcache*>(cache);
}

void destroy(sqlite3_pcache* cache)
{
    auto* destroyed = &PageCache::of(cache);
    original.xDestroy(destroyed->pages);
    delete destroyed;
}

sqlite3_pcache_page* fetch(sqlite3_pcache* cache, unsigned number, int create_flag)
{
    auto& fetching = PageCache::of(cache);
    auto* page = original.xFetch(fetching.pages, number, create_flag);
    if (page)
        fetching.last = std::max(fetching.last, number);
    return page;
}

void rekey(sqlite3_pcache* cache, sqlite3_pcache_page* page, unsigned old_number, unsigned number)
{
    auto& renaming = PageCache::of(cache);
    original.xRekey(renaming.pages, page, old_number, number);
    if (number == renaming.parking_place) {
        renaming.parked = true;
        return;
    }
    if (old_number == renaming.parking_place)
        renaming.parked = false;
    renaming.last = std::max(renaming.last, number);
}

void truncate(sqlite3_pcache* cache, unsigned first_dropped)
{
    auto& cut = PageCache::of(cache);
    if (first_dropped > cut.last && !cut.parked)
        return;
    original.xTruncate(cut.pages, first_dropped);
    cut.last = std::min(cut.last, first_dropped == 0 ? 0 : first_dropped - 1);
    cut.parked = cut.parked && first_dropped > cut.parking_place;
}

void unpin(sqlite3_pcache* cache, sqlite3_pcache_page* page, int discard)
{
    original.xUnpin(PageCache::of(cache).pages, page, discard);
}

void set_size(sqlite3_pcache* cache, int pages)
{
    original.xCachesize(PageCache::of(cache).pages, pages);
}

int count(sqlite3_pcache* cache) { return original.xPagecount(PageCache::of(cache).pages); }

void shrink(sqlite3_pcache* cache) { original.xShrink(PageCache::of(cache).pages); }

} // namespace

static int install()
{
    if (auto code = sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &original); code != SQLITE_OK)
        return code;
    auto methods = original;
    methods.xCreate = create;
    methods.xDestroy = destroy;
    methods.xFetch = fetch;
    methods.xUnpin = unpin;
    methods.xRekey = rekey;
    methods.xTruncate = truncate;
    methods.xCachesize = set_size;
    methods.xPagecount = count;
    methods.xShrink = shrink;
    return sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods);
}

int start()
{
    static const int installed = install();
    return installed == SQLITE_OK ? sqlite3_initialize() : installed;
}

} // namespace tunez::sqlite

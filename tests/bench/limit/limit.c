// What SQLite itself can do inside WebAssembly: the benchmark's work done on the C API, with statements prepared once,
// values bound without copying, columns read where they are, and no JavaScript per row. A bound, not a product.
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXPORT __attribute__((used, visibility("default")))
#define CHECK(expression) check((expression), __LINE__)

typedef struct {
    char id[37];
    char name[40];
    char text[120]; // Biography or cover.
    int number;
    int duration;
    int parent;
} Row;

typedef struct {
    Row* rows;
    int count;
} Rows;

static sqlite3* db;
static sqlite3_stmt *insert_artist, *insert_album, *insert_track, *select_album, *select_albums,
    *select_artist, *select_albums_of, *select_tracks_of, *update_album, *delete_artist, *begin, *commit;
static Rows artists, albums, tracks, more;
static uint32_t state;
static const char stamp[] = "2026-01-01T00:00:00.000000Z";

static int check(int code, int line)
{
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
        fprintf(stderr, "limit.c:%d: %s\n", line, sqlite3_errmsg(db));
        abort();
    }
    return code;
}

static uint32_t next(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

// Parents in order, or any of the second half where `parents` says how many there are.
static Rows make(int count, const char* kind, int per_parent, int parents)
{
    Rows made = { calloc((size_t)count, sizeof(Row)), count };
    for (int i = 0; i < count; i++) {
        Row* row = &made.rows[i];
        snprintf(row->id, sizeof row->id, "%08x-%04x-4%03x-a%03x-%08x%04x", next(), next() & 0xffff,
            next() & 0xfff, next() & 0xfff, next(), next() & 0xffff);
        snprintf(row->name, sizeof row->name, "%s Crimson %d", kind, i);
        snprintf(row->text, sizeof row->text, per_parent ? "/images/covers/%d.jpg"
                : "Formed in %d, still on the road. Silver Anthem; Hollow Lantern.", i);
        row->number = per_parent ? i % per_parent + 1 : (int)(next() % 70);
        row->duration = 60 + (int)(next() % 400);
        row->parent = per_parent ? i / per_parent : parents / 2 + (int)(next() % (uint32_t)(parents - parents / 2));
    }
    return made;
}

static sqlite3_stmt* prepare(const char* sql)
{
    sqlite3_stmt* statement = NULL;
    CHECK(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
    return statement;
}

static void text(sqlite3_stmt* statement, int index, const char* value)
{
    sqlite3_bind_text(statement, index, value, (int)strlen(value), SQLITE_STATIC);
}

static void run(sqlite3_stmt* statement)
{
    CHECK(sqlite3_step(statement));
    CHECK(sqlite3_reset(statement));
}

// Reads every column of every row, as a result must, and copies none of them.
static uint32_t drain(sqlite3_stmt* statement)
{
    uint32_t touched = 0;
    int columns = sqlite3_column_count(statement);
    while (CHECK(sqlite3_step(statement)) == SQLITE_ROW) {
        for (int i = 0; i < columns; i++) {
            if (sqlite3_column_type(statement, i) == SQLITE_TEXT) {
                const unsigned char* value = sqlite3_column_text(statement, i);
                touched += value[0] + (uint32_t)sqlite3_column_bytes(statement, i);
            } else {
                touched += (uint32_t)sqlite3_column_int64(statement, i);
            }
        }
    }
    CHECK(sqlite3_reset(statement));
    return touched;
}

static void bind_album(const Row* row)
{
    text(insert_album, 1, row->id);
    text(insert_album, 2, row->name);
    sqlite3_bind_int(insert_album, 3, 1951 + row->number);
    text(insert_album, 4, row->text);
    text(insert_album, 5, artists.rows[row->parent].id);
    text(insert_album, 6, stamp);
    text(insert_album, 7, stamp);
}

EXPORT void limit_open(const char* schema, int artist_count, int more_count)
{
    state = 20260101;
    sqlite3_initialize();
    CHECK(sqlite3_open(":memory:", &db));
    CHECK(sqlite3_exec(db, schema, NULL, NULL, NULL));
    begin = prepare("BEGIN");
    commit = prepare("COMMIT");
    insert_artist = prepare("INSERT INTO artists VALUES (?, ?, ?, ?, ?)");
    insert_album = prepare("INSERT INTO albums VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert_track = prepare("INSERT INTO tracks VALUES (?, ?, ?, ?, ?, ?, ?)");
    select_album = prepare("SELECT * FROM albums WHERE id = ?");
    select_albums = prepare("SELECT * FROM albums LIMIT 1000");
    select_artist = prepare("SELECT * FROM artists WHERE id = ?");
    select_albums_of = prepare("SELECT * FROM albums WHERE artist_id = ? ORDER BY year_released DESC");
    select_tracks_of = prepare("SELECT tracks.* FROM albums JOIN tracks ON tracks.album_id = albums.id"
                               " WHERE albums.artist_id = ? ORDER BY number");
    update_album = prepare("UPDATE albums SET name = ?, year_released = ?, updated_at = ? WHERE id = ?");
    delete_artist = prepare("DELETE FROM artists WHERE id = ?");
    artists = make(artist_count, "Artist", 0, 1);
    albums = make(artist_count * 10, "Album", 10, 0);
    tracks = make(artist_count * 100, "Track", 10, 0);
    more = make(more_count, "More", 0, artist_count);
}

EXPORT void limit_load(void)
{
    run(begin);
    for (int i = 0; i < artists.count; i++) {
        text(insert_artist, 1, artists.rows[i].id);
        text(insert_artist, 2, artists.rows[i].name);
        text(insert_artist, 3, artists.rows[i].text);
        text(insert_artist, 4, stamp);
        text(insert_artist, 5, stamp);
        run(insert_artist);
    }
    for (int i = 0; i < albums.count; i++) {
        bind_album(&albums.rows[i]);
        run(insert_album);
    }
    run(commit);
}

EXPORT void limit_bulk_create(void)
{
    run(begin);
    for (int i = 0; i < tracks.count; i++) {
        const Row* row = &tracks.rows[i];
        text(insert_track, 1, row->id);
        sqlite3_bind_int(insert_track, 2, row->number);
        text(insert_track, 3, row->name);
        sqlite3_bind_int(insert_track, 4, row->duration);
        text(insert_track, 5, albums.rows[row->parent].id);
        text(insert_track, 6, stamp);
        text(insert_track, 7, stamp);
        run(insert_track);
    }
    run(commit);
}

EXPORT void limit_create(const uint32_t* picks, int from, int to)
{
    for (int i = from; i < to; i++) {
        bind_album(&more.rows[picks[i]]);
        run(insert_album);
    }
}

EXPORT uint32_t limit_get(const uint32_t* picks, int from, int to)
{
    uint32_t touched = 0;
    for (int i = from; i < to; i++) {
        text(select_album, 1, albums.rows[picks[i]].id);
        touched += drain(select_album);
    }
    return touched;
}

EXPORT uint32_t limit_list(const uint32_t* picks, int from, int to)
{
    (void)picks;
    uint32_t touched = 0;
    for (int i = from; i < to; i++)
        touched += drain(select_albums);
    return touched;
}

EXPORT uint32_t limit_nested_load(const uint32_t* picks, int from, int to)
{
    uint32_t touched = 0;
    for (int i = from; i < to; i++) {
        const char* id = artists.rows[picks[i]].id;
        text(select_artist, 1, id);
        text(select_albums_of, 1, id);
        text(select_tracks_of, 1, id);
        touched += drain(select_artist) + drain(select_albums_of) + drain(select_tracks_of);
    }
    return touched;
}

EXPORT void limit_update(const uint32_t* picks, int from, int to)
{
    char name[32];
    for (int i = from; i < to; i++) {
        snprintf(name, sizeof name, "Renamed %d", i);
        text(update_album, 1, name);
        sqlite3_bind_int(update_album, 2, 1960 + i % 60);
        text(update_album, 3, stamp);
        text(update_album, 4, albums.rows[picks[i]].id);
        run(update_album);
    }
}

EXPORT void limit_cascade_delete(const uint32_t* picks, int from, int to)
{
    for (int i = from; i < to; i++) {
        text(delete_artist, 1, artists.rows[picks[i]].id);
        run(delete_artist);
    }
}

EXPORT int limit_count(const char* sql)
{
    sqlite3_stmt* statement = prepare(sql);
    CHECK(sqlite3_step(statement));
    int count = sqlite3_column_int(statement, 0);
    CHECK(sqlite3_finalize(statement));
    return count;
}

EXPORT void limit_close(void)
{
    sqlite3_stmt* statement;
    while ((statement = sqlite3_next_stmt(db, NULL)) != NULL)
        sqlite3_finalize(statement);
    CHECK(sqlite3_close(db));
    free(artists.rows);
    free(albums.rows);
    free(tracks.rows);
    free(more.rows);
}

// SQLite asks for a file system even where everything is in memory; this one has no files.

static int no_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out)
{
    (void)vfs, (void)name, (void)file, (void)flags, (void)out;
    return SQLITE_CANTOPEN;
}

static int full_name(sqlite3_vfs* vfs, const char* name, int size, char* out)
{
    (void)vfs;
    snprintf(out, (size_t)size, "%s", name);
    return SQLITE_OK;
}

static int randomness(sqlite3_vfs* vfs, int size, char* out)
{
    (void)vfs;
    for (int i = 0; i < size; i++)
        out[i] = (char)next();
    return size;
}

static int current_time(sqlite3_vfs* vfs, sqlite3_int64* milliseconds)
{
    (void)vfs;
    *milliseconds = (sqlite3_int64)time(NULL) * 1000 + 210866760000000;
    return SQLITE_OK;
}

int sqlite3_os_init(void)
{
    static sqlite3_vfs none = { .iVersion = 2, .szOsFile = sizeof(sqlite3_file), .mxPathname = 64, .zName = "none",
        .xOpen = no_open, .xFullPathname = full_name, .xRandomness = randomness,
        .xCurrentTimeInt64 = current_time };
    return sqlite3_vfs_register(&none, 1);
}

int sqlite3_os_end(void)
{
    return SQLITE_OK;
}

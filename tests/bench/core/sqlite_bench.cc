// What the data layer costs over SQLite's C API used by hand: the same statements, tables and rows
// in memory, several rounds in turn, the median of each. A ratio of 1.00 is none.
#include "base/json.h"
#include "base/uuid.h"
#include "data_layer/sqlite/schema.h"
#include "data_layer/sqlite/sqlite_data_layer.h"
#include "migration/diff.h"
#include "migration/migration.h"
#include "support/fake_host.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace tunez;

static constexpr int artist_count = 1'000;
static constexpr int albums_per_artist = 10;
static constexpr int rounds = 9;

static constexpr std::string_view definition_json = R"({"domains":[{"name":"Music","resources":[
    {"name":"Artist","table":"artists","attributes":[
        {"name":"id","type":"uuid","primary_key":true},
        {"name":"name","type":"string","allow_nil":false},
        {"name":"biography","type":"string"},
        {"name":"inserted_at","type":"utc_datetime_usec","allow_nil":false},
        {"name":"updated_at","type":"utc_datetime_usec","allow_nil":false}]},
    {"name":"Album","table":"albums","attributes":[
        {"name":"id","type":"uuid","primary_key":true},
        {"name":"name","type":"string","allow_nil":false},
        {"name":"year","type":"integer"},
        {"name":"cover","type":"string"}],
     "relationships":[{"name":"artist","kind":"belongs_to","destination":"Artist","allow_nil":false,"index":true}]}]}]})";

static void require(bool condition, const char* what)
{
    if (!condition) {
        std::fprintf(stderr, "failed: %s\n", what);
        std::exit(1);
    }
}

static std::string new_id()
{
    static std::mt19937_64 random(42);
    std::array<std::byte, 16> bytes;
    for (auto& byte : bytes)
        byte = static_cast<std::byte>(random());
    return uuid_v4(bytes);
}

struct ArtistRow {
    std::string id, name, biography, inserted_at, updated_at;
};

static ArtistRow new_artist(int number)
{
    return { new_id(), "Artist number " + std::to_string(number), std::string(80, 'b'),
        "2026-01-01T00:00:00.000000Z", "2026-01-01T00:00:00.000000Z" };
}

struct AlbumRow {
    std::string id, name;
    int64_t year;
    std::string cover, artist_id;
};

// The same work twice: by hand, and through the data layer.
class Work {
public:
    virtual ~Work() = default;
    virtual void get(const std::string& id) = 0;
    virtual void insert(const ArtistRow& row) = 0;
    virtual void scan() = 0;
    virtual void related(std::span<const std::string> parents) = 0;
    virtual void update(const std::string& id, const std::string& name) = 0;
    size_t seen = 0; // Bytes and numbers read, so that nothing can be left out.
};

class ByHand final : public Work {
public:
    explicit ByHand(std::span<const std::string> schema)
    {
        require(sqlite3_open(":memory:", &handle_) == SQLITE_OK, "open");
        run("PRAGMA page_size=8192; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32768");
        for (auto& sql : schema)
            run(sql.c_str());
        get_ = prepare(
            "SELECT id, name, biography, inserted_at, updated_at FROM artists WHERE id = ?1");
        insert_ = prepare("INSERT INTO artists (id, name, biography, inserted_at, updated_at) "
                          "VALUES (?1, ?2, ?3, ?4, ?5)");
        album_ = prepare(
            "INSERT INTO albums (id, name, year, cover, artist_id) VALUES (?1, ?2, ?3, ?4, ?5)");
        scan_ = prepare(
            "SELECT id, name, biography, inserted_at, updated_at FROM artists LIMIT 1000");
        one_ = prepare("SELECT artist_id, id, name, year, cover FROM albums WHERE artist_id = ?1");
        ten_ = prepare("SELECT artist_id, id, name, year, cover FROM albums WHERE artist_id IN "
                       "(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)");
        update_ = prepare("UPDATE artists SET name = ?1 WHERE id = ?2 RETURNING id, biography, "
                          "inserted_at, updated_at");
        begin_ = prepare("BEGIN IMMEDIATE");
        commit_ = prepare("COMMIT");
    }

    void get(const std::string& id) override
    {
        text(get_, 1, id);
        rows(get_);
    }
    void insert(const ArtistRow& row) override
    {
        once(begin_);
        text(insert_, 1, row.id);
        text(insert_, 2, row.name);
        text(insert_, 3, row.biography);
        text(insert_, 4, row.inserted_at);
        text(insert_, 5, row.updated_at);
        once(insert_);
        once(commit_);
    }
    void album(const AlbumRow& row)
    {
        text(album_, 1, row.id);
        text(album_, 2, row.name);
        sqlite3_bind_int64(album_, 3, row.year);
        text(album_, 4, row.cover);
        text(album_, 5, row.artist_id);
        once(album_);
    }
    void scan() override { rows(scan_); }
    void related(std::span<const std::string> parents) override
    {
        auto* statement = parents.size() == 1 ? one_ : ten_;
        for (size_t i = 0; i < parents.size(); ++i)
            text(statement, static_cast<int>(i + 1), parents[i]);
        rows(statement);
    }
    void update(const std::string& id, const std::string& name) override
    {
        once(begin_);
        text(update_, 1, name);
        text(update_, 2, id);
        rows(update_);
        once(commit_);
    }

private:
    void run(const char* sql)
    {
        require(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql);
    }
    sqlite3_stmt* prepare(const char* sql)
    {
        sqlite3_stmt* statement = nullptr;
        require(sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr)
                == SQLITE_OK,
            sql);
        return statement;
    }
    static void text(sqlite3_stmt* statement, int parameter, const std::string& value)
    {
        sqlite3_bind_text(
            statement, parameter, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    }
    static void once(sqlite3_stmt* statement)
    {
        require(sqlite3_step(statement) == SQLITE_DONE, "step");
        sqlite3_reset(statement);
    }
    void rows(sqlite3_stmt* statement)
    {
        auto columns = sqlite3_column_count(statement);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            for (int i = 0; i < columns; ++i) {
                if (sqlite3_column_type(statement, i) == SQLITE_INTEGER) {
                    seen += static_cast<size_t>(sqlite3_column_int64(statement, i));
                } else {
                    auto* text = sqlite3_column_text(statement, i);
                    seen += static_cast<size_t>(sqlite3_column_bytes(statement, i))
                        + (text != nullptr);
                }
            }
        }
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }

    sqlite3* handle_ = nullptr;
    sqlite3_stmt *get_, *insert_, *album_, *scan_, *one_, *ten_, *update_, *begin_, *commit_;
};

class ByDataLayer final : public Work, private RowSink {
public:
    ByDataLayer(const Definition& definition, std::span<const std::string> schema)
        : store_(std::move(*sqlite::SqliteDataLayer::open({})))
        , artist_(*definition.find_resource("Artist"))
        , album_(*definition.find_resource("Album"))
    {
        require(store_->apply_migration(schema, { "1", "all", "", "", {} }).has_value(), "migrate");
        for (auto& attribute : artist_.attributes)
            artist_columns_.push_back(attribute.get());
        for (auto* name : { "id", "name", "year", "cover" })
            album_columns_.push_back(album_.find_attribute(name));
        name_column_ = { artist_.find_attribute("name") };
        record_ = Record::blank(artist_);
        original_ = Record::blank(artist_);
    }

    void get(const std::string& id) override
    {
        ReadPlan plan;
        plan.resource = &artist_;
        plan.filter
            = call(Operator::eq, { attribute_ref(*artist_.primary_key[0]), literal(Value(id)) });
        plan.select = artist_columns_;
        require(store_->read(plan, *this).has_value(), "read");
    }
    void insert(const ArtistRow& row) override
    {
        require(store_->begin().has_value(), "begin");
        record_.values = { Value(row.id), Value(row.name), Value(row.biography), time_, time_ };
        Record* records[] = { &record_ };
        require(store_->create(artist_, artist_columns_, records).has_value(), "create");
        require(store_->commit().has_value(), "commit");
    }
    void album(const AlbumRow& row)
    {
        auto record = Record::blank(album_);
        auto columns = album_columns_;
        columns.push_back(album_.find_attribute("artist_id"));
        const Value values[] = { Value(row.id), Value(row.name), Value(row.year), Value(row.cover),
            Value(row.artist_id) };
        for (size_t i = 0; i < columns.size(); ++i)
            record.values[columns[i]->index] = values[i];
        Record* records[] = { &record };
        require(store_->create(album_, columns, records).has_value(), "create");
    }
    void scan() override
    {
        ReadPlan plan;
        plan.resource = &artist_;
        plan.select = artist_columns_;
        plan.limit = 1'000;
        require(store_->read(plan, *this).has_value(), "read");
    }
    void related(std::span<const std::string> parents) override
    {
        std::vector<Value> values(parents.begin(), parents.end());
        RelatedPlan plan;
        plan.read.resource = &album_;
        plan.read.select = album_columns_;
        plan.key = album_.find_attribute("artist_id");
        plan.values = values;
        require(store_->read_related(plan, *this).has_value(), "read_related");
    }
    void update(const std::string& id, const std::string& name) override
    {
        require(store_->begin().has_value(), "begin");
        original_.values[0] = Value(id);
        record_.values[1] = Value(name);
        RowUpdate rows[1];
        rows[0].original = &original_;
        rows[0].columns = name_column_;
        rows[0].record = &record_;
        require(store_->update(artist_, rows).has_value() && rows[0].matched, "update");
        require(store_->commit().has_value(), "commit");
    }

private:
    bool row(std::span<const StoredView> cells) override
    {
        for (auto& cell : cells)
            seen += cell.kind == Kind::integer ? static_cast<size_t>(cell.integer)
                                               : cell.text.size() + 1;
        return true;
    }

    std::unique_ptr<sqlite::SqliteDataLayer> store_;
    const Resource& artist_;
    const Resource& album_;
    std::vector<const Attribute*> artist_columns_;
    std::vector<const Attribute*> album_columns_;
    std::vector<const Attribute*> name_column_;
    Record record_;
    Record original_;
    Value time_ = Value::datetime(1'767'225'600'000'000, Precision::microsecond);
};

template <typename Operation> static double nanoseconds(int count, Operation&& operation)
{
    auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i)
        operation(i);
    std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    return spent.count() / count;
}

static double median(std::vector<double> times)
{
    std::ranges::sort(times);
    return times[times.size() / 2];
}

template <typename Operation>
static void compare(
    const char* name, int count, ByHand& hand, ByDataLayer& layer, Operation&& operation)
{
    std::vector<double> by_hand;
    std::vector<double> by_layer;
    for (int round = 0; round < rounds; ++round) {
        by_hand.push_back(nanoseconds(
            count, [&](int i) { operation(static_cast<Work&>(hand), round * count + i); }));
        by_layer.push_back(nanoseconds(
            count, [&](int i) { operation(static_cast<Work&>(layer), round * count + i); }));
    }
    auto [a, b] = std::pair(median(by_hand), median(by_layer));
    std::printf("%-28s %10.0f ns by hand %10.0f ns here   %.2f\n", name, a, b, b / a);
}

int main()
{
    FakeHost host;
    auto message = parse_json(definition_json);
    require(message.has_value(), "definition");
    auto definition = load_definition(*message, {}, host);
    require(definition.has_value(), "definition");
    auto snapshots = take_snapshots(**definition);
    require(snapshots.has_value(), "snapshots");
    auto schema = write_migration({}, *diff({}, *snapshots, {}), sqlite::render_schema_changes).up;
    ByHand hand(schema);
    ByDataLayer layer(**definition, schema);

    std::vector<std::string> ids;
    for (int i = 0; i < artist_count; ++i) {
        auto artist = new_artist(i);
        ids.push_back(artist.id);
        hand.insert(artist);
        layer.insert(artist);
        for (int k = 0; k < albums_per_artist; ++k) {
            AlbumRow album { new_id(), "Album " + std::to_string(k), 1'950 + k, "/images/cover.png",
                artist.id };
            hand.album(album);
            layer.album(album);
        }
    }
    auto id = [&](int i) -> auto& { return ids[static_cast<size_t>(i * 7) % ids.size()]; };
    auto parents = [&](int i) {
        return std::span(ids).subspan(static_cast<size_t>(i) * 10 % ids.size(), 10);
    };

    compare("get by primary key", 20'000, hand, layer, [&](Work& work, int i) { work.get(id(i)); });
    compare("scan 1,000 rows", 100, hand, layer, [&](Work& work, int) { work.scan(); });
    compare("related, 1 parent", 5'000, hand, layer,
        [&](Work& work, int i) { work.related(std::span(&id(i), 1)); });
    compare("related, 10 parents", 2'000, hand, layer,
        [&](Work& work, int i) { work.related(parents(i)); });
    compare("update in a transaction", 5'000, hand, layer,
        [&](Work& work, int i) { work.update(id(i), "renamed"); });
    std::vector<ArtistRow> fresh;
    for (int i = 0; i < rounds * 5'000; ++i)
        fresh.push_back(new_artist(i));
    compare("insert in a transaction", 5'000, hand, layer,
        [&](Work& work, int i) { work.insert(fresh[static_cast<size_t>(i)]); });
    require(hand.seen == layer.seen, "both read the same");
    return 0;
}

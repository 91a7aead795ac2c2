#include "support/definition.h"

#include "base/calendar.h"
#include "resource/builder.h"
#include "support/fake_host.h"

namespace tunez::test {

static const Value& at(const Value& map, std::string_view key)
{
    static const Value null {};
    const auto* value = map.is(Kind::map) ? map.map().find(key) : nullptr;
    return value != nullptr ? *value : null;
}

static Result<Value> update_previous_names(const Value& message)
{
    const auto& changeset = at(message, "changeset");
    const auto& data = at(changeset, "data");
    auto new_name = at(at(changeset, "attributes"), "name");
    List names { at(data, "name") };
    const auto& previous = at(data, "previous_names");
    for (const auto& name : previous.is(Kind::list) ? previous.list() : List()) {
        if (name != names.front() && name != new_name)
            names.push_back(name);
    }
    List change { Value("change_attribute"), Value("previous_names"), Value(std::move(names)) };
    return Value(Map { { "operations", Value(List { Value(std::move(change)) }) } });
}

MusicCallbacks add_music_callbacks(FakeHost& host)
{
    MusicCallbacks callbacks;
    callbacks.update_previous_names = host.add_callback(update_previous_names);
    callbacks.next_year = host.add_callback([&host](const Value&) -> Result<Value> {
        auto days = host.now() / microseconds_per_day;
        return Value(civil_from_days(days).year + 1);
    });
    return callbacks;
}

static Value callback(CallbackId id)
{
    return Value(Map { { "callback", Value(static_cast<int64_t>(id)) } });
}

static ResourceBuilder artist(const MusicCallbacks& callbacks)
{
    auto keep_names
        = entry("callback")
              .set("callback", Value(static_cast<int64_t>(callbacks.update_previous_names)));
    return resource("Artist")
        .attribute("id", t::uuid_primary_key())
        .attribute("name", t::string().required().is_public())
        .attribute("biography", t::string().is_public())
        .attribute("previous_names", t::array(t::string()).default_to(Value(List())).is_public())
        .attribute("inserted_at", t::create_timestamp().is_public())
        .attribute("updated_at", t::update_timestamp().is_public())
        .relationship("albums", has_many("Album").sort("year_released", "desc"))
        .defaults({ "create", "read", "destroy" }, { .accept = { "name", "biography" } })
        .action("update",
            ActionBuilder("update")
                .accept({ "name", "biography" })
                .change(keep_names.where(entry("changing", { { "field", "name" } }))));
}

static ResourceBuilder album(const MusicCallbacks& callbacks)
{
    auto year = entry("numericality",
        { { "field", "year_released" }, { "greater_than", 1950 },
            { "less_than_or_equal_to", callback(callbacks.next_year) } });
    auto image = entry("match",
        { { "field", "cover_image_url" },
            { "match",
                Value(Map { { "regex", R"(^(https:\/\/|\/images\/).+(\.png|\.jpg)$)" } }) } });
    return resource("Album")
        .attribute("id", t::uuid_primary_key())
        .attribute("name", t::string().required().is_public())
        .attribute("year_released", t::integer().required().is_public())
        .attribute("cover_image_url", t::string().is_public())
        .timestamps()
        .relationship("artist", belongs_to("Artist").required().index().on_delete("delete"))
        .validate(year.where(entry("present", { { "field", "year_released" } }))
                .message("must be between 1950 and next year"))
        .validate(image.where(entry("changing", { { "field", "cover_image_url" } }))
                .message("must start with https:// or /images/"))
        .identity("unique_album_names_per_artist", { "artist_id", "name" },
            { { "message", "already exists for this artist" } })
        .defaults({ "read", "destroy" })
        .action("create",
            ActionBuilder("create").accept(
                { "name", "year_released", "cover_image_url", "artist_id" }))
        .action("update",
            ActionBuilder("update").accept({ "name", "year_released", "cover_image_url" }));
}

Value music_definition(const MusicCallbacks& callbacks)
{
    auto music = domain("Music").add(artist(callbacks)).add(album(callbacks));
    for (std::string_view action : { "create", "read", "update", "destroy" }) {
        music.define(std::string(action) + "_artist", "Artist", action);
        music.define(std::string(action) + "_album", "Album", action);
    }
    music.define("get_artist_by_id", "Artist", "read", { { "get_by", "id" } });
    return definition({ music });
}

} // namespace tunez::test

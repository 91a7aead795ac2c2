// What an opening does with a main file that cannot be read.
//
// 1. It is replaced only once its bytes are in NAME-kept-<n>, and the manifest says from where.
// 2. Until then nothing of it is changed; from then on every step can be done again.
#include "data_layer/sqlite/store/backups.h"
#include "data_layer/sqlite/store/copy.h"
#include "data_layer/sqlite/store/opening.h"
#include "data_layer/sqlite/store/salvage.h"

#include "base/calendar.h"

#include <algorithm>

namespace tunez::sqlite {

using Absent = StoreFile::Absent;
using Step = Replacement::Step;

constexpr std::string_view file_parts[] = { "", "-wal", "-journal" };
constexpr size_t longest_reason = 160;

static Error none_is_free(const FileNames& names)
{
    auto error = Error::framework(ErrorCode::storage_corrupt,
        "The database is damaged, and there is no place to keep its bytes: delete one of "
        "%{first}, %{second} and %{third}, which hold earlier ones");
    error.vars
        = { { "first", names.kept(1) }, { "second", names.kept(2) }, { "third", names.kept(3) } };
    return error;
}

// All files are opened, so that what the host has not taken yet is told before anything is done.
static Result<int64_t> free_kept_slot(
    StoragePort& port, const FileNames& names, const Manifest& manifest)
{
    int64_t free = 0;
    for (auto slot : slots) {
        bool used = std::ranges::contains(manifest.kept, slot, &KeptEntry::slot);
        for (auto part : file_parts) {
            auto file = TRY(StoreFile::open(port, names.kept(slot, part), Absent::is_empty));
            used = TRY(file.size()) > 0 || used;
        }
        if (!used && free == 0)
            free = slot;
    }
    if (free == 0)
        return fail(none_is_free(names));
    return free;
}

// Cut where a letter ends.
static std::string shortened(std::string text)
{
    if (text.size() > longest_reason) {
        auto end = longest_reason;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
            --end;
        text.resize(end);
    }
    return text;
}

// Whether there can be no doubt that the main file was a database of ours.
bool Opening::may_replace() const
{
    return header_.is_ours || is_known()
        || store_->manifest_.found() == ManifestFile::Found::damaged;
}

Result<void> Opening::recover(const Error& problem)
{
    auto& store = *store_;
    layer_.reset();
    if (!may_replace() || store.report_.recovered)
        return fail(problem);
    store.may_write_ = false;
    Replacement replacement { .reason = shortened(problem.rendered()) };
    replacement.kept = TRY(free_kept_slot(store.port_, store.names_, store.manifest()));
    TRY(StoreFile::open(store.port_, store.names_.import(), Absent::is_empty));
    auto unlisted = store.manifest_.found() == ManifestFile::Found::manifest ? Unlisted::pass_over
                                                                             : Unlisted::consider;
    replacement.backup
        = TRY(newest_sound_backup(store.port_, options_.database, store.manifest(), unlisted));
    Salvaged salvaged;
    if (replacement.backup == 0)
        salvaged = TRY(salvage(options_));
    replacement.rows = salvaged.rows;
    replacement.lost = salvaged.lost;
    auto next = store.manifest();
    next.replacement = std::move(replacement);
    next.made = true;
    TRY(store.manifest_.write(std::move(next)));
    TRY(replace());
    store.report_.recovered->tables = std::move(salvaged.tables);
    return {};
}

Result<void> Opening::keep(const Replacement& replacement)
{
    auto& store = *store_;
    KeptEntry entry { .slot = replacement.kept,
        .at = format_date_time(store.host_.now(), Precision::second),
        .reason = replacement.reason };
    for (auto part : file_parts) {
        auto from = TRY(
            StoreFile::open(store.port_, store.names_.main + std::string(part), Absent::is_empty));
        if (part.empty())
            entry.size = TRY(from.size());
        auto name = store.names_.kept(replacement.kept, part);
        auto to = TRY(StoreFile::open(
            store.port_, name, TRY(from.size()) > 0 ? Absent::is_made : Absent::is_empty));
        if (to.exists())
            TRY(copy_bytes(from, to));
    }
    auto next = store.manifest();
    std::erase_if(next.kept, [&](const auto& each) { return each.slot == entry.slot; });
    next.kept.push_back(std::move(entry));
    next.replacement->step = Step::restoring;
    return store.manifest_.write(std::move(next));
}

Result<void> Opening::put_in_place(const Replacement& replacement)
{
    auto& store = *store_;
    const auto& names = store.names_;
    for (const auto& name : { names.log(), names.journal() })
        TRY(TRY(StoreFile::open(store.port_, name, Absent::is_empty)).empty());
    auto source = replacement.backup > 0 ? names.backup(replacement.backup) : names.import();
    auto from = TRY(StoreFile::open(store.port_, source, Absent::is_empty));
    auto to = TRY(StoreFile::open(store.port_, names.main, Absent::is_made));
    return copy_bytes(from, to);
}

// Begins where the manifest says.
Result<void> Opening::replace()
{
    auto& store = *store_;
    auto replacement = *store.manifest().replacement;
    if (replacement.step == Step::keeping)
        TRY(keep(replacement));
    TRY(put_in_place(replacement));
    auto next = store.manifest();
    next.replacement.reset();
    next.open = false;
    next.damaged = false;
    TRY(store.manifest_.write(std::move(next)));
    // It was scratch; that some of it may stay does no harm.
    if (replacement.backup == 0)
        static_cast<void>(
            TRY(StoreFile::open(store.port_, store.names_.import(), Absent::is_empty)).empty());
    store.report_.was_clean = false;
    store.report_.checked = true;
    store.report_.recovered = OpeningReport::Recovery { .reason = replacement.reason,
        .kept = replacement.kept,
        .backup = replacement.backup,
        .tables = {},
        .rows = replacement.rows,
        .lost = replacement.lost };
    return {};
}

} // namespace tunez::sqlite

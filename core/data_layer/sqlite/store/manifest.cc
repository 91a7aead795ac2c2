#include "data_layer/sqlite/store/manifest.h"

#include "base/sha256.h"
#include "base/verify.h"
#include "data_layer/sqlite/store/manifest_json.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace tunez::sqlite {

// A slot: magic, then the head (format, length of the JSON, sequence number, all of the lower byte
// first), the SHA-256 of head and JSON, the JSON, zeros. Later formats keep all of this but the
// JSON.
constexpr std::string_view slot_magic = "TunezMft";
constexpr uint64_t known_format = 1;
constexpr size_t slot_size = 4096;
constexpr size_t head_at = 8;
constexpr size_t head_size = 16;
constexpr size_t digest_at = head_at + head_size;
constexpr size_t digest_size = 64;
constexpr size_t json_at = digest_at + digest_size;

static void put(std::string& bytes, uint64_t number, int count)
{
    for (int shift = 0; shift < count * 8; shift += 8)
        bytes += static_cast<char>(number >> shift & 0xff);
}

static uint64_t number_at(std::string_view bytes, size_t at, int count)
{
    uint64_t number = 0;
    for (int i = count - 1; i >= 0; --i)
        number = number << 8 | static_cast<unsigned char>(bytes[at + static_cast<size_t>(i)]);
    return number;
}

static std::string digest(std::string_view head, std::string_view json)
{
    return sha256(std::string(head) + std::string(json));
}

static std::string slot_bytes(const Manifest& manifest, uint64_t sequence)
{
    auto json = to_json(manifest);
    std::string head;
    put(head, known_format, 4);
    put(head, json.size(), 4);
    put(head, sequence, 8);
    auto slot = std::string(slot_magic) + head + digest(head, json) + json;
    VERIFY(slot.size() <= slot_size); // Six entries, and texts of our own that are short.
    slot.resize(slot_size);
    return slot;
}

namespace {

// A slot that is whole.
struct Slot {
    uint64_t format;
    uint64_t sequence;
    std::string_view json;
};

} // namespace

static std::optional<Slot> whole_slot(std::string_view bytes)
{
    if (bytes.size() < slot_size || !bytes.starts_with(slot_magic))
        return std::nullopt;
    auto length = number_at(bytes, head_at + 4, 4);
    if (length > slot_size - json_at)
        return std::nullopt;
    auto head = bytes.substr(head_at, head_size);
    auto json = bytes.substr(json_at, static_cast<size_t>(length));
    if (digest(head, json) != bytes.substr(digest_at, digest_size))
        return std::nullopt;
    return Slot { .format = number_at(bytes, head_at, 4),
        .sequence = number_at(bytes, head_at + 8, 8),
        .json = json };
}

Result<ManifestFile> ManifestFile::open(StoragePort& port, std::string name)
{
    ManifestFile file(
        port, TRY(StoreFile::open(port, std::move(name), StoreFile::Absent::is_empty)));
    TRY(file.read());
    return file;
}

static Error too_new(uint64_t found)
{
    auto error = Error::framework(ErrorCode::storage_too_new,
        "The database was last used by a newer version of the application: its storage has format "
        "%{format}");
    error.vars = { { "format", static_cast<int64_t>(found) } };
    return error;
}

Result<void> ManifestFile::read()
{
    std::array<char, 2 * slot_size> bytes {};
    auto count = TRY(file_.read(std::as_writable_bytes(std::span(bytes)), 0));
    std::string_view text(bytes.data(), count);
    found_ = count == 0 ? Found::nothing : Found::damaged;
    std::optional<Slot> newest;
    for (int64_t number = 0; number < 2; ++number) {
        auto at = std::min(static_cast<size_t>(number) * slot_size, text.size());
        auto slot = whole_slot(text.substr(at, slot_size));
        if (slot && slot->format > known_format)
            return fail(too_new(slot->format));
        if (!slot || (newest && slot->sequence < newest->sequence))
            continue;
        newest = slot;
        current_ = number;
    }
    if (!newest)
        return {};
    manifest_ = TRY(manifest_from(newest->json));
    sequence_ = newest->sequence;
    found_ = Found::manifest;
    return {};
}

Result<void> ManifestFile::write(Manifest manifest)
{
    if (!file_.exists())
        file_ = TRY(StoreFile::open(*port_, file_.name(), StoreFile::Absent::is_made));
    auto slot = slot_bytes(manifest, sequence_ + 1);
    auto target = 1 - current_;
    // Both have their place from the beginning: a full storage stops no manifest.
    auto bytes = found_ == Found::nothing ? slot + std::string(slot_size, '\0') : slot;
    is_certain_ = false;
    TRY(file_.write(bytes_of(bytes), target * static_cast<int64_t>(slot_size)));
    TRY(file_.flush());
    is_certain_ = true;
    ++sequence_;
    current_ = target;
    found_ = Found::manifest;
    manifest_ = std::move(manifest);
    return {};
}

} // namespace tunez::sqlite

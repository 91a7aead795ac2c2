#include "support/crash_port.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tunez {

using Status = StoragePort::Status;
using Bytes = CrashFile::Bytes;

constexpr size_t sector = 512; // Devices write whole ones: what is torn is torn between two.

static void apply_to(Bytes& bytes, const CrashFile::Change& change, size_t count)
{
    auto begin = static_cast<size_t>(change.offset);
    if (change.truncates)
        return bytes.resize(begin);
    bytes.resize(std::max(bytes.size(), begin + count));
    std::memcpy(bytes.data() + begin, change.bytes.data(), count);
}

void CrashFile::change(Change change)
{
    apply_to(now, change, change.bytes.size());
    since.push_back(std::move(change));
}

void CrashFile::flush()
{
    for (const auto& change : since)
        apply_to(flushed, change, change.bytes.size());
    since.clear();
}

CrashFile::Kept CrashFile::all_kept() const
{
    Kept kept;
    for (const auto& change : since)
        kept.push_back(change.bytes.size());
    return kept;
}

CrashFile::Kept CrashFile::fates(std::mt19937_64& random) const
{
    auto kept = all_kept();
    for (size_t i = 0; i < since.size(); ++i) {
        auto fate = random() % 3;
        if (fate == 0)
            kept[i] = dropped;
        else if (fate == 1 && !since[i].truncates)
            kept[i] = std::min(
                kept[i], static_cast<size_t>(random() % (kept[i] / sector + 1)) * sector);
    }
    return kept;
}

Bytes CrashFile::after_crash(const Kept& kept) const
{
    auto left = flushed;
    for (size_t i = 0; i < since.size(); ++i) {
        if (kept[i] != dropped)
            apply_to(left, since[i], kept[i]);
    }
    return left;
}

Status CrashPort::open(std::string_view name, bool create, int32_t& handle)
{
    if (!create && !files_.contains(name))
        return Status::not_found;
    handle = static_cast<int32_t>(names_.size());
    names_.emplace_back(name);
    files_[names_.back()];
    return Status::ok;
}

Status CrashPort::close(int32_t) { return Status::ok; }

Status CrashPort::read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved)
{
    const auto& now = file(handle).now;
    auto begin = std::min(static_cast<size_t>(offset), now.size());
    moved = std::min(bytes.size(), now.size() - begin);
    std::memcpy(bytes.data(), now.data() + begin, moved);
    return Status::ok;
}

void CrashPort::remember(int32_t handle, CrashFile::Change change, bool flushes)
{
    if (remembers_)
        remembered_.push_back({ names_[static_cast<size_t>(handle)], std::move(change), flushes });
}

Status CrashPort::write(
    int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved)
{
    if (stopped())
        return Status::failed;
    CrashFile::Change change { .offset = offset,
        .bytes = Bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size()) };
    remember(handle, change);
    file(handle).change(std::move(change));
    moved = bytes.size();
    return Status::ok;
}

Status CrashPort::truncate(int32_t handle, int64_t size)
{
    if (stopped())
        return Status::failed;
    CrashFile::Change change { .offset = size, .bytes = {}, .truncates = true };
    remember(handle, change);
    file(handle).change(std::move(change));
    return Status::ok;
}

Status CrashPort::flush(int32_t handle)
{
    if (stopped())
        return Status::failed;
    if (flushes_++ == failing_flush_) {
        file(handle).give_up();
        return Status::failed;
    }
    remember(handle, {}, true);
    file(handle).flush();
    return Status::ok;
}

Status CrashPort::size(int32_t handle, int64_t& bytes)
{
    bytes = static_cast<int64_t>(file(handle).now.size());
    return Status::ok;
}

void CrashPort::crash(uint64_t seed)
{
    std::mt19937_64 random(seed);
    for (auto& [name, file] : files_) {
        auto left = file.after_crash(file.fates(random));
        file = { .now = left, .flushed = left, .since = {} };
    }
    names_.clear();
    changes_ = 0;
    stop_at_ = static_cast<size_t>(-1);
}

std::map<std::string, Bytes> CrashPort::files() const
{
    std::map<std::string, Bytes> files;
    for (const auto& [name, file] : files_)
        files[name] = file.now;
    return files;
}

std::map<std::string, Bytes> CrashPort::files_after_crash(uint64_t seed) const
{
    std::mt19937_64 random(seed);
    std::map<std::string, Bytes> files;
    for (const auto& [name, file] : files_)
        files[name] = file.after_crash(file.fates(random));
    return files;
}

void CrashPort::start_from(const std::map<std::string, Bytes>& files)
{
    files_.clear();
    names_.clear();
    for (const auto& [name, bytes] : files)
        files_[name] = { .now = bytes, .flushed = bytes, .since = {} };
    at_first_ = files_;
    remembered_.clear();
}

void PowerLosses::make_one_more()
{
    const auto& next = port_.remembered_[made_];
    auto& numbers = numbers_[next.name];
    // The first says since when there is nothing else.
    if (next.flushes || numbers.empty())
        numbers.assign(1, next.flushes ? made_ + 1 : 0);
    if (next.flushes) {
        files_[next.name].flush();
    } else {
        files_[next.name].change(next.change);
        numbers.push_back(made_);
    }
    ++made_;
}

PowerLosses::Loss PowerLosses::loss(Unflushed unflushed, uint64_t seed) const
{
    std::mt19937_64 random(seed);
    Loss loss;
    for (const auto& [name, file] : files_) {
        loss[name] = unflushed == Unflushed::kept ? file.all_kept()
            : unflushed == Unflushed::dropped
            ? CrashFile::Kept(file.since.size(), CrashFile::dropped)
            : file.fates(random);
    }
    return loss;
}

PowerLosses::Files PowerLosses::left(const Loss& loss) const
{
    Files left;
    for (const auto& [name, file] : files_)
        left[name] = file.after_crash(loss.at(name));
    return left;
}

std::string PowerLosses::name_of(const Loss& loss) const
{
    std::string name;
    for (const auto& [file, numbers] : numbers_) {
        name += file + "/" + std::to_string(numbers[0]);
        const auto& kept = loss.at(file);
        for (size_t i = 0; i < kept.size(); ++i) {
            if (kept[i] != CrashFile::dropped)
                name += "," + std::to_string(numbers[i + 1]) + ":" + std::to_string(kept[i]);
        }
    }
    return name;
}

} // namespace tunez

#pragma once

#include "host/storage_port.h"

#include <map>
#include <random>
#include <string>
#include <vector>

namespace tunez {

// A file that loses its power: of what was written since its last flush, each write is kept,
// dropped or torn. What was flushed stays.
struct CrashFile {
    // Not a vector, which a build without optimisation destroys byte by byte.
    using Bytes = std::string;

    // One change since the last flush. A truncation has no bytes.
    struct Change {
        int64_t offset = 0;
        Bytes bytes;
        bool truncates = false;
    };

    Bytes now;
    Bytes flushed;
    std::vector<Change> since;

    void change(Change change);
    void flush();
    // As an operating system may do whose flush has failed: what was to be flushed can be read on,
    // and no later flush keeps it.
    void give_up() { since.clear(); }
    // How much of each change since is kept.
    using Kept = std::vector<size_t>;
    static constexpr size_t dropped = static_cast<size_t>(-1);
    Kept all_kept() const;
    Kept fates(std::mt19937_64& random) const;
    // What is left of it.
    Bytes after_crash(const Kept& kept) const;
};

// Files in memory that lose their power all at once.
class CrashPort : public StoragePort {
public:
    Status open(std::string_view name, bool create, int32_t& handle) override;
    Status close(int32_t handle) override;
    Status read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved) override;
    Status write(
        int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved) override;
    Status truncate(int32_t handle, int64_t size) override;
    Status flush(int32_t handle) override;
    Status size(int32_t handle, int64_t& bytes) override;

    // Writes, truncations and flushes until now.
    size_t changes() const { return changes_; }
    // Every call fails from that change on, as after a crash.
    void stop_at(size_t change) { stop_at_ = change; }
    bool has_stopped() const { return changes_ > stop_at_; }
    // The power comes back: all handles are gone, and the files are what the crash left of them.
    void crash(uint64_t seed);

    // What was done so far is remembered from now on, so that PowerLosses can go along it.
    void remember() { remembers_ = true; }
    // The n-th flush from now on (the next one is 0) fails and gives up.
    void fail_flush(size_t number)
    {
        flushes_ = 0;
        failing_flush_ = number;
    }
    size_t flushes() const { return flushes_; }

    // What a program that is killed leaves, or a loss of power.
    std::map<std::string, CrashFile::Bytes> files() const;
    std::map<std::string, CrashFile::Bytes> files_after_crash(uint64_t seed) const;
    // These are the files, all of them flushed.
    void start_from(const std::map<std::string, CrashFile::Bytes>& files);

private:
    friend class PowerLosses;
    struct Remembered {
        std::string name;
        CrashFile::Change change;
        bool flushes = false;
    };

    bool stopped() { return changes_++ >= stop_at_; }
    CrashFile& file(int32_t handle) { return files_[names_[static_cast<size_t>(handle)]]; }
    void remember(int32_t handle, CrashFile::Change change, bool flushes = false);

    std::map<std::string, CrashFile, std::less<>> files_;
    std::vector<std::string> names_; // By handle.
    std::map<std::string, CrashFile, std::less<>> at_first_;
    std::vector<Remembered> remembered_;
    bool remembers_ = false;
    size_t flushes_ = 0;
    size_t failing_flush_ = static_cast<size_t>(-1);
    size_t changes_ = 0;
    size_t stop_at_ = static_cast<size_t>(-1);
};

// What a loss of power would have left after each change that a port remembers.
class PowerLosses {
public:
    using Files = std::map<std::string, CrashFile::Bytes>;

    explicit PowerLosses(const CrashPort& port)
        : port_(port)
        , files_(port.at_first_)
    {
    }

    // How many changes there are, and how many were made until now.
    size_t changes() const { return port_.remembered_.size(); }
    size_t made() const { return made_; }
    void make_one_more();

    enum class Unflushed : uint8_t { kept, dropped, random };
    // What becomes of each file. With all kept, nothing was lost but the program.
    using Loss = std::map<std::string, CrashFile::Kept>;
    Loss loss(Unflushed unflushed, uint64_t seed) const;
    Files left(const Loss& loss) const;
    // The same for losses that leave the same bytes, of any two losses of one port.
    std::string name_of(const Loss& loss) const;

private:
    const CrashPort& port_;
    std::map<std::string, CrashFile, std::less<>> files_;
    std::map<std::string, std::vector<size_t>> numbers_; // Of the changes since the last flush.
    size_t made_ = 0;
};

} // namespace tunez

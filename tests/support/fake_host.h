#pragma once

#include "host/host.h"

#include <functional>
#include <vector>

namespace tunez {

// A host whose answers a test decides: a clock that stands still, random bytes that are the same in
// each run, and callbacks written in C++.
class FakeHost : public Host {
public:
    using Callback = std::function<Result<Value>(const Value&)>;

    static constexpr int64_t start = 1'577'923'200'000'000; // 2020-01-02T00:00:00Z

    int64_t now() override { return now_; }
    void set_now(int64_t microseconds) { now_ = microseconds; }
    void advance(int64_t microseconds) { now_ += microseconds; }

    void fill_random(std::span<std::byte> bytes) override;
    // How many random bytes were asked for until now.
    size_t random_bytes() const { return random_bytes_; }

    CallbackId add_callback(Callback callback);
    // How often any callback was called.
    size_t calls() const { return calls_; }
    Result<Value> call(CallbackId id, const Value& argument) override;

    Result<void> check_regex(std::string_view source, std::string_view flags) override;
    Result<bool> regex_matches(
        std::string_view source, std::string_view flags, std::string_view subject) override;

private:
    int64_t now_ = start;
    size_t random_bytes_ = 0;
    size_t calls_ = 0;
    std::vector<Callback> callbacks_;
};

} // namespace tunez

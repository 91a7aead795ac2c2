#include "support/fake_host.h"

#include "support/regex.h"

namespace tunez {

// SplitMix64: any two counts give bytes that look unrelated.
static uint64_t scrambled(uint64_t count)
{
    uint64_t word = (count + 1) * 0x9e3779b97f4a7c15;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    return word ^ (word >> 31);
}

void FakeHost::fill_random(std::span<std::byte> bytes)
{
    for (auto& byte : bytes)
        byte = static_cast<std::byte>(scrambled(random_bytes_++));
}

CallbackId FakeHost::add_callback(Callback callback)
{
    callbacks_.push_back(std::move(callback));
    return static_cast<CallbackId>(callbacks_.size() - 1);
}

Result<Value> FakeHost::call(CallbackId id, const Value& argument)
{
    auto position = static_cast<size_t>(id);
    if (position >= callbacks_.size())
        return fail(Error::make(
            ErrorCode::callback_failed, "there is no callback " + std::to_string(position)));
    ++calls_;
    // A copy, because a callback may add another.
    auto callback = callbacks_[position];
    return callback(argument);
}

Result<void> FakeHost::check_regex(std::string_view source, std::string_view flags)
{
    if (auto problem = regex_problem(source, flags))
        return fail(Error::make(ErrorCode::invalid_definition, *problem));
    return {};
}

Result<bool> FakeHost::regex_matches(
    std::string_view source, std::string_view flags, std::string_view subject)
{
    TRY(check_regex(source, flags));
    return regex_found(source, flags, subject);
}

} // namespace tunez

#pragma once

#include "base/error.h"
#include "base/result.h"
#include "base/value.h"

#include <coroutine>
#include <cstdint>
#include <optional>
#include <vector>

namespace tunez {

// What requests wait for: each for one answer that the application has promised (docs/wire.md §7).
class Waits {
public:
    struct Wait {
        int64_t request = 0;
        int64_t promise = 0; // The application's number of it.
        std::coroutine_handle<> handle; // What goes on once the answer is there.
        Result<Value>* answer = nullptr;
    };

    // The request that is worked on: what begins to wait keeps it waiting.
    int64_t request = 0;

    void add(int64_t promise, std::coroutine_handle<> handle, Result<Value>* answer)
    {
        waits_.push_back({ request, promise, handle, answer });
    }
    // Nobody is there any more who could use the answer.
    void forget(const Result<Value>* answer)
    {
        std::erase_if(waits_, [&](const auto& wait) { return wait.answer == answer; });
    }
    const Wait* find(int64_t waiting) const
    {
        for (const auto& wait : waits_) {
            if (wait.request == waiting)
                return &wait;
        }
        return nullptr;
    }
    // Empty where the request waits for nothing.
    std::optional<Wait> take(int64_t waiting)
    {
        const auto* found = find(waiting);
        if (found == nullptr)
            return std::nullopt;
        auto wait = *found;
        forget(wait.answer);
        return wait;
    }

private:
    std::vector<Wait> waits_;
};

} // namespace tunez

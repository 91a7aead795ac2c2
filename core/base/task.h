#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace tunez {

// Work, written as a coroutine, that may have to wait half-way for the application. It begins at
// once and runs until it waits or is done; whoever `co_await`s it goes on when it is done. One that
// is dropped while it waits destroys all that it holds.
class [[nodiscard]] Task {
public:
    struct promise_type; // NOLINT(readability-identifier-naming): the language asks for this name.
    using Handle = std::coroutine_handle<promise_type>;

    Task() = default; // Done.
    Task(Task&& other) noexcept
        : handle_(std::exchange(other.handle_, nullptr))
    {
    }
    Task& operator=(Task&& other) noexcept
    {
        std::swap(handle_, other.handle_);
        return *this;
    }
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    ~Task()
    {
        if (handle_)
            handle_.destroy();
    }

    bool done() const { return !handle_ || handle_.done(); }

    bool await_ready() const { return done(); }
    void await_suspend(std::coroutine_handle<> outer) const;
    void await_resume() const { }

private:
    explicit Task(Handle handle)
        : handle_(handle)
    {
    }

    Handle handle_;
};

struct Task::promise_type {
    // Hands over to whoever waits for the task, who may destroy it.
    struct End {
        bool await_ready() const noexcept { return false; }
        void await_suspend(Handle handle) const noexcept
        {
            if (auto waiting = handle.promise().outer)
                waiting.resume();
        }
        void await_resume() const noexcept { }
    };

    Task get_return_object() { return Task(Handle::from_promise(*this)); }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    End final_suspend() const noexcept { return {}; }
    void return_void() const noexcept { }
    [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }

    std::coroutine_handle<> outer;
};

inline void Task::await_suspend(std::coroutine_handle<> outer) const
{
    handle_.promise().outer = outer;
}

} // namespace tunez

#pragma once

#include <expected>
#include <utility>

namespace tunez {

struct Error;

// An expected failure is a value. `TRY(x)` yields the value of a Result or returns its error to the
// caller, whose own error type must be constructible from it; `fail(error)` makes a failed Result.
template <typename T> using Result = std::expected<T, Error>;

template <typename E> constexpr std::unexpected<std::remove_cvref_t<E>> fail(E&& error)
{
    return std::unexpected<std::remove_cvref_t<E>>(std::forward<E>(error));
}

// What a Result<void> and a Result<T> yield inside TRY.
template <typename R> constexpr decltype(auto) take(R&& result)
{
    if constexpr (!std::is_void_v<typename std::remove_cvref_t<R>::value_type>)
        return std::move(*result);
}

} // namespace tunez

// A statement expression (GCC, Clang), because no expression of the standard language can return
// from its caller.
#define TUNEZ_TRY(result, expression)                                                              \
    __extension__({                                                                                \
        auto&& result = (expression);                                                              \
        if (!result) [[unlikely]]                                                                  \
            return ::tunez::fail(std::move(result).error());                                       \
        ::tunez::take(std::move(result));                                                          \
    })
#define TUNEZ_JOINED(left, right) left##right
#define TUNEZ_NAMED(number, expression) TUNEZ_TRY(TUNEZ_JOINED(tunez_result_, number), expression)
// A name of its own for each, so that one may stand inside another.
#define TRY(expression) TUNEZ_NAMED(__COUNTER__, expression)

#pragma once

#include <expected>
#include <utility>

namespace tunez {

struct Error;

// An expected failure is a value. `TRY(x)` yields the value of a Result or returns its error to the caller, whose own
// error type must be constructible from it; `fail(error)` makes a failed Result.
template <typename T>
using Result = std::expected<T, Error>;

template <typename E>
constexpr std::unexpected<std::remove_cvref_t<E>> fail(E&& error)
{
    return std::unexpected<std::remove_cvref_t<E>>(std::forward<E>(error));
}

// What a Result<void> and a Result<T> yield inside TRY.
template <typename R>
constexpr decltype(auto) take(R&& result)
{
    if constexpr (!std::is_void_v<typename std::remove_cvref_t<R>::value_type>)
        return std::move(*result);
}

} // namespace tunez

// A statement expression (GCC, Clang), because no expression of the standard language can return from its caller.
#define TRY(expression)                                                  \
    __extension__({                                                      \
        auto&& tunez_try_result = (expression);                          \
        if (!tunez_try_result) [[unlikely]]                              \
            return ::tunez::fail(std::move(tunez_try_result).error());   \
        ::tunez::take(std::move(tunez_try_result));                      \
    })

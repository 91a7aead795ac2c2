#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tunez {

// A place in a definition, `Album.actions.create.accept[2]`: a chain of steps that live on the
// stack of whoever walks the definition, spelled out only when there is something to say about the
// place. A step refers to the one before it and to its name, so neither may die first; in one
// expression, or from the outside in, they do not.
class Location {
public:
    explicit Location(std::string_view root)
        : name_(root)
    {
    }

    Location field(std::string_view name) const
#if defined(__clang__)
        [[clang::lifetimebound]]
#endif
        ;
    Location item(size_t index) const
#if defined(__clang__)
        [[clang::lifetimebound]]
#endif
        ;

    std::string to_string() const;

private:
    Location(const Location* parent, std::string_view name, std::optional<size_t> index)
        : parent_(parent)
        , name_(name)
        , index_(index)
    {
    }

    const Location* parent_ = nullptr;
    std::string_view name_;
    std::optional<size_t> index_;
};

} // namespace tunez

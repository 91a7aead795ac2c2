#pragma once

#include "base/error.h"
#include "resource/location.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

// What is wrong with a definition, collected while it is loaded. Each mistake says where, what, and
// what would be right, and is said once. After the first hundred they are only counted: nobody
// reads further, and finding suggestions costs time.
class Mistakes {
public:
    void add(const Location& at, std::string_view sentence);
    // What may be a mistake but can work.
    void warn(const Location& at, std::string_view sentence);
    // "; did you mean …?" (see base/similarity.h).
    std::string hint(std::string_view name, std::span<const std::string_view> candidates) const;

    bool empty() const { return count_ == 0; }
    Errors take_errors();
    std::vector<std::string> take_warnings() { return std::move(warnings_); }

private:
    bool full() const;

    std::vector<Error> errors_;
    std::vector<std::string> warnings_;
    size_t count_ = 0;
};

} // namespace tunez

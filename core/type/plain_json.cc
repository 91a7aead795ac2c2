#include "type/plain_json.h"

#include "base/json.h"

#include <bitset>

namespace tunez {

namespace {

// Walks over the text without making anything of it. `objects_` tells which of the open containers
// are objects; after each value the walk continues with what may follow in the innermost one.
class Walk {
public:
    explicit Walk(std::string_view text)
        : at_(text.data())
        , end_(text.data() + text.size())
    {
    }

    bool is_plain()
    {
        do {
            if (!value())
                return false;
        } while (more_);
        return at_ == end_;
    }

private:
    void skip_blanks()
    {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t'))
            ++at_;
    }

    bool skip(char character)
    {
        if (at_ == end_ || *at_ != character)
            return false;
        ++at_;
        return true;
    }

    bool word(std::string_view name)
    {
        if (!std::string_view(at_, end_).starts_with(name))
            return false;
        at_ += name.size();
        return true;
    }

    // Up to the next value, or to the end of the text.
    bool value()
    {
        skip_blanks();
        if (skip('{'))
            return open(true);
        if (skip('['))
            return open(false);
        return scalar() && follow();
    }

    bool scalar()
    {
        if (at_ == end_)
            return false;
        switch (*at_) {
        case '"':
            ++at_;
            return string();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
        }
    }

    bool open(bool object)
    {
        if (depth_ == max_json_depth)
            return false;
        objects_[depth_++] = object;
        skip_blanks();
        if (at_ != end_ && *at_ == (object ? '}' : ']'))
            return follow();
        more_ = true;
        return !object || key();
    }

    // A comma, or the ends of containers.
    bool follow()
    {
        more_ = false;
        for (skip_blanks(); depth_ > 0; skip_blanks()) {
            bool object = objects_[depth_ - 1];
            if (skip(',')) {
                more_ = true;
                skip_blanks();
                return !object || key();
            }
            if (!skip(object ? '}' : ']'))
                return false;
            --depth_;
        }
        return true;
    }

    bool key()
    {
        if (!skip('"') || (at_ != end_ && *at_ == '$') || !string())
            return false;
        skip_blanks();
        return skip(':');
    }

    // Behind the opening quote. An escape might spell a `$`, but only a foreign writer would write
    // it so.
    bool string()
    {
        for (; at_ != end_; ++at_) {
            if (*at_ == '"')
                return skip('"');
            if (static_cast<unsigned char>(*at_) < 0x20 || (*at_ == '\\' && !escape()))
                return false;
        }
        return false;
    }

    bool escape()
    {
        ++at_;
        if (at_ == end_)
            return false;
        if (*at_ != 'u')
            return std::string_view("\"\\/bfnrt").contains(*at_);
        for (int digit = 0; digit < 4; ++digit) {
            ++at_;
            if (at_ == end_ || !std::string_view("0123456789abcdefABCDEF").contains(*at_))
                return false;
        }
        return true;
    }

    size_t digits()
    {
        const char* first = at_;
        while (at_ != end_ && *at_ >= '0' && *at_ <= '9')
            ++at_;
        return static_cast<size_t>(at_ - first);
    }

    bool number()
    {
        skip('-');
        const char* first = at_;
        size_t count = digits();
        if (count == 0 || (count > 1 && *first == '0'))
            return false;
        bool integer = true;
        if (skip('.')) {
            integer = false;
            if (digits() == 0)
                return false;
        }
        if (skip('e') || skip('E')) {
            integer = false;
            if (!skip('+'))
                skip('-');
            if (digits() == 0)
                return false;
        }
        constexpr std::string_view largest = "9007199254740991";
        std::string_view magnitude(first, count);
        return !integer || count < largest.size()
            || (count == largest.size() && magnitude <= largest);
    }

    const char* at_;
    const char* end_;
    std::bitset<max_json_depth> objects_;
    size_t depth_ = 0;
    bool more_ = false;
};

}

bool is_plain_json(std::string_view text) { return Walk(text).is_plain(); }

} // namespace tunez

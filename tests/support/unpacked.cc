#include "support/unpacked.h"

#include "base/json.h"

#include "catch_amalgamated.hpp"

#include <bit>
#include <cstring>
#include <limits>
#include <string>

namespace tunez::test {

namespace {

// Written for itself, from the page of the docs: it shares nothing with what packs.
class Unpacking {
public:
    explicit Unpacking(std::string_view answer)
        : words_(answer)
    {
        REQUIRE(word() == 'P');
        auto words = size();
        auto described = size();
        auto ascii = size();
        auto wide = size();
        REQUIRE(answer.size() == (at_ + words) * 4 + (ascii + 1) / 2 * 2 + wide * 2);
        ascii_ = answer.substr((at_ + words) * 4, ascii);
        wide_ = answer.substr((at_ + words) * 4 + (ascii + 1) / 2 * 2);
        words_ = answer.substr(0, (at_ + words) * 4);
        description_ = take(ascii_, described);
    }

    Value value(const Value& fields)
    {
        auto value = fields.is_null() ? described() : record(fields);
        CHECK(at_ * 4 == words_.size());
        CHECK(ascii_.empty());
        CHECK(wide_.empty());
        return value;
    }

private:
    static std::string_view take(std::string_view& from, size_t size)
    {
        REQUIRE(size <= from.size());
        auto taken = from.substr(0, size);
        from.remove_prefix(size);
        return taken;
    }

    static Value parsed(std::string_view json)
    {
        auto value = parse_json(json, Tags::wire);
        REQUIRE(value);
        return *value;
    }

    int32_t word()
    {
        REQUIRE((at_ + 1) * 4 <= words_.size());
        int32_t word = 0;
        std::memcpy(&word, words_.data() + 4 * at_++, 4);
        return word;
    }

    size_t size()
    {
        auto size = word();
        REQUIRE(size >= 0);
        return static_cast<size_t>(size);
    }

    Value described()
    {
        auto description = parsed(description_);
        return level(description.list()[0].text(), description.list()[1]);
    }

    Value level(std::string_view kind, const Value& fields)
    {
        auto count = size();
        List records;
        for (size_t i = 0; i < count; ++i)
            records.push_back(record(fields));
        if (kind == "one")
            return count == 0 ? Value() : records.front();
        if (kind == "many")
            return Value(std::move(records));
        REQUIRE(kind == "page");
        Map page { { "results", Value(std::move(records)) } };
        for (const auto& [key, value] : text().map())
            page.set(key, value);
        return Value(std::move(page));
    }

    Value record(const Value& fields)
    {
        Map record;
        for (const auto& field : fields.list()) {
            const auto& described = field.list();
            record.set(described[0].text(),
                described.size() == 3 ? level(described[1].text(), described[2])
                                      : cell(described[1].integer()));
        }
        return Value(std::move(record));
    }

    Value cell(int64_t form)
    {
        if (form == 0)
            return text();
        auto first = word();
        if (form == 1 && first == std::numeric_limits<int32_t>::min())
            return {};
        if (form == 1)
            return first == std::numeric_limits<int32_t>::min() + 1 ? text() : Value(first);
        if (form == 2)
            return real(first, word());
        REQUIRE(form == 3);
        REQUIRE((first >= -1 && first <= 2));
        return first == -1 ? Value() : first == 2 ? text() : Value(first == 1);
    }

    Value real(int32_t low, int32_t high)
    {
        if (high == -1)
            return low == 0 ? Value() : text();
        auto bits = uint64_t { static_cast<uint32_t>(high) } << 32 | static_cast<uint32_t>(low);
        return std::bit_cast<double>(bits);
    }

    Value text()
    {
        auto described = word();
        if (described == -1)
            return {};
        REQUIRE(described >= 0);
        auto length = static_cast<size_t>(described >> 2);
        if ((described & 3) == 1)
            return Value(from_wide(take(wide_, 2 * length)));
        auto ascii = take(ascii_, length);
        if ((described & 3) == 0)
            return Value(ascii);
        return parsed(ascii);
    }

    // By way of JSON, which has letters of that width.
    static std::string from_wide(std::string_view bytes)
    {
        std::string json = "\"";
        for (size_t i = 0; i < bytes.size(); i += 2) {
            static constexpr char digits[] = "0123456789abcdef";
            json += "\\u";
            for (auto byte : { bytes[i + 1], bytes[i] }) {
                json += digits[static_cast<unsigned char>(byte) >> 4];
                json += digits[static_cast<unsigned char>(byte) & 15];
            }
        }
        return std::string(parsed(json + '"').text());
    }

    std::string_view words_;
    std::string_view ascii_;
    std::string_view wide_;
    std::string_view description_;
    size_t at_ = 0;
};

} // namespace

bool is_packed(std::string_view answer) { return answer.starts_with('P'); }

Value unpacked(std::string_view answer, const Value& fields)
{
    return Unpacking(answer).value(fields);
}

} // namespace tunez::test

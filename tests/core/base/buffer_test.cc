#include "base/buffer.h"

#include "catch_amalgamated.hpp"

#include <vector>

using namespace tunez;

TEST_CASE("a buffer has what was put into it, however often it has grown")
{
    Buffer<int> buffer;
    std::vector<int> wanted;
    for (int i = 0; i < 10'000; ++i) {
        buffer.push(i);
        wanted.push_back(i);
    }
    std::vector<int> more(5'000, 7);
    buffer.append(more);
    buffer.append({});
    wanted.insert(wanted.end(), more.begin(), more.end());
    CHECK(std::ranges::equal(buffer.items(), wanted));
}

TEST_CASE("what is written into the room of a buffer counts once it is taken")
{
    Buffer<char> buffer;
    auto* room = buffer.room(3);
    room[0] = 'a';
    room[1] = 'b';
    CHECK(buffer.size() == 0);
    buffer.took(2);
    CHECK(std::string_view(buffer.items().data(), buffer.size()) == "ab");
    buffer.clear();
    CHECK(buffer.items().empty());
    buffer.push('c');
    CHECK(buffer.items().front() == 'c');
}

TEST_CASE("a buffer that was large gives its memory back when it is shrunk")
{
    Buffer<char> buffer;
    buffer.room(100'000);
    buffer.took(100'000);
    buffer.shrink(200'000);
    CHECK(buffer.size() == 0);
    buffer.shrink(1'000);
    buffer.push('x');
    CHECK(buffer.items().front() == 'x');
}

#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// A page of parts, which are texts with a key, images without one, or numbers.
struct Pages : TestEngine {
    Lines trace;

    Pages()
    {
        auto log = callback([this](const Value& message) -> Result<Value> {
            const auto& changeset = at(message, "changeset");
            trace.push_back(std::string(at(changeset, "resource").text()) + "."
                + std::string(at(changeset, "action").text()));
            return Value(Map { { "operations", Value(List {}) } });
        });
        auto changes = ",'changes':[{'name':'callback','callback':"
            + log.substr(log.find(':') + 1, log.size() - log.find(':') - 2)
            + ",'on':['create','update','destroy']}]}";
        auto part = std::string(
            "{'types':{'text':{'type':{'embedded':'Text'},'tag':'kind','tag_value':'text'},"
            "'image':{'type':{'embedded':'Image'},'tag':'kind','tag_value':'image'},"
            "'number':{'type':'integer'}}");
        auto tagged = std::string(
            "{'storage':'map_with_tag','types':{'text':{'type':{'embedded':'Text'},'tag':'kind',"
            "'tag_value':'text'},'image':{'type':{'embedded':'Image'},'tag':'kind','tag_value':"
            "'image'}}}");
        define("{'Text':{'embedded':true,'attributes':{'id':{'type':'string','primary_key':true,"
               "'public':true},'kind':{'type':'string','public':true},'words':{'type':'string',"
               "'allow_nil':false,'public':true}}"
            + changes
            + ",'Image':{'embedded':true,'attributes':{'kind':{'type':'string','public':true},"
              "'url':{'type':'string','public':true}}"
            + changes
            + ",'Page':{'attributes':{'id':{'type':'string','primary_key':true,'public':true},"
              "'head':{'type':'union','public':true,'constraints':"
            + part + "}},'parts':{'type':{'array':'union'},'public':true,'constraints':{'items':"
            + part + "}}},'tagged':{'type':{'array':'union'},'public':true,'constraints':{'items':"
            + tagged
            + "}}},'default_accept':'*','defaults':['create','read','update','destroy']}}");
        ok("{'op':'create','resource':'Page','input':{'id':'p'}}");
    }

    // What the update answers for a field.
    Value updated(std::string_view field, const std::string& value)
    {
        trace.clear();
        return at(ok("{'op':'update','resource':'Page','id':'p','input':{'" + std::string(field)
                      + "':" + value + "}}"),
            field);
    }

    Lines mistakes(std::string_view field, const std::string& value)
    {
        return errors("{'op':'update','resource':'Page','id':'p','input':{'" + std::string(field)
            + "':" + value + "}}");
    }

    Value stored(std::string_view field) { return at(rows("Page").list().front(), field); }
};

std::string kinds(const Value& parts)
{
    std::string text;
    for (const auto& part : parts.list())
        text += (text.empty() ? "" : " ") + std::string(part.name()) + ":"
            + (part.inner().is(Kind::map)
                    ? display(at(part.inner(), "words")) + display(at(part.inner(), "url"))
                    : display(part.inner()));
    return text;
}

} // namespace

TEST_CASE("a value that may be one of several embedded ones is made by the one of its tag")
{
    Pages pages;
    auto head = pages.updated("head", "{'kind':'text','id':'a','words':'x'}");
    CHECK(head.name() == "text");
    CHECK(pages.trace == Lines { "Text.create" });
    pages.updated("head", "{'kind':'text','id':'a','words':'y'}");
    CHECK(pages.trace == Lines { "Text.update" });
    CHECK(at(pages.stored("head").inner(), "words") == Value("y"));
    CHECK(pages.mistakes("head", "{'kind':'text','id':'b'}")
        == Lines { "required words: attribute words is required @ [\"head\"]" });
    CHECK(pages.mistakes("head", "{'kind':'song'}")
            .front()
            .starts_with("invalid_attribute head: No union type matched"));
}

TEST_CASE("items of several kinds are updated by tag and key, and the others that were there go")
{
    Pages pages;
    CHECK(kinds(pages.updated("parts",
              "[{'kind':'text','id':'a','words':'x'},{'kind':'image','url':'u'},7,{'kind':'text',"
              "'id':'b','words':'y'}]"))
        == "text:x image:u number:7 text:y");
    CHECK(pages.trace == Lines { "Text.create", "Image.create", "Text.create" });
    CHECK(kinds(pages.updated("parts",
              "[{'kind':'text','id':'b','words':'z'},{'$union':'text','value':{'kind':'text','id':"
              "'c','words':'n'}},8]"))
        == "text:z text:n number:8");
    CHECK(pages.trace == Lines { "Text.update", "Text.create", "Text.destroy", "Image.destroy" });
    CHECK(kinds(pages.updated(
              "parts", "[{'$union':'text','value':{'id':'c','kind':'text','words':'m'}}]"))
        == "text:m");
    CHECK(pages.trace == Lines { "Text.update", "Text.destroy" });
    CHECK(kinds(pages.stored("parts")) == "text:m");
}

TEST_CASE("the first item that no kind takes is an error with its index, and nothing goes")
{
    Pages pages;
    pages.updated("parts", "[{'kind':'text','id':'a','words':'x'}]");
    pages.trace.clear();
    CHECK(pages.mistakes("parts", "[5,{'kind':'text','id':'n'}]")
        == Lines { "required words: attribute words is required @ [\"parts\",1]" });
    CHECK(pages.mistakes("parts", "[{'kind':'song'}]")
        == Lines {
            "invalid_attribute parts: No union type matched\n  text: kind does not equal text\n"
            "  image: kind does not equal image\n  number: is invalid @ [0]" });
    CHECK(kinds(pages.stored("parts")) == "text:x");
}

TEST_CASE("values that are stored with their tag are read by it")
{
    Pages pages;
    CHECK(kinds(pages.updated(
              "tagged", "[{'kind':'text','id':'a','words':'x'},{'kind':'image','url':'u'}]"))
        == "text:x image:u");
    CHECK(kinds(pages.stored("tagged")) == "text:x image:u");
    auto stored = to_json(pages.ok("{'op':'sql','sql':'SELECT tagged FROM pages'}"));
    CHECK(stored.find("\\\"kind\\\":\\\"image\\\"") != std::string::npos);
}

#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static LoadedDefinition with_calculations(std::string_view calculations)
{
    return load_with("'x':{'type':'integer'}", ",'calculations':" + std::string(calculations));
}

TEST_CASE("calculations of the application do not load each other in a circle")
{
    CHECK(with_calculations("{'one':{'type':'string','calculate':{'callback':0},'load':['one']}}")
            .has("A.calculations.one.load: the calculation would have to be loaded for itself: "
                 "A.one → A.one"));
    auto circle = with_calculations(
        "{'one':{'type':'string','calculate':{'callback':0},'load':['x',{'two':{}}]},"
        "'two':{'type':'string','calculate':{'callback':1},'load':'three'},"
        "'three':{'type':'string','calculate':{'callback':2},'load':['one']},"
        "'four':{'type':'string','calculate':{'callback':3},'load':['three']}}");
    CHECK(circle.mistakes.size() == 3);
    CHECK(circle.has("A.calculations.two.load: the calculation would have to be loaded for itself: "
                     "A.two → A.three → A.one → A.two"));
}

TEST_CASE("the circle may lead through relationships")
{
    auto loaded = load_resources(
        "[{'name':'Artist','attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
        "false}},'relationships':{'albums':{'kind':'has_many','destination':'Album'}},"
        "'calculations':{'sound':{'type':'string','calculate':{'callback':0},'load':{'albums':{"
        "'sort':'id','load':['echo']}}}}},"
        "{'name':'Album','attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
        "false}},'relationships':{'artist':{'kind':'belongs_to','destination':'Artist',"
        "'attribute_type':'integer'}},'calculations':{'echo':{'type':'string','calculate':{"
        "'callback':1},'load':{'artist':['sound']}}}}]");
    CHECK(loaded.mistakes.size() == 2);
    CHECK(loaded.has("Artist.calculations.sound.load: the calculation would have to be loaded for "
                     "itself: Artist.sound → Album.echo → Artist.sound"));
}

TEST_CASE("calculations may share what they load")
{
    CHECK(with_calculations(
        "{'one':{'type':'string','calculate':{'callback':0},'load':['two','three']},"
        "'two':{'type':'string','calculate':{'callback':1},'load':['three']},"
        "'three':{'type':'string','calculate':{'callback':2},'load':['x']}}")
            .mistakes.empty());
}

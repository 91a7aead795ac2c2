#include "type/text.h"

#include "type/code_points.h"

#include "catch_amalgamated.hpp"

#include <random>
#include <vector>

using namespace tunez;

TEST_CASE("length counts what a reader sees as one character")
{
    CHECK(grapheme_length("") == 0);
    CHECK(grapheme_length("abc") == 3);
    CHECK(grapheme_length("日本語") == 3);
    CHECK(grapheme_length("e\u0301e\u0301") == 2); // e, combining acute
    CHECK(grapheme_length("👍🏽👍🏽") == 2); // with skin tones
    CHECK(grapheme_length("👨\u200d👩\u200d👧") == 1); // a family
    CHECK(grapheme_length("\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7") == 2); // two flags
    CHECK(grapheme_length("\U0001F1E9\U0001F1EA\U0001F1EB") == 2); // a flag and a half
}

TEST_CASE("a line end of two characters counts as one")
{
    CHECK(grapheme_length("\r\n\r\n") == 2);
    CHECK(grapheme_length("\n\r") == 2);
    CHECK(grapheme_length("é\r\n") == 2);
    CHECK(grapheme_length("a\r") == 2);
}

TEST_CASE("Hangul jamo make syllables")
{
    CHECK(grapheme_length("\u1112\u1161\u11AB") == 1);
    CHECK(grapheme_length("한글") == 2);
    CHECK(grapheme_length("\uAC00\u11A8") == 1); // LV and T
    CHECK(grapheme_length("\uAC01\u1161") == 2); // LVT and V
}

TEST_CASE("an Indic conjunct is one character, and so is a vowel sign with its letter")
{
    CHECK(grapheme_length("\u0915\u094D\u0937") == 1); // ka, virama, ssa
    CHECK(grapheme_length("\u0915\u094D\u200D\u0937") == 1);
    CHECK(grapheme_length("\u0915\u0937") == 2);
    CHECK(grapheme_length("\u0915\u0903") == 1); // spacing mark
    CHECK(grapheme_length("\u0600\u0661") == 1); // prepended number sign
}

TEST_CASE("controls stand alone")
{
    CHECK(grapheme_length("\u200b\u0301") == 2);
    CHECK(grapheme_length("a\u200b") == 2);
    CHECK(grapheme_length("\u2764\u200d\u2764") == 1);
    CHECK(grapheme_length("a\u200d\u2764") == 2);
}

TEST_CASE("bytes that are no text count one each")
{
    CHECK(grapheme_length("\xff\xfe") == 2);
    CHECK(grapheme_length("a\xc3") == 2);
    CHECK(grapheme_length("\xed\xa0\x80") == 3); // a surrogate
}

TEST_CASE("folding makes texts that differ only in case the same")
{
    CHECK(fold_case("Hello") == "hello");
    CHECK(fold_case("STRASSE") == fold_case("straße"));
    CHECK(fold_case("ΑΣ") == fold_case("ας"));
    CHECK(fold_case("ÀÉ") == "àé");
    CHECK(fold_case("ﬁ") == "fi");
    CHECK(fold_case("\u212A") == "k"); // Kelvin
    CHECK(fold_case("\U00010400") == "\U00010428"); // Deseret
    CHECK(fold_case("\u13A0") == "\u13A0"); // Cherokee folds to upper case
    CHECK(fold_case("\uAB70") == "\u13A0");
}

TEST_CASE("upper and lower case use the full mappings, without regard to position or language")
{
    CHECK(upper_case("straße") == "STRASSE");
    CHECK(upper_case("ﬁ") == "FI");
    CHECK(upper_case("ŉ") == "\u02BCN");
    CHECK(upper_case("ΐ") == "\u0399\u0308\u0301");
    CHECK(upper_case("àÿ日") == "ÀŸ日");
    CHECK(lower_case("ΑΣ") == "ασ");
    CHECK(lower_case("İ") == "i\u0307");
    CHECK(lower_case("ÀŸ日HeLLo") == "àÿ日hello");
    CHECK(lower_case("I") == "i");
}

TEST_CASE("mapping case leaves bytes that are no text alone")
{
    CHECK(upper_case("a\xff"
                     "b")
        == "A\xff"
           "B");
    CHECK(fold_case("\xc3") == "\xc3");
}

TEST_CASE("trimming takes white space of all scripts off both ends")
{
    CHECK(trim("  a b\t\r\n\v\f") == "a b");
    CHECK(trim("\u00a0nbsp\u00a0") == "nbsp");
    CHECK(trim("\u3000x\u2028") == "x");
    CHECK(trim("\u0085\u1680\u2000\u200a\u2029\u202f\u205fx\u0085") == "x");
    CHECK(trim(" \u3000 ").empty());
    CHECK(trim("").empty());
}

TEST_CASE("trimming keeps invisible characters that are no white space")
{
    CHECK(trim("\u200bzwsp\u200b") == "\u200bzwsp\u200b");
    CHECK(trim("\ufeffbom\ufeff") == "\ufeffbom\ufeff");
    CHECK(trim("\u180ex\u180e") == "\u180ex\u180e");
    CHECK(trim("\x80\xa0") == "\x80\xa0");
}

TEST_CASE("comparing ignores case and orders by folded code points")
{
    CHECK(compare_folded("abc", "ABC") == 0);
    CHECK(compare_folded("abc", "ABD") < 0);
    CHECK(compare_folded("b", "ABC") > 0);
    CHECK(compare_folded("ab", "ABC") < 0);
    CHECK(compare_folded("straße", "STRASSE") == 0);
    CHECK(compare_folded("stras", "straß") < 0);
    CHECK(compare_folded("straßen", "STRASSE") > 0);
    CHECK(compare_folded("É", "é") == 0);
    CHECK(compare_folded("z", "é") < 0);
    CHECK(compare_folded("", "") == 0);
    CHECK(compare_folded("[", "a") < 0); // '[' lies between upper and lower case
}

static std::string random_text(std::mt19937& random)
{
    static const std::vector<std::string> parts { "a", "B", "ß", "ss", "SS", "é", "É", "ﬁ", "fi",
        "Σ", "ς", "\U00010400", "\xff", "日", "I", "İ", "ı" };
    std::string text;
    for (auto count = random() % 5; count > 0; --count)
        text += parts[random() % parts.size()];
    return text;
}

TEST_CASE("comparing folded is comparing the folded texts")
{
    std::mt19937 random(5);
    auto sign = [](int number) { return (number > 0) - (number < 0); };
    for (int i = 0; i < 20'000; ++i) {
        auto left = random_text(random);
        auto right = random_text(random);
        INFO(left << " and " << right);
        auto fold = [](const std::string& text) {
            std::vector<CodePoint> codes;
            auto folded = fold_case(text);
            for (size_t at = 0; at < folded.size();)
                codes.push_back(next_code_point(folded, at));
            return codes;
        };
        auto expected = fold(left) <=> fold(right);
        REQUIRE(sign(compare_folded(left, right)) == (expected < 0 ? -1 : expected > 0 ? 1 : 0));
    }
}

TEST_CASE("every code point survives being read and written")
{
    for (CodePoint code = 0; code <= 0x10FFFF; ++code) {
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        std::string text;
        append_code_point(text, code);
        size_t at = 0;
        if (next_code_point(text, at) != code || at != text.size())
            FAIL("code point " << code);
    }
}

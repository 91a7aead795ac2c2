#pragma once

namespace tunez {

// What a row of a table of builtins is about, for whoever reads the sources: a sentence, which
// takes no room in the engine.
struct Doc {
    consteval Doc(const char* sentence)
    {
        char last = '\0';
        for (; *sentence != '\0'; ++sentence)
            last = *sentence;
        if (last != '.')
            is_no_sentence();
    }

private:
    static void is_no_sentence(); // Calling it ends the compilation.
};

} // namespace tunez

#pragma once

#include "base/value.h"
#include "host/host.h"

namespace tunez {
class FakeHost;
}

namespace tunez::test {

// The functions of the music domain that are the application's own.
struct MusicCallbacks {
    CallbackId update_previous_names {}; // A change of Artist.update: keeps every name it ever had,
                                         // newest first.
    CallbackId next_year { 1 }; // The latest year an album may have.
};

// Gives the host the functions of the music domain. On a host without callbacks they get the ids
// that music_definition() expects by default.
MusicCallbacks add_music_callbacks(FakeHost& host);

// The domain that the tests arrange through: artists and their albums, as the message that defines
// it.
Value music_definition(const MusicCallbacks& callbacks = {});

} // namespace tunez::test

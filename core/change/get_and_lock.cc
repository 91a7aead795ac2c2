#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow get_and_lock_options[] = {
    { "lock", OptionKind::any,
        "Named for the reader: there is one writer, whom nobody overtakes." },
};

// The write goes by the record as it is stored when its turn has come.
static void read_again(const ChangeCall& call)
{
    call.changeset.before_action(
        BeforeHook([](Changeset& changeset, Context& context) -> Outcome<void> {
            changeset.set_data(TRY(context.reload(changeset.data(), context)));
            return {};
        }));
}

const Change get_and_lock {
    .shape = { .name = "get_and_lock",
        .doc = "Reads the record again before it is written.",
        .options = get_and_lock_options },
    .change = read_again,
};

const Change get_and_lock_for_update {
    .shape
    = { .name = "get_and_lock_for_update", .doc = "Reads the record again before it is written." },
    .change = read_again,
};

} // namespace tunez::change

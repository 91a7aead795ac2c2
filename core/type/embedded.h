#pragma once

#include "type/type.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Resources whose records are values of an attribute (spec §11). A value is a structure with the
// name of the resource: its attributes in their order, under their keys, and behind them what was
// loaded.
namespace tunez {

struct Action; // Known to resource/; a type only points at them.
struct Attribute;
struct Record;
struct Resource;
struct EmbeddedUse;

// An embedded resource as its type sees it. Made when the definition is frozen.
struct EmbeddedShape {
    struct Field {
        std::string_view name;
        std::string_view key;
        std::string_view source; // In stored JSON.
        const TypeUse* type = nullptr;
        bool primary_key = false;
    };
    struct Unique {
        std::string_view what; // "primary key", "identity"
        std::vector<size_t> fields;
        bool nils_distinct = false;
    };

    const Resource* resource = nullptr;
    std::string_view name;
    std::vector<Field> fields;
    std::vector<size_t> primary_key; // Empty, too, where nobody outside may name it.
    bool has_primary_key = false;
    bool stores_nil = true;
    std::vector<Unique> uniques; // Of the values in one list.
    // Appends what the constraint `load` asks for.
    void (*load)(const EmbeddedUse& use, Map& fields) = nullptr;
};

// What a use of the type says beside which resource it is.
struct EmbeddedUse {
    struct SortField {
        size_t field = 0;
        bool descending = false;
        bool nils_first = false;
    };

    const EmbeddedShape* shape = nullptr;
    const Action* create_action = nullptr;
    const Action* update_action = nullptr;
    const Action* destroy_action = nullptr;
    bool replace = false; // A new value never updates the one that it replaces.
    bool include_source = true;
    std::vector<SortField> sort;
    std::shared_ptr<const void> loads; // For EmbeddedShape::load.
};

// Runs the actions of embedded resources on behalf of whoever casts their values. False, with
// errors, when an action failed.
class EmbeddedActions {
public:
    virtual ~EmbeddedActions() = default;
    // `skip`: an input that is none of the value's.
    virtual bool create(const EmbeddedUse& use, const Map& input, std::string_view skip, Value& out,
        TypeErrors& errors)
        = 0;
    virtual bool update(const EmbeddedUse& use, const Value& before, const Map& input,
        std::string_view skip, Value& out, TypeErrors& errors)
        = 0;
    virtual bool destroy(const EmbeddedUse& use, const Value& before, TypeErrors& errors) = 0;
    // What the stored record holds that was not read with it; null where nothing is stored.
    virtual Result<Value> read(const Record& record, const Attribute& attribute) = 0;
};

// The value that `input` means among those of a list; null where it is a new one.
const Value* find_replaced(const EmbeddedUse& use, const List& before, const Value& input);

} // namespace tunez

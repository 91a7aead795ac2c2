#pragma once

#include "change/change.h"

// The rows of the table in builtins.cc.
namespace tunez::change {

extern const Change after_action;
extern const Change after_transaction;
extern const Change around_action;
extern const Change around_transaction;
extern const Change atomic_set;
extern const Change atomic_update;
extern const Change before_action;
extern const Change before_transaction;
extern const Change callback;
extern const Change cascade_destroy;
extern const Change cascade_update;
extern const Change ensure_selected;
extern const Change filter;
extern const Change get_and_lock;
extern const Change get_and_lock_for_update;
extern const Change increment;
extern const Change load;
extern const Change optimistic_lock;
extern const Change prevent_change;
extern const Change relate_actor;
extern const Change select;
extern const Change set_attribute;
extern const Change set_context;
extern const Change set_new_attribute;
extern const Change update_change;

} // namespace tunez::change

# One static library per folder of core/, each linked to the ones before it and to none after it.
# A folder without a .cc contributes headers only; one that does not exist yet is skipped.

set(TUNEZ_LAYERS
  base
  host
  type
  expr
  resource
  changeset
  query
  validation
  change
  preparation
  check
  policy
  relationship
  data_layer
  data_layer/sqlite
  notify
  action
  migration
  sync
  form
  message
  engine # engine.h and engine.cc, in core/ itself
)

# The name by which targets know a layer: its last folder.
function(tunez_layer_name layer result)
  get_filename_component(name "${layer}" NAME)
  set(${result} "${name}" PARENT_SCOPE)
endfunction()

# Sources of a layer: folders below it that are not layers of their own belong to it.
function(tunez_layer_sources layer folder result)
  if(layer STREQUAL "engine")
    file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cc")
  else()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/${layer}/*.cc")
    if(layer STREQUAL "data_layer")
      list(FILTER sources EXCLUDE REGEX "/data_layer/sqlite/")
    endif()
  endif()
  set(${result} "${sources}" PARENT_SCOPE)
endfunction()

# What runs for every record, every cell or every message has to be fast where it is WebAssembly;
# what runs once for a definition, a schema or a message has to be small.
set(TUNEZ_HOT_SOURCES
  source
  action/build
  action/defaults
  action/fill
  action/identities
  action/inputs
  action/level
  action/lifecycle
  action/prepared_get
  action/read
  action/required
  action/row_order
  action/write
  base/calendar
  base/json_builder
  base/json_reader
  base/json_writer
  base/map
  base/utf8
  base/uuid
  base/value
  changeset/changeset
  changeset/template
  data_layer/sqlite/binder
  data_layer/sqlite/create
  data_layer/sqlite/functions
  data_layer/sqlite/log_buffer
  data_layer/sqlite/page_cache
  data_layer/sqlite/query
  data_layer/sqlite/read
  data_layer/sqlite/read_related
  data_layer/sqlite/render_expression
  data_layer/sqlite/row_codec
  data_layer/sqlite/shape
  data_layer/sqlite/statement
  data_layer/sqlite/statement_cache
  data_layer/sqlite/transaction
  data_layer/sqlite/update
  engine
  host/callback_message
  host/random
  message/encode
  message/packed
  message/prepared
  message/request
  message/write_one
  resource/record
  type/cast
  type/datetime
  type/integer
  type/naive_datetime
  type/stored
  type/string
  type/text
  type/uuid
  validation/call
  validation/changing
  validation/compare
  validation/match
  validation/present
  validation/run)

if(EMSCRIPTEN AND CMAKE_BUILD_TYPE STREQUAL "Release")
  set(small -Oz)
  set(fast -O2)
elseif(TUNEZ_SANITIZE)
  # The tests run twice as fast, which is more than the compiler takes longer.
  set(small -O1)
  set(fast -O1)
endif()
set(engine -fno-exceptions -fno-rtti)
if(EMSCRIPTEN AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  list(APPEND engine -flto)
endif()
tunez_precompile(small_precompiled engine ${engine} ${small})
tunez_precompile(fast_precompiled engine ${engine} ${fast})

# Sets `result` to what is compiled for the sources of a layer, each with its options.
function(tunez_engine_sources result layer sources)
  set(folder "${PROJECT_SOURCE_DIR}/core")
  set(hot)
  set(rest)
  foreach(source IN LISTS sources)
    file(RELATIVE_PATH name "${folder}" "${source}")
    string(REGEX REPLACE "[.]cc$" "" name "${name}")
    if(name IN_LIST TUNEZ_HOT_SOURCES)
      list(APPEND hot "${source}")
    else()
      list(APPEND rest "${source}")
    endif()
  endforeach()
  tunez_batches(hot ${layer}_hot "${folder}" ${hot})
  tunez_batches(rest ${layer} "${folder}" ${rest})
  set_source_files_properties(${hot} PROPERTIES COMPILE_OPTIONS "${fast};${fast_precompiled}")
  set_source_files_properties(${rest} PROPERTIES COMPILE_OPTIONS "${small};${small_precompiled}")
  set(${result} ${hot} ${rest} PARENT_SCOPE)
endfunction()

set(below tunez_options nlohmann_json)
foreach(layer IN LISTS TUNEZ_LAYERS)
  tunez_layer_name("${layer}" name)
  tunez_layer_sources("${layer}" "${PROJECT_SOURCE_DIR}/core" sources)
  if(sources)
    tunez_engine_sources(compiled ${name} "${sources}")
    add_library(tunez_${name} STATIC ${compiled})
    target_link_libraries(tunez_${name} PUBLIC ${below} PRIVATE tunez_engine_options)
    if(layer STREQUAL "data_layer/sqlite")
      target_link_libraries(tunez_${name} PUBLIC sqlite3)
    endif()
    list(PREPEND below tunez_${name})
  else()
    add_library(tunez_${name} INTERFACE)
    target_link_libraries(tunez_${name} INTERFACE ${below})
  endif()
endforeach()

# The whole engine.
add_library(tunez INTERFACE)
target_link_libraries(tunez INTERFACE ${below})
